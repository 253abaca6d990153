"""Discounted and net cost notions, always shown under their own names beside the notice's."""

from matcher.costs.annuity import capital_recovery_factor_per_year, present_value_factor_years
from matcher.input_rules import finite, not_negative, positive


def levelised_cost_yuan_per_tco2(
    investment_yuan: float,
    *,
    abatement_tco2_per_year: float,
    discount_rate: float,
    service_life_years: float,
) -> float:
    r"""Gross levelised abatement cost: the investment's annuity over the yearly tonnes.

    .. math:: L = I\,CRF / AE

    Parameters
    ----------
    investment_yuan : float
        Investment, or increment of a new build; of either sign. [yuan]
    abatement_tco2_per_year : float
        Positive. [tCO2/year]
    discount_rate, service_life_years : float
        As in `present_value_factor_years`.

    Returns
    -------
    float
        Of the sign of the investment. [yuan/tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    investment = finite("investment_yuan", investment_yuan)
    yearly = positive("abatement_tco2_per_year", abatement_tco2_per_year)
    return investment * capital_recovery_factor_per_year(discount_rate, service_life_years) / yearly


def net_levelised_cost_yuan_per_tco2(
    investment_yuan: float,
    annual_benefit_yuan: float,
    *,
    abatement_tco2_per_year: float,
    discount_rate: float,
    service_life_years: float,
) -> float:
    r"""Net levelised abatement cost: money and tonnes both discounted.

    .. math:: N = (I - A\,PVA) / (AE\,PVA)

    Parameters
    ----------
    investment_yuan : float
        Investment, or increment of a new build; of either sign. [yuan]
    annual_benefit_yuan : float
        Net benefit per year A. [yuan/year]
    abatement_tco2_per_year : float
        Positive. [tCO2/year]
    discount_rate, service_life_years : float
        As in `present_value_factor_years`.

    Returns
    -------
    float
        Negative when the benefits outweigh the investment; never a ranking key (decision 0031).
        [yuan/tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    investment = finite("investment_yuan", investment_yuan)
    benefit = finite("annual_benefit_yuan", annual_benefit_yuan)
    yearly = positive("abatement_tco2_per_year", abatement_tco2_per_year)
    factor = present_value_factor_years(discount_rate, service_life_years)
    return (investment - benefit * factor) / (yearly * factor)


def marginal_cost_yuan_per_tco2(
    investment_yuan: float,
    annual_benefit_yuan: float,
    *,
    abatement_tco2_per_year: float,
    service_life_years: float,
) -> float:
    r"""Undiscounted annual cost per tonne.

    .. math:: M = (I / n - A) / AE

    Parameters
    ----------
    investment_yuan, annual_benefit_yuan : float
        Investment and net benefit per year, of either sign. [yuan], [yuan/year]
    abatement_tco2_per_year, service_life_years : float
        Positive. [tCO2/year], [years]

    Returns
    -------
    float
        Of either sign. [yuan/tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    investment = finite("investment_yuan", investment_yuan)
    life = positive("service_life_years", service_life_years)
    benefit = finite("annual_benefit_yuan", annual_benefit_yuan)
    yearly = positive("abatement_tco2_per_year", abatement_tco2_per_year)
    return (investment / life - benefit) / yearly


def benefit_with_carbon_price_yuan(
    annual_benefit_yuan: float,
    *,
    carbon_price_yuan_per_tco2: float,
    abatement_tco2_per_year: float,
) -> float:
    r"""Net benefit per year once tonnes are worth a price.

    .. math:: A' = A + p\,AE

    Parameters
    ----------
    annual_benefit_yuan : float
        Net benefit per year without the price. [yuan/year]
    carbon_price_yuan_per_tco2 : float
        Price p, not negative. [yuan/tCO2]
    abatement_tco2_per_year : float
        Of either sign. [tCO2/year]

    Returns
    -------
    float
        [yuan/year]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    price = not_negative("carbon_price_yuan_per_tco2", carbon_price_yuan_per_tco2)
    yearly = finite("abatement_tco2_per_year", abatement_tco2_per_year)
    return finite("annual_benefit_yuan", annual_benefit_yuan) + price * yearly


def break_even_carbon_price_yuan_per_tco2(net_levelised_cost_yuan_per_tco2: float) -> float:
    """Carbon price from which the measure pays: its net levelised cost, at least zero.

    Parameters
    ----------
    net_levelised_cost_yuan_per_tco2 : float
        Net levelised cost, of either sign. [yuan/tCO2]

    Returns
    -------
    float
        Not negative. [yuan/tCO2]

    Raises
    ------
    InvalidInputError
        If the argument is not finite.
    """
    cost = finite("net_levelised_cost_yuan_per_tco2", net_levelised_cost_yuan_per_tco2)
    return max(0.0, cost)
