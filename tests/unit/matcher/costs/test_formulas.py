"""The costs as a person would write the calculation; the figures are the worked examples'."""

from data.vocabulary import ProjectType
from matcher.costs import CostInputs, three_costs
from matcher.costs.formulas import cost_formulas

RETROFIT = CostInputs(
    project_type=ProjectType.RETROFIT,
    investment_yuan=10_000_000,
    abatement_tco2_per_year=5000,
    service_life_years=15,
    annual_benefit_yuan=2_500_000,
)


def test_each_cost_is_written_with_its_figures():
    assert cost_formulas(RETROFIT, three_costs(RETROFIT)) == {
        "abatement_cost_yuan_per_tco2": "10,000,000 ÷ (5,000 × 15) = 133.333",
        "levelised_yuan_per_tco2": ("10,000,000 × 0.11683 ÷ 5,000 (i = 0.08, n = 15) = 233.659"),
        "net_yuan_per_tco2": ("(10,000,000 − 2,500,000 × 8.55948) ÷ (5,000 × 8.55948) = -266.341"),
    }


def test_a_new_build_counts_its_increment_and_an_unknown_benefit_has_no_net_cost():
    inputs = CostInputs(
        project_type=ProjectType.NEW_BUILD,
        investment_yuan=30_000_000,
        conventional_investment_yuan=24_000_000,
        abatement_tco2_per_year=4000,
        service_life_years=20,
    )
    formulas = cost_formulas(inputs, three_costs(inputs))

    assert formulas["abatement_cost_yuan_per_tco2"] == (
        "(30,000,000 − 24,000,000) ÷ (4,000 × 20) = 75"
    )
    assert formulas["net_yuan_per_tco2"] is None


def test_an_owners_figure_has_no_formula():
    inputs = CostInputs(stated_cost_yuan_per_tco2=100)

    assert set(cost_formulas(inputs, three_costs(inputs)).values()) == {None}
