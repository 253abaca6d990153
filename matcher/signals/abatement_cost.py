"""Signal: how cheaply the technology abates one tonne of CO2."""

import numpy as np

from matcher.profiles import FloatArray

REFERENCE_COST_YUAN_PER_TCO2 = 300.0
"""Cost at which the signal is one half. [yuan/tCO2] Source: docs/decisions/0042-cost-signal.md."""


def abatement_cost_signal(
    cost_yuan_per_tco2: FloatArray,
    *,
    reference_yuan_per_tco2: float = REFERENCE_COST_YUAN_PER_TCO2,
) -> FloatArray:
    r"""Score the notice's unit cost: one at no cost, one half at the reference cost.

    .. math:: s = \frac{c_0}{c_0 + \max(C, 0)}

    Parameters
    ----------
    cost_yuan_per_tco2 : (n,) float
        Unit cost :math:`C` of the chosen case, never the levelised or net one. All costs up to
        zero are equal: cost-effectiveness does not order them. NaN unknown. [yuan/tCO2]
    reference_yuan_per_tco2 : float
        Reference cost :math:`c_0`, positive. [yuan/tCO2]

    Returns
    -------
    (n,) float
        Signal in (0, 1], falling in the cost; NaN stays NaN. [unitless]

    Raises
    ------
    ValueError
        If the reference cost is not positive.

    References
    ----------
    .. [1] 环办气候〔2024〕2号, 附件2 第十二条; RULINGS 3; docs/decisions/0042-cost-signal.md.
    .. [2] S. Taylor, "The ranking of negative-cost emissions reduction measures", Energy Policy 48
       (2012).
    """
    if reference_yuan_per_tco2 <= 0:
        raise ValueError(f"reference cost must be positive, got {reference_yuan_per_tco2}")
    positive = np.maximum(cost_yuan_per_tco2, 0.0)
    value: FloatArray = reference_yuan_per_tco2 / (reference_yuan_per_tco2 + positive)
    return value
