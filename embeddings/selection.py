"""Which rows of an index a search may return, and the order of what it found."""

import numpy as np
import numpy.typing as npt

from embeddings.ports import Allowed, Ids, Scores


def allowed_rows(allowed: Allowed, ids: Ids) -> npt.NDArray[np.bool_]:
    """Return a mask over rows: whether the id in each row is allowed.

    Parameters
    ----------
    allowed
        A mask by id (bool), the same packed (uint8, little-endian), or ids (int64).
    ids
        The id in each row; negative = free row, never allowed. Shape (n,).

    Raises
    ------
    TypeError
        If `allowed` has another dtype.
    """
    if allowed.dtype == np.int64:
        return np.isin(ids, allowed) & (ids >= 0)
    if allowed.dtype == np.uint8:
        mask = np.unpackbits(allowed.astype(np.uint8, copy=False), bitorder="little").astype(
            np.bool_
        )
    elif allowed.dtype == np.bool_:
        mask = allowed.astype(np.bool_, copy=False)
    else:
        raise TypeError(f"allowed must be bool, uint8 or int64, not {allowed.dtype}")
    known = (ids >= 0) & (ids < len(mask))
    if not len(mask):
        return known
    rows: npt.NDArray[np.bool_] = mask[np.where(known, ids, 0)] & known
    return rows


def check_new_ids(ids: Ids) -> None:
    """Refuse ids that are negative or given twice.

    Raises
    ------
    ValueError
        If there is one.
    """
    if len(ids) and ids.min() < 0:
        raise ValueError("ids must not be negative")
    if len(np.unique(ids)) != len(ids):
        raise ValueError("an id stands twice in one change")


def best_first(ids: Ids, scores: Scores, k: int) -> tuple[Ids, Scores]:
    """Return the `k` best, best first, equal scores by ascending id."""
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]
