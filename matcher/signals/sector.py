"""Signal: whether the technology is stated to suit the demand's sector."""

import numpy as np

from matcher.columns import Int32Array
from matcher.profiles import BoolArray, FloatArray

NO_RULE_SET = 0


def sector_signal(sector_sets: Int32Array, set_matches: BoolArray, *, stated: bool) -> FloatArray:
    """Score one where a stated sector agrees with the demand's, zero where none does.

    Parameters
    ----------
    sector_sets : (n,) int
        Number of each technology's set of sector codes; 0 is the empty set, no rule.
    set_matches : (k,) bool
        Whether each set holds a code that is a prefix of a sector of the demand, or the reverse.
    stated : bool
        Whether the demand names a sector at all.

    Returns
    -------
    (n,) float
        Signal in {0, 1}; NaN where either side states none. [unitless]

    References
    ----------
    .. [1] RULINGS 4; docs/decisions/0044-fit-signals.md.
    """
    if not stated:
        return np.full(len(sector_sets), np.nan)
    value: FloatArray = set_matches[sector_sets].astype(np.float64)
    value[sector_sets == NO_RULE_SET] = np.nan
    return value
