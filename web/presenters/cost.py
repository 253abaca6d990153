"""The three costs of a case with what they were computed from, for macros/match.html."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from data.vocabulary import ProjectType
from matcher.costs import CostBasis, CostInputs, ThreeCosts, three_costs
from matcher.costs.formulas import cost_formulas
from matcher.services.case_costs import cost_inputs_of
from web import figures
from web.i18n import current_language
from web.presenters.technology import field_label, joined

if TYPE_CHECKING:
    from data.models import TechnologyCase

_INPUTS = (
    "investment_yuan",
    "conventional_investment_yuan",
    "abatement_tco2_per_year",
    "service_life_years",
    "annual_benefit_yuan",
)


def amount(name: str, value: Any) -> str:  # noqa: ANN401 - Decimal, float or None
    """Return a value with its unit by its field's suffix; a dash where it is unknown."""
    if value is None:
        return str(figures.UNKNOWN)
    number = float(value)
    write = next((make for suffix, make in _BY_SUFFIX.items() if name.endswith(suffix)), None)
    return write(number) if write else figures.rounded(number)


def _money(number: float) -> str:
    return str(figures.money(number, chinese=current_language() == "zh"))


_BY_SUFFIX: Mapping[str, Callable[[float], str]] = {
    "_yuan_per_tco2": lambda number: str(figures.unit_cost(number, _)),
    "_yuan": _money,
    "_tco2_per_year": lambda number: str(_("%(value)s a year", value=figures.tonnes(number, _))),
    "_years": lambda number: str(figures.years(number, _)),
    "_months": lambda number: str(_("%(count)s months", count=figures.rounded(number, 1))),
    "_share": lambda number: str(figures.share(number, 1)),
}


def cost_inputs(inputs: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the inputs of a cost as label and value; what a retrofit does not need is left out."""
    found = [
        {"label": field_label("technology_case", name), "value": amount(name, inputs.get(name))}
        for name in _INPUTS
        if name != "conventional_investment_yuan" or inputs.get(name) is not None
    ]
    rate = inputs.get("discount_rate")
    if rate is not None:
        found.append({"label": _("Discount rate"), "value": str(figures.share(float(rate), 1))})
    return found


def cost_formula(inputs: Mapping[str, Any], cost_yuan_per_tco2: float | None) -> str | None:
    """Return the notice's formula with the figures put in; None where one is missing."""
    investment, tonnes, life = (
        inputs.get(name)
        for name in ("investment_yuan", "abatement_tco2_per_year", "service_life_years")
    )
    if None in (investment, tonnes, life, cost_yuan_per_tco2):
        return None
    conventional = inputs.get("conventional_investment_yuan")
    spent = amount("_yuan", investment)
    if conventional is not None:
        spent = f"({spent} − {amount('_yuan', conventional)})"
    return (
        f"{spent} ÷ ({amount('_tco2_per_year', tonnes)} × {amount('_years', life)})"
        f" = {amount('_yuan_per_tco2', cost_yuan_per_tco2)}"
    )


def case_cost(case: TechnologyCase) -> dict[str, Any]:
    """Return the three costs of a case as macros/match.html `cost_triplet` draws them."""
    known = cost_inputs_of(case)
    costs = three_costs(known)
    inputs: dict[str, Any] = {name: getattr(case, name) for name in _INPUTS}
    if case.project_type is not ProjectType.NEW_BUILD:
        inputs["conventional_investment_yuan"] = None
    cost = costs.abatement_cost_yuan_per_tco2
    is_computed = costs.basis is CostBasis.COMPUTED
    return {
        "abatement_cost_yuan_per_tco2": cost,
        "levelised_yuan_per_tco2": costs.levelised_yuan_per_tco2,
        "net_yuan_per_tco2": costs.net_yuan_per_tco2,
        "basis": _basis(costs.basis),
        "inputs": cost_inputs({**inputs, "discount_rate": costs.discount_rate}),
        "formula": cost_formula(inputs, cost) if is_computed else None,
        "formulas": _formulas(known, costs),
        "missing": joined(field_label("technology_case", name) for name in costs.missing),
    }


def _formulas(known: CostInputs, costs: ThreeCosts) -> list[dict[str, str]]:
    """Return the calculations of the discounted and the net cost, where they are computed."""
    written = cost_formulas(known, costs)
    labels = {
        "levelised_yuan_per_tco2": _("Levelised cost (discounted)"),
        "net_yuan_per_tco2": _("Net cost (after savings)"),
    }
    return [
        {"label": str(label), "text": text}
        for name, label in labels.items()
        if (text := written[name]) is not None
    ]


def _basis(basis: CostBasis) -> str:
    if basis is CostBasis.COMPUTED:
        return str(_("computed from the figures of this case"))
    if basis is CostBasis.OWNER_FIGURE:
        return str(_("as stated by the owner; it could not be recomputed"))
    return str(_("unknown"))
