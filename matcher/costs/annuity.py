"""Annuities: what yearly amounts are worth today, and the reverse."""

import math
from typing import Final

from matcher.input_rules import NEGLIGIBLE_RATE, not_negative, positive

DEFAULT_DISCOUNT_RATE: Final = 0.08
"""Social discount rate. [1/year] Source: 建设项目经济评价方法与参数（第三版）; decision 0031."""


def present_value_factor_years(discount_rate: float, service_life_years: float) -> float:
    r"""Present value of one a year over the service life (PVA).

    .. math:: PVA = (1 - (1 + i)^{-n}) / i

    Parameters
    ----------
    discount_rate : float
        Discount rate i, not negative; at 0 the factor is n. [1/year]
    service_life_years : float
        Service life n, positive. [years]

    Returns
    -------
    float
        In (0, n]. [years]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    rate = not_negative("discount_rate", discount_rate)
    life = positive("service_life_years", service_life_years)
    if rate < NEGLIGIBLE_RATE:
        return life
    return -math.expm1(-life * math.log1p(rate)) / rate


def capital_recovery_factor_per_year(discount_rate: float, service_life_years: float) -> float:
    """Yearly amount that repays one over the service life (CRF = 1 / PVA).

    Parameters and errors are those of `present_value_factor_years`.

    Returns
    -------
    float
        At least 1/n. [1/year]
    """
    return 1 / present_value_factor_years(discount_rate, service_life_years)
