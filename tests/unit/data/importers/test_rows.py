"""Records to rows: what is accepted, and what is refused with which reason."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers import read_demand, read_park, read_technology
from data.importers.problems import TEXTS
from data.vocabulary import (
    CatalogueStatus,
    Datum,
    DemandVisibility,
    EnergyCarrier,
    ProjectType,
    TechnologyStage,
)

FULL = {
    "external_id": "T1",
    "name": "示例余热供暖技术",
    "technology_type": "2.1",
    "technology_topics": ["2.1.02"],
    "fields": ["钢铁", "chemical", "Heat"],
    "stage": "promotion",
    "catalogue_status": "published",
    "batch": "5",
    "technical_principle": " 原理 ",
    "owner": {
        "name": "示例公司",
        "address": "山西省临汾市",
        "region_code": "141000",
        "unified_social_credit_code": "91350100M000100Y43",
    },
    "adoption_share": Decimal("0.05"),
    "adoption_share_2030": Decimal("0.3"),
    "investment_2030_yuan": 200000000,
    "abatement_potential_2030_tco2_per_year": Decimal("1.0e6"),
    "applicant_contact": {"unit_name": "示例公司", "mobile": "13800000000", "fax": None},
    "cases": [
        {
            "name": "示例项目",
            "project_type": "retrofit",
            "activity_amount": 100,
            "activity_unit": "t/h",
            "investment_yuan": Decimal("1.0e7"),
            "construction_months": 6,
            "commissioned_on": "2022-11-15",
            "abatement_tco2_per_year": 5000,
            "emission_reduction_share": Decimal("0.4"),
            "annual_benefit_yuan": Decimal("-2.5e6"),
            "payback_years": 4,
            "abatement_cost_yuan_per_tco2": -12,
            "service_life_years": 15,
            "co_benefits": {"so2_t_per_year": Decimal("1.5")},
        }
    ],
    "applicability_rules": {
        "sectors": ["C25", "石油、煤炭及其他燃料加工业", "D44"],
        "project_types": ["技改"],
        "temperature_celsius": [30, None],
        "capacity": [1, 10],
        "capacity_unit": "t/h",
        "energy_carriers": ["electricity", "外购蒸汽"],
        "climate_zones": ["寒冷地区"],
    },
}


def technology(**changes):
    content = {**FULL, **changes}
    return read_technology({key: value for key, value in content.items() if value != "absent"})


def rules_of(problems):
    return [(problem.path, problem.rule) for problem in problems]


def test_a_full_technology_is_read_with_its_types_and_units():
    row, problems = technology()

    assert problems == []
    assert row.stage is TechnologyStage.PROMOTION
    assert row.catalogue_status is CatalogueStatus.PUBLISHED
    assert row.fields == ("钢铁", "化工", "热力")
    assert row.technical_principle == "原理"
    assert row.investment_2030_yuan == Decimal("200000000.00")
    assert row.abatement_potential_2030_tco2_per_year == 1_000_000.0
    assert row.applicant_contact == {"unit_name": "示例公司", "mobile": "13800000000"}
    assert row.incomplete_fields == ()
    case = row.cases[0]
    assert case.project_type is ProjectType.RETROFIT
    assert case.investment_yuan == Decimal("10000000.00")
    assert case.annual_benefit_yuan == Decimal("-2500000.00")
    assert case.commissioned_on == date(2022, 11, 15)
    assert case.co_benefits == {"so2_t_per_year": 1.5}
    assert row.applicability_rules == {
        "sectors": ["C25", "D44"],
        "project_types": ["retrofit"],
        "temperature_celsius": [30.0, None],
        "capacity": [1.0, 10.0],
        "capacity_unit": "t/h",
        "energy_carriers": ["electricity", "steam"],
        "climate_zones": ["cold"],
    }


def test_a_technology_without_type_stage_and_owner_is_accepted_as_incomplete():
    row, problems = read_technology({"external_id": "T1", "name": "示例", "stage": None})

    assert problems == []
    assert row.incomplete_fields == ("technology_type", "stage", "owner")
    assert (row.cases, row.applicability_rules, row.catalogue_status) == ((), {}, None)


def case_with(**changes):
    return [{**FULL["cases"][0], **changes}]


@pytest.mark.parametrize(
    ("changes", "path", "rule"),
    [
        ({"external_id": "absent"}, "external_id", "required"),
        ({"external_id": "  "}, "external_id", "required"),
        ({"external_id": "X" * 81}, "external_id", "too_long"),
        ({"name": None}, "name", "required"),
        ({"name": ["a"]}, "name", "wrong_type"),
        ({"name": True}, "name", "wrong_type"),
        ({"name": "a\x00b"}, "name", "forbidden_character"),
        ({"name": "a\ud800"}, "name", "forbidden_character"),
        ({"key_technology": "长" * 20_001}, "key_technology", "too_long"),
        ({"technology_type": "9.9"}, "technology_type", "unknown_code"),
        ({"technology_topics": "2.1.02"}, "technology_topics", "wrong_type"),
        ({"technology_topics": ["2.1.99"]}, "technology_topics", "unknown_code"),
        ({"technology_topics": [None]}, "technology_topics", "wrong_type"),
        ({"fields": ["魔法"]}, "fields", "unknown_code"),
        ({"fields": ["钢铁"] * 101}, "fields", "too_many"),
        ({"stage": "early"}, "stage", "unknown_code"),
        ({"adoption_share": 5}, "adoption_share", "out_of_range"),
        ({"adoption_share": -0.1}, "adoption_share", "out_of_range"),
        ({"adoption_share": "5%"}, "adoption_share", "wrong_type"),
        ({"adoption_share": True}, "adoption_share", "wrong_type"),
        ({"adoption_share": float("nan")}, "adoption_share", "not_finite"),
        ({"investment_2030_yuan": -1}, "investment_2030_yuan", "out_of_range"),
        ({"investment_2030_yuan": Decimal("1e14")}, "investment_2030_yuan", "out_of_range"),
        ({"investment_2030_yuan": float("inf")}, "investment_2030_yuan", "not_finite"),
        ({"investment_2030_yuan": 10**400}, "investment_2030_yuan", "not_finite"),
        ({"owner": "示例公司"}, "owner", "wrong_type"),
        ({"owner": {"address": "北京"}}, "owner.name", "required"),
        ({"owner": {"name": "x", "region_code": "999999"}}, "owner.region_code", "unknown_code"),
        ({"owner": {"name": "x", "phone": "1"}}, "owner.phone", "unknown_key"),
        (
            {"owner": {"name": "x", "unified_social_credit_code": "91350100M000100Y44"}},
            "owner.unified_social_credit_code",
            "bad_credit_code",
        ),
        ({"cases": {}}, "cases", "wrong_type"),
        ({"cases": [1]}, "cases", "wrong_type"),
        ({"cases": [{}] * 51}, "cases", "too_many"),
        ({"cases": [{}]}, "cases[0].name", "required"),
        ({"cases": case_with(cost=1)}, "cases[0].cost", "unknown_key"),
        ({"cases": case_with(investment_yuan=-1)}, "cases[0].investment_yuan", "out_of_range"),
        (
            {"cases": case_with(abatement_tco2_per_year=-1)},
            "cases[0].abatement_tco2_per_year",
            "out_of_range",
        ),
        (
            {"cases": case_with(emission_reduction_share=40)},
            "cases[0].emission_reduction_share",
            "out_of_range",
        ),
        (
            {"cases": case_with(service_life_years=0)},
            "cases[0].service_life_years",
            "not_positive",
        ),
        (
            {"cases": case_with(commissioned_on="2022-13-01")},
            "cases[0].commissioned_on",
            "not_a_date",
        ),
        ({"cases": case_with(commissioned_on=20221101)}, "cases[0].commissioned_on", "not_a_date"),
        ({"cases": case_with(project_type="other")}, "cases[0].project_type", "unknown_code"),
        ({"cases": case_with(co_benefits={"SO2": 1})}, "cases[0].co_benefits", "unknown_key"),
        (
            {"cases": case_with(unknown_fields={"name": True})},
            "cases[0].unknown_fields",
            "unknown_key",
        ),
        (
            {"applicability_rules": {"temperature_celsius": [200, 80]}},
            "applicability_rules.temperature_celsius",
            "range_reversed",
        ),
        (
            {"applicability_rules": {"temperature_celsius": 80}},
            "applicability_rules.temperature_celsius",
            "wrong_type",
        ),
        (
            {"applicability_rules": {"pressure_mpa": [-1, 2]}},
            "applicability_rules.pressure_mpa",
            "out_of_range",
        ),
        (
            {"applicability_rules": {"capacity": [1, 2]}},
            "applicability_rules.capacity",
            "incomplete_pair",
        ),
        (
            {"applicability_rules": {"sectors": ["C99"]}},
            "applicability_rules.sectors",
            "unknown_code",
        ),
        ({"colour": "green"}, "colour", "unknown_key"),
    ],
)
def test_a_faulty_field_is_refused_by_name_and_rule(changes, path, rule):
    row, problems = technology(**changes)

    assert row is None
    assert (path, rule) in rules_of(problems)


def test_every_fault_of_a_row_is_reported_at_once():
    _, problems = technology(
        name=None, adoption_share=7, stage="x", cases=case_with(payback_years=-1)
    )

    assert set(rules_of(problems)) == {
        ("name", "required"),
        ("adoption_share", "out_of_range"),
        ("stage", "unknown_code"),
        ("cases[0].payback_years", "out_of_range"),
    }


def test_problems_name_field_and_value_in_both_languages():
    _, problems = technology(cases=case_with(emission_reduction_share=40))

    zh, en = problems[0].text("zh"), problems[0].text("en")
    assert "项目碳排放较行业平均水平的下降比例" in zh
    assert "cases[0]" in zh
    assert "40" in zh
    assert "Reduction of emissions" in en
    assert "0.0 to 1.0" in en


def test_values_shown_in_problems_are_short_and_printable():
    _, problems = technology(stage="\x1b[31m" + "x" * 500)

    assert len(problems[0].value) <= 60
    assert problems[0].value.isprintable()


@pytest.mark.parametrize("rule", TEXTS)
def test_every_rule_has_different_texts_in_both_languages(rule):
    zh, en = TEXTS[rule]

    assert zh != en
    assert {part.split("}")[0].split("_")[0] for part in zh.split("{")[1:]} == {
        part.split("}")[0].split("_")[0] for part in en.split("{")[1:]
    }


DEMAND = {"external_id": "D1", "text": "想把余热用起来"}


def test_a_full_demand_is_read():
    row, problems = read_demand(
        {
            **DEMAND,
            "title": "余热",
            "language": "zh",
            "park": "P1",
            "enterprise": "E1",
            "site": {"latitude_deg": 36, "longitude_deg": Decimal("111.5"), "datum": "gcj02"},
            "sectors": ["C25"],
            "technology_types": ["工业领域降碳技术"],
            "project_type": "技改类",
            "accepts_demonstration": False,
            "max_investment_yuan": 8000000,
            "max_payback_years": 3,
            "max_abatement_cost_yuan_per_tco2": 300,
            "abatement_target_tco2_per_year": 5000,
            "needed_by_on": "2027-12-31",
            "weights": {"fit": 1},
            "visibility": "public",
            "expires_on": "2026-12-31",
        }
    )

    assert problems == []
    assert row.site.datum is Datum.GCJ02
    assert (row.site.latitude_deg, row.site.longitude_deg) == (36.0, 111.5)
    assert (row.technology_types, row.sectors) == (("2.1",), ("C25",))
    assert row.project_type is ProjectType.RETROFIT
    assert row.accepts_demonstration is False
    assert row.max_investment_yuan == Decimal(8_000_000)
    assert row.weights == {"fit": 1.0}
    assert row.visibility is DemandVisibility.PUBLIC


def test_the_development_files_id_and_evaluation_keys_are_accepted():
    row, problems = read_demand({"id": "D001", "text": "x", "relevant": ["T19"], "exclude": []})

    assert problems == []
    assert row.external_id == "D001"


@pytest.mark.parametrize(
    ("changes", "path", "rule"),
    [
        ({"external_id": None}, "external_id", "required"),
        ({"id": "D2"}, "external_id", "conflicting_ids"),
        ({"text": ""}, "text", "required"),
        ({"text": "x" * 50_000}, "text", "too_long"),
        ({"language": "fr"}, "language", "unknown_code"),
        ({"accepts_demonstration": "yes"}, "accepts_demonstration", "wrong_type"),
        ({"max_investment_yuan": 0}, "max_investment_yuan", "not_positive"),
        ({"max_payback_years": -3}, "max_payback_years", "not_positive"),
        ({"weights": {"fit": -1}}, "weights.fit", "out_of_range"),
        ({"weights": {"fit": 0, "location": 0, "abatement_cost": 0}}, "weights", "all_zero"),
        ({"weights": {"price": 1}}, "weights.price", "unknown_key"),
        ({"site": {"latitude_deg": 31}}, "site.latitude_deg", "incomplete_pair"),
        ({"site": {"longitude_deg": 31}}, "site.longitude_deg", "incomplete_pair"),
        ({"site": {"latitude_deg": 310, "longitude_deg": 1}}, "site.latitude_deg", "out_of_range"),
        ({"site": {"datum": "mars"}}, "site.datum", "unknown_code"),
        ({"site": "苏州"}, "site", "wrong_type"),
        ({"visibility": "secret"}, "visibility", "unknown_code"),
        ({"expires_on": "soon"}, "expires_on", "not_a_date"),
        ({"budget": 1}, "budget", "unknown_key"),
    ],
)
def test_a_faulty_demand_is_refused_by_name_and_rule(changes, path, rule):
    row, problems = read_demand({**DEMAND, **changes})

    assert row is None
    assert (path, rule) in rules_of(problems)


def test_swapped_coordinates_pass_the_import_to_be_warned_of_where_they_are_resolved():
    row, problems = read_demand({**DEMAND, "site": {"latitude_deg": 120.6, "longitude_deg": 31.3}})

    assert problems == []
    assert row.site.latitude_deg == 120.6


def use(**changes):
    return {"carrier": "electricity", "year": 2024, "amount": 1, "unit": "MWh", **changes}


PARK = {"external_id": "P1", "name": "示例园区"}
ENTERPRISE = {"external_id": "E1", "name": "示例企业"}


def test_a_park_is_read_with_enterprises_and_energy_use():
    row, problems = read_park(
        {
            **PARK,
            "region_code": 141000,
            "designations": ["国家生态工业示范园区"],
            "annual_output_yuan": Decimal("1.2e10"),
            "area_km2": None,
            "demo_profile_note": "示例数据",
            "energy_use": [
                use(carrier="天然气", unit="10^4 Nm3"),
                use(carrier="电力", unit="万千瓦时"),
            ],
            "enterprises": [{**ENTERPRISE, "sector_code": "2521", "energy_use": [use()]}],
        }
    )

    assert problems == []
    assert (row.region_code, row.profile_note) == ("141000", "示例数据")
    assert [(item.carrier, item.unit) for item in row.energy_use] == [
        (EnergyCarrier.NATURAL_GAS, "万Nm³"),
        (EnergyCarrier.ELECTRICITY, "万kWh"),
    ]
    assert row.enterprises[0].sector_code == "C2521"
    assert row.enterprises[0].energy_use[0].amount == 1.0


@pytest.mark.parametrize(
    ("changes", "path", "rule"),
    [
        ({"area_km2": 0}, "area_km2", "not_positive"),
        ({"designations": [5.5, {}]}, "designations", "wrong_type"),
        ({"energy_use": [use(amount=-1)]}, "energy_use[0].amount", "out_of_range"),
        ({"energy_use": [use(amount=[])]}, "energy_use[0].amount", "wrong_type"),
        ({"energy_use": [use(year=2024.5)]}, "energy_use[0].year", "wrong_type"),
        ({"energy_use": [use(year=24)]}, "energy_use[0].year", "out_of_range"),
        ({"energy_use": [use(unit="桶")]}, "energy_use[0].unit", "unknown_code"),
        ({"energy_use": [use(carrier="")]}, "energy_use[0].carrier", "required"),
        ({"energy_use": [{"year": 2024}]}, "energy_use[0].amount", "required"),
        ({"enterprises": [{"name": "x"}]}, "enterprises[0].external_id", "required"),
        ({"enterprises": [ENTERPRISE, ENTERPRISE]}, "enterprises", "duplicate_key"),
        (
            {"enterprises": [{**ENTERPRISE, "sector_code": "X1"}]},
            "enterprises[0].sector_code",
            "unknown_code",
        ),
    ],
)
def test_a_faulty_park_is_refused_by_name_and_rule(changes, path, rule):
    row, problems = read_park({**PARK, **changes})

    assert row is None
    assert (path, rule) in rules_of(problems)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = [
    *FULL,
    "id",
    "text",
    "site",
    "weights",
    "energy_use",
    "enterprises",
    "sectors",
    "expires_on",
]


@given(st.dictionaries(st.sampled_from(KEYS), json_values, max_size=10))
def test_no_record_breaks_a_reader_and_none_is_dropped_without_reason(content):
    for read in (read_technology, read_demand, read_park):
        row, problems = read(content)

        assert (row is None) == bool(problems)
        assert all(problem.text("zh") and problem.text("en") for problem in problems)
