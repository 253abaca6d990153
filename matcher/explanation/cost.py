"""Explain the cost: the three figures of the case used, their basis, the target."""

from dataclasses import dataclass
from math import isnan

from matcher.candidates import CandidateFacts
from matcher.case_choice import NO_CASE
from matcher.codes import PROJECT_TYPES, UNKNOWN_CODE
from matcher.columns import TechnologyColumns
from matcher.costs import CostBasis, CostInputs, ThreeCosts, three_costs
from matcher.explanation.message import Message
from matcher.explanation.subject import Subject, is_known
from matcher.signals.abatement_cost import REFERENCE_COST_YUAN_PER_TCO2


@dataclass(frozen=True, slots=True)
class CaseCost:
    """The three cost figures of the case used, and in words where they come from."""

    case_id: int
    case_number: int
    """Place of the case among those of its technology, from 1."""
    costs: ThreeCosts
    basis: Message | None
    """None where no unit cost is known."""


def case_cost(columns: TechnologyColumns, facts: CandidateFacts, position: int) -> CaseCost | None:
    """Return the costs of the case used for a candidate, None without a case."""
    case = int(facts.case[position])
    if case == NO_CASE:
        return None
    number = case - int(columns.case_offsets[int(facts.rows[position])]) + 1
    costs = three_costs(_inputs(columns, case))
    basis = None
    if costs.basis is CostBasis.COMPUTED:
        values = {"case_number": number, "service_life_years": costs.service_life_years}
        basis = Message("cost_computed", values)
    elif costs.basis is CostBasis.OWNER_FIGURE:
        basis = Message("cost_owner_figure", {"case_number": number})
    return CaseCost(int(columns.cases.ids[case]), number, costs, basis)


def explain_cost(subject: Subject, cost: CaseCost | None) -> None:
    """Append what speaks for and against the cost and the tonnes."""
    _unit_cost(subject)
    _missing(subject, cost)
    target = subject.demand.abatement_target_tco2_per_year
    tonnes = float(subject.facts.abatement_tco2_per_year[subject.match.position])
    if not is_known(target) or not is_known(tonnes):
        return
    values = {"abatement_tco2_per_year": tonnes, "target_tco2_per_year": target}
    values |= subject.read_from_text("abatement_target_tco2_per_year")
    if tonnes >= target:
        subject.reasons.append(Message("target_reached", values))
    else:
        subject.warnings.append(Message("target_not_reached", values))


def _unit_cost(subject: Subject) -> None:
    cost = float(subject.facts.unit_cost_yuan_per_tco2[subject.match.position])
    if not is_known(cost):
        subject.unknowns.append(Message("abatement_cost_unknown"))
        return
    values = {"abatement_cost_yuan_per_tco2": cost}
    if cost <= 0:
        subject.reasons.append(Message("abatement_cost_not_positive", values))
    elif cost < REFERENCE_COST_YUAN_PER_TCO2:
        values["reference_yuan_per_tco2"] = REFERENCE_COST_YUAN_PER_TCO2
        subject.reasons.append(Message("abatement_cost_low", values))


def _missing(subject: Subject, cost: CaseCost | None) -> None:
    if cost is None or cost.basis is None:
        return
    if cost.costs.basis is CostBasis.OWNER_FIGURE:
        subject.warnings.append(Message("owner_cost_figure"))
    if cost.costs.service_life_years is None:
        subject.unknowns.append(Message("service_life_unknown"))
    elif "annual_benefit_yuan" in cost.costs.missing:
        subject.unknowns.append(Message("annual_benefit_unknown"))


def _inputs(columns: TechnologyColumns, case: int) -> CostInputs:
    table = columns.cases
    project_code = int(table.project_code[case])
    stated = float(table.unit_cost_yuan_per_tco2[case])
    return CostInputs(
        project_type=None if project_code == UNKNOWN_CODE else PROJECT_TYPES[project_code],
        investment_yuan=float(table.investment_yuan[case]),
        conventional_investment_yuan=float(table.conventional_investment_yuan[case]),
        abatement_tco2_per_year=float(table.abatement_tco2_per_year[case]),
        service_life_years=float(table.service_life_years[case]),
        annual_benefit_yuan=float(table.annual_benefit_yuan[case]),
        stated_cost_yuan_per_tco2=None if isnan(stated) else stated,
    )
