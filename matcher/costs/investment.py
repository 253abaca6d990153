"""What an investment earns: payback, net present value, internal rate of return."""

import math
from enum import Enum
from typing import Final, TypeAlias

from matcher.costs.annuity import present_value_factor_years
from matcher.input_rules import NEGLIGIBLE_RATE, finite, not_negative, positive


class Never(Enum):
    """An investment that is never paid back: not a number, not an error (decision 0031)."""

    NEVER = "never"


NEVER: Final = Never.NEVER
PaybackYears: TypeAlias = float | Never

LOWEST_RATE: Final = -0.9
"""Below a yearly loss of nine tenths no rate is searched for. [1/year] Decision 0031."""

BISECTION_STEPS: Final = 200
"""Halvings after which a bracket of any width we open is at the limit of a float."""


def simple_payback_years(
    investment_yuan: float, annual_benefit_yuan: float, *, construction_years: float = 0.0
) -> PaybackYears:
    r"""Years until the undiscounted benefits equal the investment.

    .. math:: T = I / A + T_{construction}

    Parameters
    ----------
    investment_yuan : float
        Investment I, not negative. [yuan]
    annual_benefit_yuan : float
        Net benefit A per year; zero or negative never pays back. [yuan/year]
    construction_years : float
        Added to the result, not negative. [years]

    Returns
    -------
    float or Never
        Not negative, or NEVER. [years]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    investment = not_negative("investment_yuan", investment_yuan)
    benefit = finite("annual_benefit_yuan", annual_benefit_yuan)
    construction = not_negative("construction_years", construction_years)
    if benefit <= 0:
        return NEVER
    return investment / benefit + construction


def dynamic_payback_years(
    investment_yuan: float, annual_benefit_yuan: float, *, discount_rate: float
) -> PaybackYears:
    r"""Years until the discounted benefits equal the investment.

    .. math:: T = -\ln(1 - I\,i / A) / \ln(1 + i)

    Parameters
    ----------
    investment_yuan : float
        Investment I, not negative. [yuan]
    annual_benefit_yuan : float
        Net benefit A per year; if A <= I i it never pays back. [yuan/year]
    discount_rate : float
        Discount rate i, not negative; at 0 this is the simple payback. [1/year]

    Returns
    -------
    float or Never
        At least the simple payback, or NEVER. [years]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    investment = not_negative("investment_yuan", investment_yuan)
    benefit = finite("annual_benefit_yuan", annual_benefit_yuan)
    rate = not_negative("discount_rate", discount_rate)
    if rate < NEGLIGIBLE_RATE:
        return simple_payback_years(investment, benefit)
    if benefit <= 0 or investment * rate / benefit >= 1:
        return NEVER
    return -math.log1p(-investment * rate / benefit) / math.log1p(rate)


def net_present_value_yuan(
    investment_yuan: float,
    annual_benefit_yuan: float,
    *,
    discount_rate: float,
    service_life_years: float,
) -> float:
    r"""Worth today of the benefits less the investment.

    .. math:: NPV = A\,PVA - I

    Parameters
    ----------
    investment_yuan, annual_benefit_yuan : float
        Investment now and net benefit per year, of either sign. [yuan], [yuan/year]
    discount_rate, service_life_years : float
        As in `present_value_factor_years`.

    Returns
    -------
    float
        Of either sign. [yuan]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    factor = present_value_factor_years(discount_rate, service_life_years)
    benefit = finite("annual_benefit_yuan", annual_benefit_yuan)
    return benefit * factor - finite("investment_yuan", investment_yuan)


def internal_rate_of_return(
    investment_yuan: float, annual_benefit_yuan: float, *, service_life_years: float
) -> float | None:
    """Discount rate at which the net present value is zero, by bisection.

    Parameters
    ----------
    investment_yuan : float
        Investment, positive. [yuan]
    annual_benefit_yuan : float
        Net benefit per year. [yuan/year]
    service_life_years : float
        Service life, positive. [years]

    Returns
    -------
    float or None
        At least -0.9; None when the net present value changes sign at no rate from there up,
        as when the benefit is not positive. [1/year]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    investment = positive("investment_yuan", investment_yuan)
    benefit = finite("annual_benefit_yuan", annual_benefit_yuan)
    life = positive("service_life_years", service_life_years)
    if benefit <= 0:
        return None
    # PVA < 1/i for every i > 0, so the value is negative at i = A/I: the bracket closes there.
    low, high = LOWEST_RATE, benefit / investment
    if benefit * _growth_years(low, life) < investment:
        return None
    for _ in range(BISECTION_STEPS):
        middle = (low + high) / 2
        if benefit * _growth_years(middle, life) >= investment:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _growth_years(rate: float, life_years: float) -> float:
    # The present value factor for rates down to LOWEST_RATE, where discounting turns into growth.
    if abs(rate) < NEGLIGIBLE_RATE:
        return life_years
    try:
        return -math.expm1(-life_years * math.log1p(rate)) / rate
    except OverflowError:
        return math.inf
