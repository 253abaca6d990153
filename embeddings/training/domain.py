"""Which public pairs are about the domain: nearness to the taxonomy's texts."""

import numpy as np
import numpy.typing as npt

from embeddings.training.bags import Bags, embed

_NEAREST_ANCHORS = 5
_MIN_TOKENS = 3
_AT_ONCE = 8192


def domain_rows(
    bags: Bags, anchors: Bags, table: npt.NDArray[np.float32], count: int
) -> npt.NDArray[np.int64]:
    """Return the `count` texts with the highest mean cosine to their five nearest anchors.

    Texts of fewer than three tokens come last: a single word is near to everything that holds it.
    """
    centres = embed(anchors, table)
    vectors = embed(bags, table)
    closeness = np.empty(len(bags), dtype=np.float32)
    for start in range(0, len(bags), _AT_ONCE):
        part = vectors[start : start + _AT_ONCE] @ centres.T
        count_nearest = min(_NEAREST_ANCHORS, part.shape[1])
        nearest = np.partition(part, -count_nearest, axis=1)[:, -count_nearest:]
        closeness[start : start + _AT_ONCE] = nearest.mean(axis=1)
    closeness[bags.plain_counts < _MIN_TOKENS] -= 2.0
    return np.sort(np.argsort(-closeness, kind="stable")[:count]).astype(np.int64)
