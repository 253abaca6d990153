"""The case that speaks for a technology: same project type, nearest scale, then the median."""

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import CatalogueStatus, ProjectType
from matcher.case_choice import choose_cases
from matcher.column_builder import build_columns
from matcher.profiles import CaseProfile, DemandProfile, TechnologyProfile

ANY = DemandProfile(text="")


def chosen(demand, *cases):
    columns = build_columns(
        [
            TechnologyProfile(
                technology_id=1,
                catalogue_status=CatalogueStatus.PUBLISHED,
                cases=tuple(cases),
            )
        ]
    )
    position = choose_cases(demand, columns, np.array([0]))[0]
    return None if position < 0 else int(columns.cases.ids[position])


def case(number, cost=nan, **fields):
    return CaseProfile(case_id=number, abatement_cost_yuan_per_tco2=cost, **fields)


def test_a_technology_without_cases_has_none_chosen():
    assert chosen(ANY) is None


def test_the_only_case_is_chosen_even_when_it_says_nothing():
    assert chosen(ANY, case(5)) == 5


def test_the_median_is_chosen_when_nothing_else_decides():
    assert chosen(ANY, case(1, 10.0), case(2, 300.0), case(3, 50.0)) == 3


def test_of_two_equal_cases_the_dearer_one_is_chosen():
    assert chosen(ANY, case(1, 10.0), case(2, 300.0)) == 2
    assert chosen(ANY, case(1, 300.0), case(2, 10.0)) == 1


def test_the_project_type_goes_before_the_scale():
    demand = DemandProfile(
        text="", project_type=ProjectType.RETROFIT, abatement_target_tco2_per_year=1000.0
    )

    assert (
        chosen(
            demand,
            case(1, 10.0, project_type=ProjectType.NEW_BUILD, abatement_tco2_per_year=1000.0),
            case(2, 20.0, project_type=ProjectType.RETROFIT, abatement_tco2_per_year=9000.0),
            case(3, 30.0, project_type=ProjectType.RETROFIT, abatement_tco2_per_year=800.0),
        )
        == 3
    )


def test_an_unstated_project_type_goes_before_the_other_one():
    demand = DemandProfile(text="", project_type=ProjectType.RETROFIT)

    assert chosen(demand, case(1, 10.0, project_type=ProjectType.NEW_BUILD), case(2, 90.0)) == 2


def test_scale_is_compared_in_the_same_activity_unit_only():
    demand = DemandProfile(text="", activity_amount=100.0, activity_unit="MWh")

    assert (
        chosen(
            demand,
            case(1, 10.0, activity_amount=100.0, activity_unit="t"),
            case(2, 20.0, activity_amount=5000.0, activity_unit="MWh"),
        )
        == 2
    )


def test_a_case_with_a_known_cost_goes_before_one_without():
    demand = DemandProfile(text="", abatement_target_tco2_per_year=100.0)

    assert chosen(demand, case(1, abatement_tco2_per_year=100.0), case(2, 70.0)) == 2


@given(st.lists(st.floats(-500.0, 5000.0), min_size=2, max_size=7, unique=True))
def test_never_simply_the_cheapest(costs):
    cases = [case(number, cost) for number, cost in enumerate(costs)]

    assert costs[chosen(ANY, *cases)] == pytest.approx(np.sort(costs)[len(costs) // 2])


@given(st.lists(st.integers(0, 4), max_size=8), st.data())
def test_technologies_do_not_disturb_each_other(counts, data):
    profiles = [
        TechnologyProfile(
            technology_id=number,
            catalogue_status=CatalogueStatus.PUBLISHED,
            cases=tuple(case(10 * number + i, float(i)) for i in range(count)),
        )
        for number, count in enumerate(counts)
    ]
    columns = build_columns(profiles)
    rows = np.array(data.draw(st.permutations(range(len(counts)))), dtype=np.int64)

    together = choose_cases(ANY, columns, rows)

    alone = [int(choose_cases(ANY, columns, rows[i : i + 1])[0]) for i in range(len(rows))]
    assert together.tolist() == alone
