"""How much of what a need speaks of a technology speaks of too, on bit masks."""

import numpy as np

from matcher.columns import SubjectArray
from matcher.profiles import FloatArray


def covered_share(masks: SubjectArray, wanted: int) -> FloatArray:
    r"""Return the share of the wanted subjects that each technology names.

    .. math:: s = |W \cap T| / |W|

    Parameters
    ----------
    masks : (n,) uint64
        Subjects each technology names, as bits; 0 names none.
    wanted : int
        Subjects the need names, as bits; 0 none.

    Returns
    -------
    (n,) float
        Signal in [0, 1], rising with every subject shared; NaN where either side names none.
        [unitless]

    References
    ----------
    .. [1] docs/decisions/0120-inferred-signals.md.
    """
    if not wanted:
        return np.full(len(masks), np.nan)
    shared = np.bitwise_count(masks & np.uint64(wanted))
    value: FloatArray = shared / float(wanted.bit_count())
    value[masks == 0] = np.nan
    return value
