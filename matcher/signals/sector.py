"""Signal: whether the technology is stated to suit the demand's sector."""

import numpy as np

from matcher.profiles import BoolArray, FloatArray


def sector_signal(agrees: BoolArray, stated: BoolArray) -> FloatArray:
    """Score one where a stated sector agrees with the demand's, zero where none does.

    Parameters
    ----------
    agrees : (n,) bool
        Whether a sector the technology states is a prefix of one of the demand, or the reverse.
    stated : (n,) bool
        Whether the technology states any sector.

    Returns
    -------
    (n,) float
        Signal in {0, 1}; NaN where the technology states none. [unitless]

    References
    ----------
    .. [1] RULINGS 4; docs/decisions/0044-fit-signals.md.
    """
    value: FloatArray = np.where(stated, agrees.astype(np.float64), np.nan)
    return value
