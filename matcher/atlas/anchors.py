"""The topics of the taxonomy fixed in vector space and in the plane."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]

NEAREST_ANCHORS = 4
"""Topics between which a technology is first placed (docs/decisions/0181-atlas-layout.md)."""

SHARPNESS = 8.0
"""The weight of a topic grows by e with each 1/8 of cosine (same decision)."""

STEPS = 100
"""Steps of stress majorization over the topics; it has settled before (same decision)."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where the topics stand.

    Parameters
    ----------
    vectors : (k, d) float
        Unit vectors of the topics' texts.
    places : (k, 2) float
        Their places, within [0, 1].
    """

    vectors: FloatArray
    places: FloatArray


@dataclass(frozen=True, slots=True)
class Placement:
    """Places, nearest topics and their cosines.

    Parameters
    ----------
    places : (n, 2) float
        Within [0, 1].
    nearest : (n,) int
        Index of the nearest topic.
    similarity : (n,) float
        Cosine with it, within [-1, 1].
    """

    places: FloatArray
    nearest: IntArray
    similarity: FloatArray


def make_anchors(vectors: npt.NDArray[np.floating]) -> Anchors:
    """Place the topics so that distances in the plane follow those of their meanings.

    Classical scaling gives the start, stress majorization the places. Nothing is random, and
    nothing depends on the catalogue: one encoder, one map of topics.

    Parameters
    ----------
    vectors : (k, d) float
        Unit vectors, k ≥ 3.

    Raises
    ------
    ValueError
        For fewer than three topics.

    References
    ----------
    .. [1] Torgerson (1952); de Leeuw (1977), majorization of stress (SMACOF).
    .. [2] docs/decisions/0181-atlas-layout.md.
    """
    known = np.asarray(vectors, dtype=np.float64)
    if len(known) < 3:  # noqa: PLR2004 - a plane needs three points
        raise ValueError("a map needs three topics at least")
    distances = np.sqrt(np.clip(2.0 - 2.0 * known @ known.T, 0.0, None))
    np.fill_diagonal(distances, 0.0)
    return Anchors(known, framed(_majorized(_scaled(distances), distances)))


def place(vectors: npt.NDArray[np.floating], anchors: Anchors) -> Placement:
    r"""Place technologies between the topics nearest to them.

    .. math:: p = \sum_k w_k a_k, \quad w_k \propto e^{\beta \cos(v, t_k)}

    over the four nearest topics.

    Parameters
    ----------
    vectors : (n, d) float
        Unit vectors, or zero ones: those are alike to nothing and land on any topic.
    """
    given = np.asarray(vectors, dtype=np.float64)
    count = min(NEAREST_ANCHORS, len(anchors.vectors))
    cosines = given @ anchors.vectors.T
    order = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
    best = np.take_along_axis(cosines, order, axis=1)
    weights = np.exp(SHARPNESS * (best - best[:, :1]))
    weights /= weights.sum(axis=1, keepdims=True)
    places = (weights[..., None] * anchors.places[order]).sum(axis=1)
    return Placement(places, order[:, 0].astype(np.int64), best[:, 0])


def framed(places: FloatArray) -> FloatArray:
    """Return places moved and stretched, both ways alike, so that they fill [0, 1] one way."""
    low, high = places.min(axis=0), places.max(axis=0)
    side = max(float((high - low).max()), 1e-12)
    inside: FloatArray = 0.5 + (places - (low + high) / 2) / side
    return inside


def _scaled(distances: FloatArray) -> FloatArray:
    """Return classical scaling into the plane, signs fixed: solvers may give either."""
    count = len(distances)
    centre = np.eye(count) - 1.0 / count
    values, vectors = np.linalg.eigh(-0.5 * centre @ distances**2 @ centre)
    axes = vectors[:, -1:-3:-1]
    largest = np.argmax(np.abs(axes), axis=0)
    axes = axes * np.sign(axes[largest, [0, 1]])
    scaled: FloatArray = axes * np.sqrt(np.clip(values[-1:-3:-1], 1e-12, None))
    return scaled


def _majorized(places: FloatArray, distances: FloatArray) -> FloatArray:
    """Return places of lower stress: each step is a Guttman transform."""
    for _ in range(STEPS):
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        ratio = np.divide(distances, apart, out=np.zeros_like(apart), where=apart > 0)
        shift = -ratio
        np.fill_diagonal(shift, ratio.sum(axis=1))
        places = shift @ places / len(places)
    return places
