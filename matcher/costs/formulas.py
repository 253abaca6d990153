"""The three costs with their figures put in, as a person would write the calculation."""

from decimal import Decimal

from data.vocabulary import ProjectType
from matcher.costs.annuity import capital_recovery_factor_per_year, present_value_factor_years
from matcher.costs.three_costs import CostBasis, CostInputs, ThreeCosts

_DIGITS = 6


def cost_formulas(inputs: CostInputs, costs: ThreeCosts) -> dict[str, str | None]:
    """Return the calculation of each cost by its name in `ThreeCosts`; None where not computed.

    Parameters
    ----------
    inputs : CostInputs
        What the costs were computed from.
    costs : ThreeCosts
        Their result.

    Returns
    -------
    dict of str to str or None
        Such as ``10,000,000 ÷ (5,000 × 15) = 133.333``; yuan, tCO2/year and years. The capital
        recovery factor and the present value factor at the discount rate stand as numbers.
    """
    names = ("abatement_cost_yuan_per_tco2", "levelised_yuan_per_tco2", "net_yuan_per_tco2")
    life, tonnes = costs.service_life_years, inputs.abatement_tco2_per_year
    if costs.basis is not CostBasis.COMPUTED or life is None or tonnes is None:
        return dict.fromkeys(names)
    spent = _spent(inputs)
    recovery = capital_recovery_factor_per_year(costs.discount_rate, life)
    factor = present_value_factor_years(costs.discount_rate, life)
    yearly = _number(tonnes)
    rate = f"{costs.discount_rate:.4g}"
    texts = {
        names[0]: f"{spent} ÷ ({yearly} × {_number(life)})",
        names[1]: f"{spent} × {_number(recovery)} ÷ {yearly} (i = {rate}, n = {_number(life)})",
        names[2]: (
            f"({spent} − {_number(inputs.annual_benefit_yuan)} × {_number(factor)})"
            f" ÷ ({yearly} × {_number(factor)})"
        ),
    }
    results = {name: getattr(costs, name) for name in names}
    return {
        name: None if results[name] is None else f"{text} = {_number(results[name])}"
        for name, text in texts.items()
    }


def _spent(inputs: CostInputs) -> str:
    spent = _number(inputs.investment_yuan)
    if inputs.project_type is not ProjectType.NEW_BUILD:
        return spent
    return f"({spent} − {_number(inputs.conventional_investment_yuan)})"


def _number(value: Decimal | float | None) -> str:
    if value is None:
        return "–"
    number = float(value)
    if number == int(number):
        return f"{number:,.0f}"
    decimals = max(_DIGITS - len(str(abs(int(number)))), 0)
    return f"{number:,.{decimals}f}".rstrip("0").rstrip(".")
