"""Places of technologies in a plane: alike lies close together, and tomorrow where it lay today."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.atlas.anchors import FloatArray, framed

Vectors: TypeAlias = npt.NDArray[np.floating[Any]]

DAILY_STEP = 0.01
"""How far a known technology moves at most, as a share of the picture's side: a reader finds it
where it was. Source: docs/decisions/0181-atlas-layout.md."""

LANDMARKS = 3000
"""Technologies laid out by their neighbourhoods; further ones go between them (same decision)."""

FEWEST = 12
"""Under this neighbourhoods say nothing: the first places stay (same decision)."""

_PERPLEXITY, _STEPS, _SEED = 20.0, 500, 0
_EXAGGERATION = 12.0
_NEAREST = 3


def laid_out(
    vectors: Vectors,
    first: FloatArray,
    yesterday: FloatArray,
) -> FloatArray:
    """Lay technologies out by the neighbourhoods of their vectors, starting where they lay.

    The first day starts from the map of topics. Later days start from the day before: the new
    layout is turned, scaled and moved onto the old one, and no known technology moves more than
    `DAILY_STEP`; new ones stand where their neighbours are.

    Parameters
    ----------
    vectors : (n, d) float
        Unit vectors, in an order that does not change (by id): the first ones are the landmarks.
    first : (n, 2) float
        Places by topic, within [0, 1] (`anchors.place`).
    yesterday : (n, 2) float
        Places of the layout before, within [0, 1]; NaN for technologies that were not in it.

    Returns
    -------
    (n, 2) float
        Places within [0, 1]. [share of the picture's side]

    References
    ----------
    .. [1] van der Maaten and Hinton (2008), t-SNE; van der Maaten (2014), Barnes-Hut t-SNE.
    .. [2] docs/decisions/0181-atlas-layout.md.
    """
    count = len(vectors)
    if count < FEWEST:
        known = ~np.isnan(yesterday[:, 0])
        return np.where(known[:, None], yesterday, np.clip(first, 0.0, 1.0))
    given = np.asarray(vectors, dtype=np.float32)
    head = slice(0, min(count, LANDMARKS))
    known = ~np.isnan(yesterday[:, 0])
    # A map of which little is left gives no hold: better drawn anew than half old, half new.
    is_continued = known[head].sum() >= max(FEWEST, 0.5 * known[head].size)
    if is_continued:
        start = _started(given[head], yesterday[head])
        laid = _neighbourhoods(given[head], start, exaggeration=1.0)
        places = _onto(laid, yesterday[head])
    else:
        places = framed(_neighbourhoods(given[head], first[head], exaggeration=_EXAGGERATION))
    if count > LANDMARKS:
        places = np.concatenate([places, _between(given[LANDMARKS:], given[head], places)])
    if is_continued:
        places = _stepped(places, yesterday)
    return np.clip(places, 0.0, 1.0)


def _neighbourhoods(vectors: Vectors, start: FloatArray, *, exaggeration: float) -> FloatArray:
    from sklearn.manifold import TSNE

    is_first = exaggeration > 1
    spread = 1e-4 if is_first else float(np.sqrt(len(vectors)))
    begin = (start - start.mean(axis=0)) / max(float(start.std()), 1e-9) * spread
    made = TSNE(
        perplexity=min(_PERPLEXITY, (len(vectors) - 1) / 3),
        early_exaggeration=exaggeration,
        max_iter=_STEPS if is_first else _STEPS // 2,
        metric="cosine",
        init=begin.astype(np.float32),
        random_state=_SEED,
        n_jobs=1,
    ).fit_transform(vectors)
    return np.asarray(made, dtype=np.float64)


def _started(vectors: Vectors, yesterday: FloatArray) -> FloatArray:
    """Return yesterday's places, new ones between their nearest known neighbours."""
    known = ~np.isnan(yesterday[:, 0])
    start = yesterday.copy()
    if not known.all():
        start[~known] = _between(vectors[~known], vectors[known], yesterday[known])
    return start


def _between(vectors: Vectors, others: Vectors, places: FloatArray) -> FloatArray:
    """Return the weighted middles of the nearest others' places."""
    found = np.empty((len(vectors), 2))
    for begin in range(0, len(vectors), 1000):
        cosines = vectors[begin : begin + 1000] @ others.T
        nearest = np.argpartition(-cosines, min(_NEAREST, len(others) - 1), axis=1)[:, :_NEAREST]
        weights = np.clip(np.take_along_axis(cosines, nearest, axis=1), 1e-3, None) ** 4
        weights /= weights.sum(axis=1, keepdims=True)
        found[begin : begin + 1000] = (weights[..., None] * places[nearest]).sum(axis=1)
    return found


def _onto(places: FloatArray, yesterday: FloatArray) -> FloatArray:
    """Turn, mirror, scale and move a layout onto the known places of the one before."""
    known = ~np.isnan(yesterday[:, 0])
    middle, before = places[known].mean(axis=0), yesterday[known].mean(axis=0)
    left, stretch, right = np.linalg.svd((places[known] - middle).T @ (yesterday[known] - before))
    spread = float(((places[known] - middle) ** 2).sum())
    scale = float(stretch.sum()) / spread if spread > 0 else 1.0
    turned: FloatArray = before + scale * (places - middle) @ (left @ right)
    return turned


def _stepped(places: FloatArray, yesterday: FloatArray) -> FloatArray:
    """Let known technologies move a step towards their new places, not further."""
    shift = places - yesterday
    length = np.linalg.norm(shift, axis=1, keepdims=True)
    share = np.minimum(1.0, DAILY_STEP / np.maximum(length, 1e-12))
    return np.where(np.isnan(yesterday), places, yesterday + share * shift)
