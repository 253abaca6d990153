"""Electricity: saved, or generated from renewables (methods A1, A5)."""

import math

from matcher.abatement.factor import KWH_PER_MWH, TCO2_PER_MWH, Abatement, Factor, factor_value
from matcher.input_rules import NEGLIGIBLE_RATE, not_negative, positive, share


def electricity_saved(saved_kwh: float, *, grid: Factor) -> Abatement:
    r"""Tonnes avoided by saving electricity (A1).

    .. math:: AE = E / 1000 \cdot EF

    Parameters
    ----------
    saved_kwh : float
        Electricity saved over the period, not negative. [kWh]
    grid : Factor
        Grid emission factor. [tCO2/MWh]

    Returns
    -------
    Abatement
        Tonnes over the same period, not negative. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.

    References
    ----------
    .. [1] 环办气候〔2024〕2号 附件2 十.
    """
    saved = not_negative("saved_kwh", saved_kwh)
    factor = factor_value("grid", grid, TCO2_PER_MWH)
    return Abatement(saved / KWH_PER_MWH * factor, "electricity_saved", (grid,))


def renewable_generation(
    generation_mwh: float, *, grid: Factor, self_use_share: float = 1.0
) -> Abatement:
    r"""Tonnes avoided by renewable power in one period (A5a; A5c with a self-use share below 1).

    .. math:: AE = G \cdot EF \cdot s

    Parameters
    ----------
    generation_mwh : float
        Generation over the period, not negative. [MWh]
    grid : Factor
        Grid emission factor. [tCO2/MWh]
    self_use_share : float
        Share counted: 1 counts all power, the self-used share alone is the conservative choice.

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    generation = not_negative("generation_mwh", generation_mwh)
    counted = share("self_use_share", self_use_share)
    factor = factor_value("grid", grid, TCO2_PER_MWH)
    return Abatement(generation * factor * counted, "renewable_generation", (grid,))


def renewable_lifetime(
    first_year_mwh: float,
    *,
    grid: Factor,
    degradation_share_per_year: float,
    service_life_years: float,
) -> Abatement:
    r"""Tonnes avoided by renewable power over its whole service life (A5b).

    .. math:: AE = G_1 \cdot EF \cdot \frac{1 - (1 - d)^n}{d}

    Parameters
    ----------
    first_year_mwh : float
        Generation of the first year, not negative. [MWh]
    grid : Factor
        Grid emission factor, held constant. [tCO2/MWh]
    degradation_share_per_year : float
        Yearly loss of output d, in [0, 1]; at 0 the sum is n.
    service_life_years : float
        Service life n, positive. [years]

    Returns
    -------
    Abatement
        Tonnes over the whole life, not per year. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    generation = not_negative("first_year_mwh", first_year_mwh)
    factor = factor_value("grid", grid, TCO2_PER_MWH)
    years = declining_years(degradation_share_per_year, service_life_years)
    return Abatement(generation * factor * years, "renewable_lifetime", (grid,))


def declining_years(decline_share_per_year: float, service_life_years: float) -> float:
    """Return the sum of a yearly amount of one that falls by a share each year.

    Raises
    ------
    InvalidInputError
        If the decline is not a share or the life is not positive.
    """
    decline = share("decline_share_per_year", decline_share_per_year)
    life = positive("service_life_years", service_life_years)
    if decline < NEGLIGIBLE_RATE:
        return life
    if decline == 1:
        return min(life, 1.0)
    # expm1 and log1p keep the digits when the decline is tiny.
    return -math.expm1(life * math.log1p(-decline)) / decline
