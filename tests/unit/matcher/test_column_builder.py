"""Columns hold what the profiles say, in whatever order and by whatever steps they came."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import CatalogueStatus, ClimateZone, ProjectType, TechnologyStage
from matcher.column_builder import DuplicateTechnologyError, build_columns, replace_rows
from matcher.columns import CaseColumns, RowColumns, TechnologyColumns, column_names
from matcher.profiles import CaseProfile, TechnologyProfile

PUBLISHED = CatalogueStatus.PUBLISHED
amounts = st.one_of(st.just(nan), st.floats(1.0, 1e8))


@st.composite
def technologies(draw, technology_id=None):
    units = st.sampled_from([None, "MWh", "t", "m2"])
    cases = st.builds(
        CaseProfile,
        case_id=st.integers(1, 10**9),
        project_type=st.sampled_from([None, *ProjectType]),
        investment_yuan=amounts,
        abatement_tco2_per_year=amounts,
        service_life_years=amounts,
        payback_years=amounts,
        activity_amount=amounts,
        activity_unit=units,
    )
    return TechnologyProfile(
        technology_id=draw(st.integers(1, 40)) if technology_id is None else technology_id,
        catalogue_status=draw(st.sampled_from(list(CatalogueStatus))),
        stage=draw(st.sampled_from([None, *TechnologyStage])),
        technology_type=draw(st.sampled_from([None, "1.1", "2.1", "5.4"])),
        sectors=tuple(draw(st.lists(st.sampled_from(["C25", "C26", "D44"]), max_size=3))),
        climate_zones=tuple(draw(st.lists(st.sampled_from(list(ClimateZone)), max_size=2))),
        capacity_unit=draw(units),
        cases=tuple(draw(st.lists(cases, max_size=3))),
    )


catalogues = st.lists(technologies(), max_size=12, unique_by=lambda t: t.technology_id)


def described(columns: TechnologyColumns) -> list[object]:
    """Everything columns say, codes resolved, so that two codebooks may differ."""
    rows, cases = columns.rows, columns.cases
    units = [*columns.units, None]
    plain = [
        getattr(block, name)
        for block, kind in ((rows, RowColumns), (cases, CaseColumns))
        for name in column_names(kind)
        if name not in {"capacity_unit", "activity_unit"}
    ]
    return [
        *(np.nan_to_num(array.astype(float), nan=-999.25).tolist() for array in plain),
        [columns.sectors_of(row) for row in range(len(columns))],
        [units[code] for code in rows.capacity_unit],
        [units[code] for code in cases.activity_unit],
        columns.case_offsets.tolist(),
        columns.matchable.tolist(),
    ]


@given(catalogues, st.data())
def test_columns_do_not_depend_on_the_order_of_profiles(catalogue, data):
    shuffled = data.draw(st.permutations(catalogue))

    assert described(build_columns(catalogue)) == described(build_columns(shuffled))


@given(catalogues, catalogues, st.sets(st.integers(1, 40)))
def test_replacing_rows_equals_building_anew(before, changed, removed):
    columns = replace_rows(build_columns(before), changed, removed_ids=removed)

    left = {t.technology_id: t for t in before if t.technology_id not in removed}
    left.update({t.technology_id: t for t in changed})
    assert described(columns) == described(build_columns(list(left.values())))


def test_replacing_rows_leaves_the_old_value_as_it_was():
    old = build_columns([TechnologyProfile(technology_id=1, catalogue_status=PUBLISHED)])
    before = described(old)

    replace_rows(old, [TechnologyProfile(technology_id=1, catalogue_status=CatalogueStatus.DRAFT)])

    assert described(old) == before


def test_two_profiles_of_one_id_are_refused():
    twice = [TechnologyProfile(technology_id=7, catalogue_status=PUBLISHED)] * 2

    with pytest.raises(DuplicateTechnologyError):
        build_columns(twice)


def test_only_published_rows_are_matchable():
    columns = build_columns(
        [
            TechnologyProfile(technology_id=number, catalogue_status=status)
            for number, status in enumerate(CatalogueStatus)
        ]
    )

    assert columns.rows.ids[columns.matchable].tolist() == [list(CatalogueStatus).index(PUBLISHED)]


def test_rows_are_found_by_id_and_missing_ids_are_minus_one():
    columns = build_columns(
        [TechnologyProfile(technology_id=i, catalogue_status=PUBLISHED) for i in (9, 3, 5)]
    )

    assert columns.rows_of(np.array([5, 4, 9, 10])).tolist() == [1, -1, 2, -1]
    assert build_columns([]).rows_of(np.array([1])).tolist() == [-1]


def test_open_bounds_are_infinite_and_a_missing_band_is_unknown():
    columns = build_columns(
        [
            TechnologyProfile(
                technology_id=1, catalogue_status=PUBLISHED, temperature_celsius=(80.0, None)
            ),
            TechnologyProfile(technology_id=2, catalogue_status=PUBLISHED),
        ]
    )

    assert columns.rows.temperature_low_celsius[0] == 80.0
    assert columns.rows.temperature_high_celsius[0] == inf
    assert np.isnan(columns.rows.temperature_low_celsius[1])


def test_unit_cost_is_computed_before_it_is_taken_from_the_owner():
    inputs = {
        "investment_yuan": 1e7,
        "abatement_tco2_per_year": 5000.0,
        "service_life_years": 15.0,
        "abatement_cost_yuan_per_tco2": 99.0,
    }
    columns = build_columns(
        [
            TechnologyProfile(
                technology_id=1,
                catalogue_status=PUBLISHED,
                cases=(
                    CaseProfile(case_id=1, **inputs),
                    CaseProfile(case_id=2, **(inputs | {"service_life_years": nan})),
                    CaseProfile(
                        case_id=3,
                        project_type=ProjectType.NEW_BUILD,
                        conventional_investment_yuan=1.15e7,
                        **inputs,
                    ),
                    CaseProfile(case_id=4),
                ),
            )
        ]
    )

    cost = columns.cases.unit_cost_yuan_per_tco2
    assert cost[:3] == pytest.approx([1e7 / 75_000, 99.0, -1.5e6 / 75_000])
    assert np.isnan(cost[3])
    assert columns.cases.cost_is_stated.tolist() == [False, True, False, False]
    assert columns.rows.least_unit_cost_yuan_per_tco2[0] == pytest.approx(-20.0)


def test_payback_falls_back_on_investment_over_benefit():
    case = CaseProfile(case_id=1, investment_yuan=8e6, annual_benefit_yuan=2e6)
    columns = build_columns(
        [TechnologyProfile(technology_id=1, catalogue_status=PUBLISHED, cases=(case,))]
    )

    assert columns.rows.least_payback_years.tolist() == [4.0]
