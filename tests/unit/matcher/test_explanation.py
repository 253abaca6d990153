"""Explanations name what is known, what is not and what is broken, with the values behind."""

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import CatalogueStatus, ClimateZone, ProjectType, TechnologyStage
from data.vocabulary.messages import (
    EXCLUSION_CODES,
    REASON_CODES,
    UNKNOWN_CODES,
    WARNING_CODES,
    message_text,
)
from matcher.candidates import Similarities, rank_candidates
from matcher.column_builder import build_columns
from matcher.eligibility import Exclusion, check_eligibility
from matcher.explanation import explain_exclusion, explain_match, named_case_ids
from matcher.profiles import CaseProfile, DemandProfile, TechnologyProfile
from matcher.weights import Weights
from tests.unit.matcher.catalogue_strategies import catalogues, demands, similarities

DEMAND = DemandProfile(
    text="",
    sectors=("C2521",),
    technology_types=("2.1",),
    project_type=ProjectType.RETROFIT,
    accepts_demonstration=False,
    max_investment_yuan=8e6,
    max_payback_years=3.0,
    max_abatement_cost_yuan_per_tco2=300.0,
    abatement_target_tco2_per_year=4000.0,
    available_months=12.0,
    latitude_deg=36.1,
    longitude_deg=111.5,
    climate_zone=ClimateZone.COLD,
    temperature_celsius=(120.0, 120.0),
    activity_amount=500.0,
    activity_unit="m3/h",
    from_text=frozenset({"max_investment_yuan"}),
)
CASE = CaseProfile(
    case_id=77,
    project_type=ProjectType.RETROFIT,
    investment_yuan=7.5e6,
    abatement_tco2_per_year=5000.0,
    service_life_years=15.0,
    annual_benefit_yuan=2.5e6,
    payback_years=3.0,
    construction_months=6.0,
    latitude_deg=36.4,
    longitude_deg=111.7,
    activity_amount=500.0,
    activity_unit="m3/h",
)
FULL = TechnologyProfile(
    technology_id=1,
    catalogue_status=CatalogueStatus.PUBLISHED,
    stage=TechnologyStage.PROMOTION,
    technology_type="2.1",
    sectors=("C25",),
    project_types=(ProjectType.RETROFIT,),
    temperature_celsius=(80.0, 200.0),
    capacity=(100.0, None),
    capacity_unit="m3/h",
    climate_zones=(ClimateZone.COLD,),
    owner_latitude_deg=39.9,
    owner_longitude_deg=116.4,
    cases=(CASE,),
)
BARE = TechnologyProfile(technology_id=2, catalogue_status=CatalogueStatus.PUBLISHED)


def explained(demand, technology):
    columns = build_columns([technology])
    found = Similarities(
        semantic_cosine=np.array([0.8]),
        lexical_cosine=np.array([0.3]),
        best_semantic_cosine=0.8,
        best_lexical_cosine=0.3,
    )
    ranking = rank_candidates(
        demand, columns, np.array([0]), found, weights=Weights.normalised(), limit=1
    )
    return explain_match(
        demand,
        columns,
        check_eligibility(demand, columns),
        ranking,
        ranking.matches[0],
        case_names={77: "示例焦化厂"},
    )


def codes(messages):
    return {message.code for message in messages}


def text_of(messages, code, language="zh"):
    message = next(message for message in messages if message.code == code)
    return message_text(code, message.values, language)


def test_what_fits_is_told_with_its_values():
    found = explained(DEMAND, FULL)

    reasons = found.explanation.reasons
    assert codes(reasons) == {
        "meaning_close",
        "wording_shared",
        "technology_type_wanted",
        "sector_applicable",
        "project_type_applicable",
        "temperature_in_band",
        "scale_similar",
        "capacity_in_band",
        "target_reached",
        "reference_case_near",
        "climate_suitable",
        "abatement_cost_low",
        "investment_within_limit",
        "payback_within_limit",
        "abatement_cost_within_limit",
        "construction_in_time",
    }
    assert text_of(reasons, "temperature_in_band") == "温度 120 ℃ 在适用范围 80–200 ℃ 内。"
    assert text_of(reasons, "reference_case_near").endswith("km：示例焦化厂。")
    assert text_of(reasons, "investment_within_limit").endswith("（需求值读自文本）。")
    assert found.explanation.unknowns == ()
    assert found.explanation.warnings == ()


def test_what_is_not_stated_is_told_as_unknown():
    found = explained(DEMAND, BARE)

    assert codes(found.explanation.unknowns) == {
        "location_unknown",
        "abatement_cost_unknown",
        "technology_type_unknown",
        "sector_unknown",
        "project_type_unknown",
        "stage_unknown",
        "temperature_unknown",
        "scale_unknown",
        "investment_unknown",
        "payback_unknown",
        "abatement_cost_limit_unknown",
        "construction_unknown",
    }
    assert found.cost is None
    assert found.distance_km is None
    assert found.nearest is None


def test_a_demand_that_asks_nothing_leaves_little_unknown():
    unknowns = explained(DemandProfile(text=""), BARE).explanation.unknowns

    assert codes(unknowns) == {"site_unknown", "abatement_cost_unknown"}


