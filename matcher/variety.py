"""Which of the ranked technologies are listed: near-copies of one owner once, variety if wanted."""

from dataclasses import dataclass

import numpy as np

from matcher.profiles import FloatArray, IntArray

NEAR_COPY_COSINE = 0.9
"""Texts of one owner this alike are one technology. Source: docs/decisions/0124-variety.md."""

VARIETY_DEPTH = 3
"""So many times the list's length is considered for variety."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Positions of candidates to list, best first, with the near-copies folded under each."""

    positions: IntArray
    similar: tuple[tuple[int, ...], ...]
    """Positions of near-copies of the same owner, best first, for each one listed."""


def listed_once(order: IntArray, owners: IntArray, vectors: FloatArray, *, limit: int) -> Listed:
    """Return the first `limit` candidates of which none is a near-copy of a better one.

    Parameters
    ----------
    order : (n,) int
        Positions of the candidates, best first.
    owners : (n,) int
        Owner by place in `order`; -1 unknown, which is never the same as another.
    vectors : (n, d) float
        Unit vectors by place in `order`; NaN or zero where unknown: no copy of anything.
    limit : int
        How many to list; near-copies of those listed are folded under them and do not count.

    Returns
    -------
    Listed
        In the given order. Every candidate that stands before the last one listed is either
        listed or folded: nothing is dropped.

    References
    ----------
    .. [1] docs/decisions/0124-variety.md.
    """
    kept: list[int] = []
    folded: list[list[int]] = []
    owner_of = owners.tolist()
    for place, owner in enumerate(owner_of):
        same = [n for n, other in enumerate(kept) if owner_of[other] == owner >= 0]
        copies = [n for n in same if vectors[kept[n]] @ vectors[place] >= NEAR_COPY_COSINE]
        if copies:
            folded[copies[0]].append(int(order[place]))
        elif len(kept) < limit:
            kept.append(place)
            folded.append([])
    return Listed(order[np.array(kept, dtype=np.int64)], tuple(map(tuple, folded)))


def varied(
    order: IntArray, scores: FloatArray, vectors: FloatArray, *, diversity: float
) -> IntArray:
    r"""Return candidates re-ordered for variety: maximal marginal relevance.

    .. math:: \arg\max_i \; (1 - \lambda) s_i / s_{best} - \lambda \max_{j \in chosen} v_i \cdot v_j

    Parameters
    ----------
    order : (n,) int
        Positions of the candidates, best first.
    scores : (n,) float
        By place in `order`, not negative.
    vectors : (n, d) float
        Unit vectors by place in `order`.
    diversity : float
        :math:`\lambda` in [0, 1]; 0 keeps the order, and so does any for equal vectors.

    Returns
    -------
    (n,) int
        The same positions; the best one stays first.

    References
    ----------
    .. [1] J. Carbonell, J. Goldstein, "The use of MMR", SIGIR 1998.
    .. [2] docs/decisions/0124-variety.md: what it costs.
    """
    if diversity <= 0 or len(order) == 0:
        return order
    gain = (1.0 - diversity) * scores / (scores[0] if scores[0] > 0 else 1.0)
    alike = np.nan_to_num(vectors) @ np.nan_to_num(vectors).T
    chosen = [0]
    nearest = alike[0].copy()
    while len(chosen) < len(order):
        value = gain - diversity * nearest
        value[chosen] = -np.inf
        chosen.append(int(np.argmax(value)))
        nearest = np.maximum(nearest, alike[chosen[-1]])
    return order[np.array(chosen, dtype=np.int64)]
