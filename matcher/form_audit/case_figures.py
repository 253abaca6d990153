"""The figures of one case, and the unit costs they give under each notion of it."""

from dataclasses import dataclass
from typing import Final

from data.units import YUAN_PER_WAN_YUAN
from data.vocabulary import ProjectType
from matcher.costs import DEFAULT_DISCOUNT_RATE, capital_recovery_factor_per_year
from matcher.form_audit.agreement import half_last_digit, is_usable
from matcher.form_audit.explanation import UNIT_COST, Figures
from matcher.form_audit.form import AuditedCase

INVESTMENT: Final = "investment_yuan"
CONVENTIONAL: Final = "conventional_investment_yuan"
ABATEMENT: Final = "abatement_tco2_per_year"
LIFE: Final = "service_life_years"
BENEFIT: Final = "annual_benefit_yuan"
PAYBACK: Final = "payback_years"
CONSTRUCTION: Final = "construction_months"

POSITIVE: Final = (INVESTMENT, ABATEMENT, LIFE)
NOT_NEGATIVE: Final = (CONVENTIONAL, PAYBACK, CONSTRUCTION)

NOTICE, ONE_YEAR, WHOLE, NET, DISCOUNTED = "notice", "one_year", "whole", "net", "discounted"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """The usable figures of a case: what is not positive where it must be counts as unknown."""

    stated: Figures
    project_type: ProjectType | None

    @property
    def increment_is_known(self) -> bool:
        """Whether the investment that the unit cost divides is known."""
        if self.project_type is ProjectType.RETROFIT:
            return INVESTMENT in self.stated
        return INVESTMENT in self.stated and CONVENTIONAL in self.stated

    def increment_yuan(self, figures: Figures) -> float:
        """Return what the unit cost divides: all of a retrofit, the increment otherwise."""
        if self.project_type is ProjectType.RETROFIT:
            return figures[INVESTMENT]
        return figures[INVESTMENT] - figures[CONVENTIONAL]

    def increment_slack_yuan(self) -> float:
        """Return by how much rounding to 万元 digits may move the increment."""
        wan = float(YUAN_PER_WAN_YUAN)
        names = [INVESTMENT]
        if self.project_type is not ProjectType.RETROFIT:
            names.append(CONVENTIONAL)
        return sum(half_last_digit(self.stated[name] / wan) * wan for name in names)


def case_figures(case: AuditedCase) -> CaseFigures:
    """Return the usable figures of a case."""
    names = (*POSITIVE, *NOT_NEGATIVE, BENEFIT, UNIT_COST)
    known = {name: getattr(case, name) for name in names}
    stated = {
        name: float(value)
        for name, value in known.items()
        if value is not None
        and is_usable(value)
        and not (name in POSITIVE and value <= 0)
        and not (name in NOT_NEGATIVE and value < 0)
    }
    if case.project_type is ProjectType.RETROFIT:
        stated.pop(CONVENTIONAL, None)
    return CaseFigures(stated=stated, project_type=case.project_type)


def unit_cost_yuan_per_tco2(case: CaseFigures, figures: Figures, notion: str) -> float | None:
    """Return the unit cost by a notion; None where a figure it needs is unknown.

    `notice` is the notice's own; `one_year` divides by one year's tonnes, `whole` counts all of a
    new build's investment, `net` deducts the benefits, `discounted` is levelised at the default
    discount rate.
    """
    if ABATEMENT not in figures or INVESTMENT not in figures:
        return None
    if notion == WHOLE:
        spent = figures[INVESTMENT]
    elif case.increment_is_known:
        spent = case.increment_yuan(figures)
    else:
        return None
    yearly = _yearly_yuan(spent, figures, notion)
    return None if yearly is None else yearly / figures[ABATEMENT]


def _yearly_yuan(spent: float, figures: Figures, notion: str) -> float | None:
    """Return what a year's tonnes cost by a notion, None where a figure it needs is unknown."""
    if notion == ONE_YEAR:
        return spent
    life = figures.get(LIFE)
    if life is None or (notion == NET and BENEFIT not in figures):
        return None
    if notion == NET:
        return spent / life - figures[BENEFIT]
    if notion == DISCOUNTED:
        return spent * capital_recovery_factor_per_year(DEFAULT_DISCOUNT_RATE, life)
    return spent / life
