"""碳减排单位成本 exactly as the notice defines it: investment over lifetime tonnes (附件2 十二)."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.abatement.electricity import declining_years
from matcher.input_rules import InvalidInputError, finite, not_negative, positive

FloatArray: TypeAlias = npt.NDArray[np.float64]


def lifetime_abatement_tco2(
    abatement_tco2_per_year: float,
    service_life_years: float,
    *,
    decline_share_per_year: float = 0.0,
) -> float:
    r"""Tonnes avoided over the service life.

    .. math:: \sum_{t=1}^{n} AE\,(1 - d)^{t-1}

    Parameters
    ----------
    abatement_tco2_per_year : float
        Abatement of the first year, positive. [tCO2/year]
    service_life_years : float
        Service life n, positive. [years]
    decline_share_per_year : float
        Share d by which the abatement falls each year, in [0, 1].

    Returns
    -------
    float
        Positive. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    first_year = positive("abatement_tco2_per_year", abatement_tco2_per_year)
    return first_year * declining_years(decline_share_per_year, service_life_years)


def retrofit_unit_cost_yuan_per_tco2(
    investment_yuan: float,
    *,
    abatement_tco2_per_year: float,
    service_life_years: float,
    decline_share_per_year: float = 0.0,
) -> float:
    r"""Compute the unit cost of a retrofit (技改): investment over lifetime tonnes, undiscounted.

    .. math:: C = I / \sum_t AE_t

    Parameters
    ----------
    investment_yuan : float
        Investment, not negative. [yuan]
    abatement_tco2_per_year : float
        Abatement of the first year, positive. [tCO2/year]
    service_life_years : float
        Service life, positive; asked for, since the form lacks it. [years]
    decline_share_per_year : float
        Share by which the abatement falls each year, in [0, 1].

    Returns
    -------
    float
        Not negative. [yuan/tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.

    References
    ----------
    .. [1] 环办气候〔2024〕2号 附件2 十二.
    """
    investment = not_negative("investment_yuan", investment_yuan)
    return investment / lifetime_abatement_tco2(
        abatement_tco2_per_year, service_life_years, decline_share_per_year=decline_share_per_year
    )


def new_build_unit_cost_yuan_per_tco2(
    investment_yuan: float,
    *,
    conventional_investment_yuan: float,
    abatement_tco2_per_year: float,
    service_life_years: float,
    decline_share_per_year: float = 0.0,
) -> float:
    r"""Compute the unit cost of a new build (新建): its increment over its lifetime tonnes.

    .. math:: C = (I - I_{conventional}) / \sum_t AE_t

    Parameters
    ----------
    investment_yuan, conventional_investment_yuan : float
        Investment with this and with the conventional technology, not negative. [yuan]
    abatement_tco2_per_year, service_life_years, decline_share_per_year : float
        As in `retrofit_unit_cost_yuan_per_tco2`.

    Returns
    -------
    float
        Negative when the low-carbon plant is cheaper to build. [yuan/tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.

    References
    ----------
    .. [1] 环办气候〔2024〕2号 附件2 十二.
    """
    low_carbon = not_negative("investment_yuan", investment_yuan)
    conventional = not_negative("conventional_investment_yuan", conventional_investment_yuan)
    return (low_carbon - conventional) / lifetime_abatement_tco2(
        abatement_tco2_per_year, service_life_years, decline_share_per_year=decline_share_per_year
    )


def implied_service_life_years(
    investment_yuan: float,
    *,
    abatement_tco2_per_year: float,
    stated_cost_yuan_per_tco2: float,
) -> float:
    r"""Service life at which a stated unit cost would follow from the stated investment.

    .. math:: n = I / (C\,AE)

    Parameters
    ----------
    investment_yuan : float
        Investment of a retrofit, increment of a new build; of either sign. [yuan]
    abatement_tco2_per_year : float
        Positive. [tCO2/year]
    stated_cost_yuan_per_tco2 : float
        Stated unit cost, not zero. [yuan/tCO2]

    Returns
    -------
    float
        Negative when the signs of investment and stated cost contradict each other. [years]

    Raises
    ------
    InvalidInputError
        If the abatement is not positive or the stated cost is zero.

    References
    ----------
    .. [1] docs/decisions/0030-calculators.md.
    """
    investment = finite("investment_yuan", investment_yuan)
    yearly = positive("abatement_tco2_per_year", abatement_tco2_per_year)
    stated = finite("stated_cost_yuan_per_tco2", stated_cost_yuan_per_tco2)
    if stated == 0:
        raise InvalidInputError("stated_cost_yuan_per_tco2", "not_zero", stated)
    return investment / (stated * yearly)


def unit_costs_yuan_per_tco2(
    investment_yuan: FloatArray,
    *,
    conventional_investment_yuan: FloatArray,
    abatement_tco2_per_year: FloatArray,
    service_life_years: FloatArray,
) -> FloatArray:
    """Compute the unit costs of many cases at once, for ranking.

    Parameters
    ----------
    investment_yuan : (n,) float
        NaN when unknown. [yuan]
    conventional_investment_yuan : (n,) float
        Zero for retrofits; NaN for a new build whose increment is unknown. [yuan]
    abatement_tco2_per_year, service_life_years : (n,) float
        NaN when unknown. [tCO2/year], [years]

    Returns
    -------
    (n,) float
        NaN where an input is unknown, or tonnes or life are not positive. [yuan/tCO2]
    """
    tonnes = np.where(
        (abatement_tco2_per_year > 0) & (service_life_years > 0),
        abatement_tco2_per_year * service_life_years,
        np.nan,
    )
    return np.asarray((investment_yuan - conventional_investment_yuan) / tonnes, dtype=np.float64)
