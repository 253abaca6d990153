"""How good a ranking is: nDCG@k, recall@k, hit@k, reciprocal rank, with bootstrap intervals.

Relevance is binary: a need lists the technologies that answer it. A measure of a need that lists
none is unknown (NaN) and left out of means.
"""

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

UNKNOWN = math.nan
_RESAMPLES_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean with its bootstrap interval; all NaN if nothing is known.

    Parameters
    ----------
    mean, low, high
        In the unit of the measure.
    count
        Known values.
    """

    mean: float
    low: float
    high: float
    count: int


def ndcg_at_k(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return the normalised discounted cumulative gain of the first `k`.

    DCG = sum over ranks r <= k of [item r is relevant] / log2(r + 1), over the DCG of the best
    possible order.

    Parameters
    ----------
    ranked
        Items, best first, each once; may be shorter than `k`.
    relevant
        Items that answer the need; empty = unknown.
    k
        At least 1.

    Returns
    -------
    Within [0, 1]; NaN if `relevant` is empty.

    References
    ----------
    Järvelin and Kekäläinen (2002), Cumulated gain-based evaluation of IR techniques.
    """
    if not relevant:
        return UNKNOWN
    gains = (1 / math.log2(rank + 1) for rank, item in _ranks(ranked, k) if item in relevant)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(_least(k), len(relevant)) + 1))
    return sum(gains) / best


def recall_at_k(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return the share of the relevant items among the first `k`, within [0, 1]; NaN if none."""
    if not relevant:
        return UNKNOWN
    return sum(item in relevant for _, item in _ranks(ranked, k)) / len(relevant)


def hit_at_k(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return 1 if a relevant item is among the first `k`, else 0; NaN if none is relevant."""
    if not relevant:
        return UNKNOWN
    return float(any(item in relevant for _, item in _ranks(ranked, k)))


def reciprocal_rank(ranked: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return 1 / rank of the first relevant item, 0 if it is not listed; NaN if none is relevant.

    References
    ----------
    Voorhees (1999), The TREC-8 question answering track report.
    """
    if not relevant:
        return UNKNOWN
    found = (rank for rank, item in enumerate(ranked, start=1) if item in relevant)
    first = next(found, None)
    return 0.0 if first is None else 1 / first


def bootstrap(
    values: Sequence[float] | npt.NDArray[np.floating],
    rng: np.random.Generator,
    *,
    resamples: int = 2000,
    confidence: float = 0.95,
) -> Estimate:
    """Return the mean of the known values with its percentile bootstrap interval.

    Parameters
    ----------
    values
        One per need; NaN = unknown, left out.
    rng
        A seeded generator: the same seed gives the same interval.
    resamples
        Number of samples drawn with replacement.
    confidence
        Within (0, 1).

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife.
    Sakai (2006), Evaluating evaluation metrics based on the bootstrap.
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not len(known):
        return Estimate(mean=UNKNOWN, low=UNKNOWN, high=UNKNOWN, count=0)
    means: list[float] = []
    while len(means) < resamples:
        size = min(_RESAMPLES_AT_ONCE, resamples - len(means))
        drawn = rng.integers(0, len(known), size=(size, len(known)))
        means.extend(known[drawn].mean(axis=1).tolist())
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Estimate(mean=float(known.mean()), low=float(low), high=float(high), count=len(known))


def _least(k: int) -> int:
    if k < 1:
        raise ValueError("k must be at least 1")
    return k


def _ranks(ranked: Sequence[Hashable], k: int) -> list[tuple[int, Hashable]]:
    return list(enumerate(ranked[: _least(k)], start=1))
