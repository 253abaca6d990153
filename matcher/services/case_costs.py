"""What the costs of a case are computed from, however the case was read."""

from sqlalchemy import RowMapping

from data.importers import CaseRow
from data.models import TechnologyCase
from matcher.costs import CostInputs, ThreeCosts, three_costs


def cost_inputs_of(case: CaseRow | TechnologyCase) -> CostInputs:
    """Return what is known of a case, imported or stored."""
    return CostInputs(
        project_type=case.project_type,
        investment_yuan=case.investment_yuan,
        conventional_investment_yuan=case.conventional_investment_yuan,
        abatement_tco2_per_year=case.abatement_tco2_per_year,
        service_life_years=case.service_life_years,
        annual_benefit_yuan=case.annual_benefit_yuan,
        stated_cost_yuan_per_tco2=case.abatement_cost_yuan_per_tco2,
    )


def costs_of(case: CaseRow | TechnologyCase) -> ThreeCosts:
    """Return the three cost figures of a case."""
    return three_costs(cost_inputs_of(case))


def unit_cost_of(row: RowMapping) -> float | None:
    """Return the notice's unit cost in yuan per tCO2 of a case read as columns (RULINGS 3).

    The row needs no benefit, which the unit cost does not ask for.
    """
    return three_costs(
        CostInputs(
            project_type=row["project_type"],
            investment_yuan=row["investment_yuan"],
            conventional_investment_yuan=row["conventional_investment_yuan"],
            abatement_tco2_per_year=row["abatement_tco2_per_year"],
            service_life_years=row["service_life_years"],
            annual_benefit_yuan=None,
            stated_cost_yuan_per_tco2=row["abatement_cost_yuan_per_tco2"],
        )
    ).abatement_cost_yuan_per_tco2
