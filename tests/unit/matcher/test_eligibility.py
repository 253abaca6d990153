"""Hard rules exclude what breaks them, and nothing else."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import CatalogueStatus, ClimateZone, ProjectType, TechnologyStage
from matcher.column_builder import build_columns
from matcher.eligibility import Exclusion, check_eligibility, sectors_agree
from matcher.profiles import CaseProfile, DemandProfile, TechnologyProfile

STRICT = DemandProfile(
    text="",
    sectors=("C25",),
    technology_types=("2.1",),
    project_type=ProjectType.RETROFIT,
    accepts_demonstration=False,
    max_investment_yuan=8e6,
    max_payback_years=3.0,
    max_abatement_cost_yuan_per_tco2=300.0,
    available_months=12.0,
    temperature_celsius=(120.0, 120.0),
    climate_zone=ClimateZone.COLD,
)


def technology(**fields) -> TechnologyProfile:
    return TechnologyProfile(
        **({"technology_id": 1, "catalogue_status": CatalogueStatus.PUBLISHED} | fields)
    )


def case(**fields) -> CaseProfile:
    return CaseProfile(**({"case_id": 1} | fields))


def reasons(demand: DemandProfile, one: TechnologyProfile) -> set[Exclusion]:
    return set(check_eligibility(demand, build_columns([one])).codes(0))


def test_what_the_owner_left_open_excludes_nothing():
    assert reasons(STRICT, technology()) == set()
    assert reasons(STRICT, technology(cases=(case(),))) == set()


def test_what_the_demand_left_open_excludes_nothing():
    closed = technology(
        stage=TechnologyStage.DEMONSTRATION,
        technology_type="5.4",
        sectors=("D44",),
        project_types=(ProjectType.NEW_BUILD,),
        temperature_celsius=(300.0, 400.0),
        cases=(case(investment_yuan=1e9, payback_years=40.0, construction_months=60.0),),
    )

    assert reasons(DemandProfile(text=""), closed) == set()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"catalogue_status": CatalogueStatus.WITHDRAWN}, Exclusion.NOT_PUBLISHED),
        ({"stage": TechnologyStage.DEMONSTRATION}, Exclusion.DEMONSTRATION_NOT_ACCEPTED),
        ({"project_types": (ProjectType.NEW_BUILD,)}, Exclusion.PROJECT_TYPE_NOT_APPLICABLE),
        ({"sectors": ("C26", "D44")}, Exclusion.SECTOR_NOT_APPLICABLE),
        ({"technology_type": "2.2"}, Exclusion.TECHNOLOGY_TYPE_NOT_WANTED),
        ({"temperature_celsius": (200.0, None)}, Exclusion.TEMPERATURE_OUT_OF_BAND),
        ({"temperature_celsius": (None, 90.0)}, Exclusion.TEMPERATURE_OUT_OF_BAND),
        ({"cases": (case(investment_yuan=8.1e6),)}, Exclusion.INVESTMENT_OVER_LIMIT),
        ({"cases": (case(payback_years=3.5),)}, Exclusion.PAYBACK_OVER_LIMIT),
        (
            {"cases": (case(abatement_cost_yuan_per_tco2=301.0),)},
            Exclusion.ABATEMENT_COST_OVER_LIMIT,
        ),
        ({"cases": (case(construction_months=13.0),)}, Exclusion.CONSTRUCTION_TOO_LONG),
    ],
)
def test_each_broken_rule_is_named_alone(fields, reason):
    assert reasons(STRICT, technology(**fields)) == {reason}


@pytest.mark.parametrize(
    "fields",
    [
        {"project_types": (ProjectType.NEW_BUILD, ProjectType.RETROFIT)},
        {"sectors": ("C26", "C2521")},
        {"sectors": ("C",)},
        {"technology_type": "2.1"},
        {"temperature_celsius": (120.0, None)},
        {"temperature_celsius": (80.0, 120.0)},
        {"climate_zones": (ClimateZone.MILD,)},
        {"cases": (case(project_type=ProjectType.NEW_BUILD),)},
        {"cases": (case(investment_yuan=8e6, payback_years=3.0, construction_months=12.0),)},
        {"cases": (case(investment_yuan=9e6), case(investment_yuan=7e6))},
        {"cases": (case(payback_years=9.0), case(payback_years=2.0))},
    ],
)
def test_what_keeps_to_the_rules_is_kept(fields):
    assert reasons(STRICT, technology(**fields)) == set()


def test_unknown_cases_do_not_soften_a_known_violation():
    one = technology(cases=(case(investment_yuan=9e6), case()))

    assert reasons(STRICT, one) == {Exclusion.INVESTMENT_OVER_LIMIT}


def test_demonstration_is_kept_unless_refused():
    one = technology(stage=TechnologyStage.DEMONSTRATION)

    assert reasons(replace(STRICT, accepts_demonstration=None), one) == set()
    assert reasons(replace(STRICT, accepts_demonstration=True), one) == set()


def test_cases_are_scaled_only_in_the_same_activity_unit():
    same = technology(
        cases=(case(investment_yuan=16e6, activity_amount=1000.0, activity_unit="m3/h"),)
    )
    half = replace(STRICT, activity_amount=500.0, activity_unit="m3/h")

    assert reasons(half, same) == set()
    assert reasons(replace(half, activity_amount=600.0), same) == {Exclusion.INVESTMENT_OVER_LIMIT}
    assert reasons(replace(half, activity_unit="t/h"), same) == {Exclusion.INVESTMENT_OVER_LIMIT}


def test_a_category_is_as_good_a_wish_as_a_type():
    wish = replace(STRICT, technology_types=("2", "5.1"))

    assert reasons(wish, technology(technology_type="2.3")) == set()
    assert reasons(wish, technology(technology_type="5.2")) == {
        Exclusion.TECHNOLOGY_TYPE_NOT_WANTED
    }


def test_all_broken_rules_are_told_and_status_is_silent():
    columns = build_columns(
        [
            technology(sectors=("D44",), stage=TechnologyStage.DEMONSTRATION),
            technology(technology_id=2, catalogue_status=CatalogueStatus.DRAFT, sectors=("D44",)),
            technology(technology_id=3),
        ]
    )

    found = check_eligibility(STRICT, columns)

    assert found.keep.tolist() == [False, False, True]
    assert found.listed.tolist() == [True, False, False]
    assert found.counts() == {"sector_not_applicable": 1, "demonstration_not_accepted": 1}


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [("C25", "C2521", True), ("C", "C25", True), ("C25", "C26", False), ("C25", "C25", True)],
)
def test_sectors_agree_when_one_is_a_prefix_of_the_other(one, other, agree):
    assert sectors_agree(one, other) is agree
    assert sectors_agree(other, one) is agree


@given(st.lists(st.one_of(st.just(nan), st.floats(1.0, 1e9)), max_size=5), st.floats(1.0, 1e9))
def test_a_limit_excludes_exactly_when_every_known_case_exceeds_it(investments, limit):
    one = technology(cases=tuple(case(investment_yuan=amount) for amount in investments))
    known = [amount for amount in investments if not np.isnan(amount)]

    found = reasons(DemandProfile(text="", max_investment_yuan=limit), one)

    assert bool(found) == (bool(known) and all(amount > limit for amount in known))


@given(st.floats(1.0, 1e9), st.floats(1.0, 1e9))
def test_a_looser_limit_never_excludes_more(limit, other):
    tight, loose = sorted((limit, other))
    one = technology(cases=(case(investment_yuan=5e6),))

    if not reasons(DemandProfile(text="", max_investment_yuan=tight), one):
        assert not reasons(DemandProfile(text="", max_investment_yuan=loose), one)


def test_an_empty_catalogue_is_no_error():
    assert check_eligibility(STRICT, build_columns([])).keep.tolist() == []
