from dataclasses import replace
from decimal import Decimal
from math import nan

import pytest

from data.vocabulary import ProjectType
from matcher.costs import CostBasis, CostInputs, three_costs

RETROFIT = CostInputs(
    project_type=ProjectType.RETROFIT,
    investment_yuan=Decimal(10_000_000),
    abatement_tco2_per_year=5000,
    service_life_years=15,
    annual_benefit_yuan=Decimal(2_500_000),
    stated_cost_yuan_per_tco2=Decimal(133),
)


def test_complete_case_has_three_figures_and_misses_nothing():
    figures = three_costs(RETROFIT)

    assert figures.abatement_cost_yuan_per_tco2 == pytest.approx(133.333333)
    assert figures.levelised_yuan_per_tco2 == pytest.approx(233.65909, abs=1e-4)
    assert figures.net_yuan_per_tco2 == pytest.approx(-266.34091, abs=1e-4)
    assert figures.basis is CostBasis.COMPUTED
    assert figures.missing == ()


@pytest.mark.parametrize("unknown", [None, nan, 0])
def test_without_a_stated_life_the_owner_figure_stands_alone(unknown):
    figures = three_costs(replace(RETROFIT, service_life_years=unknown))

    assert figures.abatement_cost_yuan_per_tco2 == 133
    assert figures.basis is CostBasis.OWNER_FIGURE
    assert figures.levelised_yuan_per_tco2 is None
    assert figures.net_yuan_per_tco2 is None
    assert figures.missing == ("service_life_years",)


def test_without_benefit_only_the_net_cost_is_unknown():
    figures = three_costs(replace(RETROFIT, annual_benefit_yuan=None))

    assert figures.net_yuan_per_tco2 is None
    assert figures.levelised_yuan_per_tco2 is not None
    assert figures.missing == ("annual_benefit_yuan",)


def test_new_build_counts_its_increment():
    figures = three_costs(
        replace(
            RETROFIT,
            project_type=ProjectType.NEW_BUILD,
            investment_yuan=30_000_000,
            conventional_investment_yuan=24_000_000,
            abatement_tco2_per_year=4000,
            service_life_years=20,
        )
    )

    assert figures.abatement_cost_yuan_per_tco2 == pytest.approx(75)
    assert figures.basis is CostBasis.COMPUTED


def test_new_build_without_conventional_investment_uses_the_owner_figure():
    figures = three_costs(replace(RETROFIT, project_type=ProjectType.NEW_BUILD))

    assert figures.basis is CostBasis.OWNER_FIGURE
    assert figures.missing == ("conventional_investment_yuan",)


def test_case_of_unknown_kind_counts_its_whole_investment_and_says_so():
    figures = three_costs(
        replace(RETROFIT, project_type=None, conventional_investment_yuan=9_000_000)
    )

    assert figures.abatement_cost_yuan_per_tco2 == pytest.approx(133.333333)
    assert figures.missing == ("project_type",)


def test_case_of_which_nothing_is_known_has_no_figure():
    figures = three_costs(CostInputs())

    assert figures.abatement_cost_yuan_per_tco2 is None
    assert figures.basis is CostBasis.UNKNOWN
    assert "investment_yuan" in figures.missing
    assert "conventional_investment_yuan" not in figures.missing


def test_negative_abatement_has_no_unit_cost():
    figures = three_costs(
        replace(RETROFIT, abatement_tco2_per_year=-10, stated_cost_yuan_per_tco2=None)
    )

    assert figures.abatement_cost_yuan_per_tco2 is None
    assert "abatement_tco2_per_year" in figures.missing
