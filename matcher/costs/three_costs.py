"""The three cost figures of one case, side by side, each under its own name."""

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from data.vocabulary import ProjectType
from matcher.costs.annuity import DEFAULT_DISCOUNT_RATE
from matcher.costs.levelised import levelised_cost_yuan_per_tco2, net_levelised_cost_yuan_per_tco2
from matcher.costs.unit_cost import lifetime_abatement_tco2

Amount: TypeAlias = Decimal | float | None


class CostBasis(StrEnum):
    """Where the notice's unit cost comes from."""

    COMPUTED = "computed"
    """From investment, tonnes and the stated service life."""
    OWNER_FIGURE = "owner_figure"
    """As the owner states it, because an input to compute it is missing."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostInputs:
    """What is known of one case; None and NaN are unknown, and unknown is never zero."""

    project_type: ProjectType | None = None
    investment_yuan: Amount = None
    conventional_investment_yuan: Amount = None
    """New builds only: what the conventional plant would have cost."""
    abatement_tco2_per_year: Amount = None
    service_life_years: Amount = None
    """As stated; a default life never enters here (docs/decisions/0030-calculators.md)."""
    annual_benefit_yuan: Amount = None
    stated_cost_yuan_per_tco2: Amount = None
    discount_rate: float = DEFAULT_DISCOUNT_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeCosts:
    """Unit cost of the notice, levelised cost, net cost; None where an input is unknown.

    `missing` names the record fields that would complete the figures, in a fixed order.
    """

    abatement_cost_yuan_per_tco2: float | None
    levelised_yuan_per_tco2: float | None
    net_yuan_per_tco2: float | None
    basis: CostBasis
    service_life_years: float | None
    discount_rate: float
    missing: tuple[str, ...]


def three_costs(inputs: CostInputs) -> ThreeCosts:
    """Compute the three cost figures of one case as far as its inputs allow.

    The unit cost is computed where investment, tonnes and service life are known (for a new build
    with the conventional investment too); otherwise it is the owner's stated figure. A case that
    does not say 技改 or 新建 counts its whole investment, which never flatters it, and lists
    ``project_type`` as missing.

    Parameters
    ----------
    inputs : CostInputs
        The case; amounts that are not usable (tonnes or life not above zero, negative investment)
        count as unknown.

    Returns
    -------
    ThreeCosts
        Figures with their basis and the missing inputs.

    References
    ----------
    .. [1] 环办气候〔2024〕2号 附件2 十二; docs/decisions/0030-calculators.md.
    """
    life = _above_zero(inputs.service_life_years)
    tonnes = _above_zero(inputs.abatement_tco2_per_year)
    increment = _counted_investment_yuan(inputs)
    benefit = _number(inputs.annual_benefit_yuan)
    stated = _number(inputs.stated_cost_yuan_per_tco2)
    cost, basis, levelised, net = stated, CostBasis.OWNER_FIGURE, None, None
    if life is not None and tonnes is not None and increment is not None:
        cost = increment / lifetime_abatement_tco2(tonnes, life)
        basis = CostBasis.COMPUTED
        levelised = levelised_cost_yuan_per_tco2(
            increment,
            abatement_tco2_per_year=tonnes,
            discount_rate=inputs.discount_rate,
            service_life_years=life,
        )
        if benefit is not None:
            net = net_levelised_cost_yuan_per_tco2(
                increment,
                benefit,
                abatement_tco2_per_year=tonnes,
                discount_rate=inputs.discount_rate,
                service_life_years=life,
            )
    return ThreeCosts(
        abatement_cost_yuan_per_tco2=cost,
        levelised_yuan_per_tco2=levelised,
        net_yuan_per_tco2=net,
        basis=CostBasis.UNKNOWN if cost is None else basis,
        service_life_years=life,
        discount_rate=inputs.discount_rate,
        missing=_missing(inputs),
    )


def _counted_investment_yuan(inputs: CostInputs) -> float | None:
    investment = _not_below_zero(inputs.investment_yuan)
    if inputs.project_type is not ProjectType.NEW_BUILD or investment is None:
        return investment
    conventional = _not_below_zero(inputs.conventional_investment_yuan)
    return None if conventional is None else investment - conventional


def _missing(inputs: CostInputs) -> tuple[str, ...]:
    new_build = inputs.project_type is ProjectType.NEW_BUILD
    absent = {
        "project_type": inputs.project_type is None,
        "investment_yuan": _not_below_zero(inputs.investment_yuan) is None,
        "conventional_investment_yuan": new_build
        and _not_below_zero(inputs.conventional_investment_yuan) is None,
        "abatement_tco2_per_year": _above_zero(inputs.abatement_tco2_per_year) is None,
        "service_life_years": _above_zero(inputs.service_life_years) is None,
        "annual_benefit_yuan": _number(inputs.annual_benefit_yuan) is None,
    }
    return tuple(name for name, is_absent in absent.items() if is_absent)


def _number(amount: Amount) -> float | None:
    if amount is None:
        return None
    number = float(amount)
    return number if math.isfinite(number) else None


def _above_zero(amount: Amount) -> float | None:
    number = _number(amount)
    return number if number is not None and number > 0 else None


def _not_below_zero(amount: Amount) -> float | None:
    number = _number(amount)
    return number if number is not None and number >= 0 else None
