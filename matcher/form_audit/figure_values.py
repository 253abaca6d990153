"""Values of a finding's text: the name says the unit, as `data.vocabulary.message_values` reads."""

from typing import Final

from matcher.costs import DEFAULT_DISCOUNT_RATE
from matcher.form_audit.case_figures import (
    ABATEMENT,
    BENEFIT,
    CONSTRUCTION,
    CONVENTIONAL,
    INVESTMENT,
    LIFE,
    PAYBACK,
    CaseFigures,
)
from matcher.form_audit.explanation import UNIT_COST, Figures

_UNITS: Final = {
    INVESTMENT: "yuan",
    CONVENTIONAL: "yuan",
    BENEFIT: "yuan",
    ABATEMENT: "tco2_per_year",
    UNIT_COST: "yuan_per_tco2",
    LIFE: "years",
    PAYBACK: "years",
    CONSTRUCTION: "months",
}


def values_of(
    case: CaseFigures, field: str, meant: Figures, *, life_years: float | None
) -> dict[str, float | str]:
    """Return stated and likely value of `field` with its unit, and what the texts may add."""
    unit = _UNITS[field]
    values: dict[str, float | str] = {
        f"stated_{unit}": case.stated[field],
        f"likely_{unit}": meant[field],
        "rate_exact_share": DEFAULT_DISCOUNT_RATE,
    }
    if life_years is not None:
        values["life_years"] = life_years
    if {ABATEMENT, INVESTMENT, UNIT_COST} <= set(meant) and meant[UNIT_COST]:
        spent = case.increment_yuan(meant) if case.increment_is_known else meant[INVESTMENT]
        values["implied_years"] = spent / (meant[ABATEMENT] * meant[UNIT_COST])
    return values