def test_three_costs_stand_side_by_side_with_their_basis():
    found = explained(DEMAND, FULL)

    assert found.cost is not None
    assert found.cost.case_number == 1
    assert found.cost.costs.abatement_cost_yuan_per_tco2 == pytest.approx(100.0)
    assert found.cost.costs.net_yuan_per_tco2 < 0
    assert found.cost.basis is not None
    assert message_text(found.cost.basis.code, found.cost.basis.values, "en") == (
        "case 1, 15 years stated"
    )


def test_an_owners_figure_is_named_as_such():
    case = CaseProfile(case_id=77, abatement_cost_yuan_per_tco2=150.0)
    technology = TechnologyProfile(
        technology_id=1, catalogue_status=CatalogueStatus.PUBLISHED, cases=(case,)
    )

    found = explained(DemandProfile(text=""), technology)

    assert found.cost is not None
    assert found.cost.basis is not None
    assert found.cost.basis.code == "cost_owner_figure"
    assert codes(found.explanation.warnings) == {"owner_cost_figure"}
    assert "service_life_unknown" in codes(found.explanation.unknowns)


def test_a_limit_kept_by_another_case_only_is_a_warning():
    technology = TechnologyProfile(
        technology_id=1,
        catalogue_status=CatalogueStatus.PUBLISHED,
        cases=(
            CaseProfile(case_id=1, payback_years=2.0),
            CaseProfile(case_id=2, payback_years=9.0, abatement_cost_yuan_per_tco2=50.0),
        ),
    )

    found = explained(DemandProfile(text="", max_payback_years=3.0), technology).explanation

    assert "payback_within_limit" in codes(found.reasons)
    assert "case_over_payback_limit" in codes(found.warnings)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"temperature_celsius": (200.0, None)},
            "温度 120 ℃ 不在适用范围 200 ℃ 以上内。",
        ),
        ({"sectors": ("D44",)}, "适用行业（D44）不包括需求所属行业（C2521）。"),
        ({"technology_type": "5.4"}, "技术类型 5.4 不在需求指定的类型（2.1）内。"),
        ({"project_types": (ProjectType.NEW_BUILD,)}, "只适用于新建项目，需求为技改项目。"),
        ({"stage": TechnologyStage.DEMONSTRATION}, "属于示范类，需求不接受示范类技术。"),
        (
            {"cases": (CaseProfile(case_id=1, investment_yuan=1.2e7),)},
            "已知案例投资最少 1,200 万元，超过上限 800 万元（需求值读自文本）。",
        ),
        (
            {"cases": (CaseProfile(case_id=1, payback_years=5.0),)},
            "已知案例投资回收期最短 5 年，超过上限 3 年。",
        ),
        (
            {"cases": (CaseProfile(case_id=1, abatement_cost_yuan_per_tco2=450.0),)},
            "已知案例碳减排单位成本最低 450 元/tCO₂，超过上限 300 元/tCO₂。",
        ),
        (
            {"cases": (CaseProfile(case_id=1, construction_months=18.0),)},
            "已知案例建设期最短 18 个月，超过可用时间 12 个月。",
        ),
    ],
)
def test_an_exclusion_is_told_with_its_values(fields, sentence):
    technology = TechnologyProfile(
        technology_id=1, catalogue_status=CatalogueStatus.PUBLISHED, **fields
    )
    columns = build_columns([technology])

    (message,) = explain_exclusion(DEMAND, columns, check_eligibility(DEMAND, columns), 0)

    assert message_text(message.code, message.values, "zh") == sentence
    assert message_text(message.code, message.values, "en")


def test_every_exclusion_but_the_silent_one_has_a_message():
    told = {reason.code for reason in Exclusion if reason is not Exclusion.NOT_PUBLISHED}

    assert told == set(EXCLUSION_CODES)


@given(demands, catalogues, st.data())
def test_every_explanation_can_be_said_in_both_languages(demand, catalogue, data):
    columns = build_columns(catalogue)
    ranking = rank_candidates(
        demand,
        columns,
        np.arange(len(catalogue)),
        data.draw(similarities(len(catalogue))),
        weights=Weights.normalised(),
        limit=10,
    )
    eligibility = check_eligibility(demand, columns)
    names = dict.fromkeys(named_case_ids(columns, ranking), "案例")

    for match in ranking.matches:
        found = explain_match(demand, columns, eligibility, ranking, match, case_names=names)
        for messages, known in (
            (found.explanation.reasons, REASON_CODES),
            (found.explanation.unknowns, UNKNOWN_CODES),
            (found.explanation.warnings, WARNING_CODES),
        ):
            assert len(codes(messages)) == len(messages)
            for message in messages:
                assert message.code in known
                assert "nan" not in message_text(message.code, message.values, "zh")
                assert "—" not in message_text(message.code, message.values, "en")
        cost = found.cost.costs.abatement_cost_yuan_per_tco2 if found.cost else None
        used = ranking.facts.unit_cost_yuan_per_tco2[match.position]
        assert (nan if cost is None else cost) == pytest.approx(used, nan_ok=True)
