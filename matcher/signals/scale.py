"""Signal: how near in size the technology's case is to the demand."""

import numpy as np

from matcher.profiles import FloatArray


def scale_signal(case_size: FloatArray, demand_size: float) -> FloatArray:
    r"""Score nearness in size: one for equal size, one half at ten times more or less.

    .. math:: s = \frac{1}{1 + |\log_{10}(x / x_d)|}

    Parameters
    ----------
    case_size : (n,) float
        Size :math:`x` of each technology's chosen case, positive, in the demand's measure (its
        activity unit, else annual tonnes); NaN unknown.
    demand_size : float
        Size :math:`x_d` of the demand in the same measure; NaN or not positive: unknown.

    Returns
    -------
    (n,) float
        Signal in (0, 1], equal for x times more and x times less; NaN where unknown. [unitless]

    References
    ----------
    .. [1] docs/decisions/0045-scale-and-temperature.md.
    """
    known = (case_size > 0) & (demand_size > 0)
    value = np.full(len(case_size), np.nan)
    value[known] = 1.0 / (1.0 + np.abs(np.log10(case_size[known] / demand_size)))
    return value
