"""What is read out of texts: grid factors, earlier emissions, comparison, evidence."""

import time
from dataclasses import replace
from datetime import date

import pytest

from data.vocabulary import FindingRule, FindingSeverity, TechnologyStage
from matcher.form_audit import AuditedCase, AuditedForm, audit_form, finding_text
from matcher.form_audit.grid_factor import stated_factors

FORM = AuditedForm(
    stage=TechnologyStage.DEMONSTRATION,
    comparison_technology="燃煤链条锅炉",
    cases=(AuditedCase(),),
)


def rules(form):
    return [(one.rule, one.field, one.case_index) for one in audit_form(form)]


def with_text(text):
    return replace(FORM, cases=(AuditedCase(texts={"content": text}),))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("电网排放因子取 0.5703 tCO₂/MWh", [0.5703]),
        ("按全国电网平均排放因子0.5703计算", [0.5703]),
        ("0.5366kgCO2/kWh", [0.5366]),
        ("电力排放因子为 5.703 tCO2/万kWh", [0.5703]),
        ("采用区域电网基准线排放因子（0.7921 tCO2/MWh）", [0.7921]),
        ("emission factor 0.5810 tCO2/MWh", [0.581]),
        ("热回收率 0.725，效率 0.9123", []),
        ("天然气排放因子 0.0561", []),
    ],
)
def test_grid_factors_are_read_from_texts(text, values):
    found = [factor.value for factor in stated_factors(with_text(text))]

    assert found == pytest.approx(values)


def test_another_factor_is_named_and_the_notices_own_is_right():
    assert audit_form(with_text("年节电 300 万kWh，电网排放因子 0.5703 tCO2/MWh")) == ()
    (finding,) = audit_form(with_text("年节电 300 万kWh，电网排放因子 0.5366 tCO2/MWh"))

    assert finding.rule is FindingRule.GRID_FACTOR_OTHER
    assert finding.values["factor_id"] == "grid.cn.avg.2022"
    assert "2022" in finding_text(finding, "zh")
    assert "0.5703 tCO2/MWh" in finding_text(finding, "en")


def test_electricity_without_a_factor_is_a_hint():
    (finding,) = audit_form(with_text("年节电 1,200 MWh"))

    assert finding.rule is FindingRule.GRID_FACTOR_MISSING
    assert finding.severity is FindingSeverity.HINT
    assert audit_form(with_text("单位产品电耗 35 kWh/t")) == ()


@pytest.mark.parametrize("comparison", ["", None, "无", "/"])
def test_a_comparison_must_be_named(comparison):
    found = rules(replace(FORM, comparison_technology=comparison))

    assert found == [(FindingRule.COMPARISON_MISSING, "comparison_technology", None)]


@pytest.mark.parametrize(
    "comparison", ["传统技术", "常规工艺", "与同类技术相比", "conventional technology"]
)
def test_a_comparison_must_be_particular(comparison):
    found = rules(replace(FORM, comparison_technology=comparison))

    assert found == [(FindingRule.COMPARISON_VAGUE, "comparison_technology", None)]


def test_an_appraisal_needs_evidence_only_where_attachments_are_known():
    claimed = replace(FORM, appraisal="科技成果鉴定 2023-118")

    assert rules(claimed) == []
    assert rules(replace(claimed, has_appraisal_evidence=True)) == []
    assert rules(replace(FORM, appraisal="无", has_appraisal_evidence=False)) == []
    assert rules(replace(claimed, has_appraisal_evidence=False, has_calculation=False)) == [
        (FindingRule.EVIDENCE_MISSING, "appraisal", None),
        (FindingRule.CALCULATION_MISSING, "abatement_potential_2030_tco2_per_year", None),
    ]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.12, []),
        (0.13, []),
        (0.0012, [FindingRule.SHARE_PERCENT]),
        (12.0, [FindingRule.SHARE_PERCENT]),
        (0.4, [FindingRule.REDUCTION_DIFFERS]),
        (-0.1, [FindingRule.SHARE_RANGE]),
        (0.0, [FindingRule.SHARE_RANGE]),
    ],
)
def test_a_reduction_agrees_with_the_earlier_emissions_a_text_states(share, expected):
    case = AuditedCase(
        abatement_tco2_per_year=5000.0,
        emission_reduction_share=share,
        texts={"environmental_benefit": "改造前年排放量约 4 万吨二氧化碳"},
    )
    found = audit_form(replace(FORM, cases=(case,)))

    assert [one.rule for one in found] == expected


def test_cases_are_commissioned_in_time():
    def dated(day, **changes):
        case = AuditedCase(commissioned_on=day, construction_months=18.0)
        form = replace(FORM, audited_on=date(2026, 6, 1), cases=(case,), **changes)
        return [one.rule for one in audit_form(form)]

    closed = {"batch_closes_on": date(2026, 3, 25), "is_submitted": True}
    assert dated(date(2022, 5, 1)) == []
    assert dated(date(2026, 6, 2)) == [FindingRule.COMMISSIONED_IN_FUTURE]
    assert dated(date(1991, 3, 1)) == [FindingRule.COMMISSIONED_TOO_EARLY]
    assert dated(date(2026, 4, 1), **closed) == [FindingRule.COMMISSIONED_AFTER_BATCH]
    assert dated(date(2022, 5, 1), **closed) == []
    assert dated(date(2022, 5, 1), batch_closes_on=date(2026, 3, 25)) == [FindingRule.BATCH_CLOSED]


def test_a_negative_unit_cost_is_doubted_where_the_project_type_is_open():
    case = AuditedCase(
        investment_yuan=3.2e6, abatement_tco2_per_year=1860.0, annual_benefit_yuan=1.8e6,
        payback_years=1.8, construction_months=4.0, abatement_cost_yuan_per_tco2=-182.0,
    )  # fmt: skip
    (finding,) = audit_form(replace(FORM, cases=(case,)))

    assert (finding.rule, finding.severity) == (FindingRule.UNIT_COST_SIGN, FindingSeverity.HINT)


@pytest.mark.parametrize(
    "unit", ["1", " ", "1 ", "0.5703 ", "改造前排放", "电网因子", "传统技术", "1 万 "]
)
def test_long_texts_of_strangers_are_read_in_little_time(unit):
    text = "0.5703" + unit * (20_000 // len(unit))
    began = time.process_time()
    audit_form(replace(with_text(text), comparison_technology=text))

    assert time.process_time() - began < 0.5
