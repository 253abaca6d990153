"""The audit as a form meets it: what is said, where, and what one click would apply."""

from dataclasses import replace
from datetime import date

import pytest

from data.vocabulary import FindingRule, FindingSeverity, ProjectType, TechnologyStage
from matcher.form_audit import AuditedCase, AuditedForm, audit_form, correction_text, finding_text

CASE = AuditedCase(
    project_type=ProjectType.RETROFIT,
    investment_yuan=1e7,
    abatement_tco2_per_year=5000.0,
    service_life_years=15.0,
    annual_benefit_yuan=2.5e6,
    payback_years=4.0,
    construction_months=6.0,
    abatement_cost_yuan_per_tco2=133.0,
    emission_reduction_share=0.12,
)
OTHER = AuditedCase(
    project_type=ProjectType.NEW_BUILD,
    investment_yuan=3e7,
    conventional_investment_yuan=2.4e7,
    abatement_tco2_per_year=4000.0,
    service_life_years=20.0,
    annual_benefit_yuan=5e6,
    payback_years=6.0,
    construction_months=12.0,
    abatement_cost_yuan_per_tco2=75.0,
)
FORM = AuditedForm(
    stage=TechnologyStage.PROMOTION,
    adoption_share=0.05,
    adoption_share_2030=0.3,
    investment_2030_yuan=6e9,
    abatement_potential_2030_tco2_per_year=3e6,
    comparison_technology="燃煤链条锅炉",
    cases=(CASE, OTHER),
)


def audited(**changes):
    return audit_form(replace(FORM, cases=(replace(CASE, **changes), OTHER)))


def test_the_worked_examples_raise_nothing():
    assert audit_form(FORM) == ()


@pytest.mark.parametrize(
    ("field", "stated", "rule", "meant"),
    [
        ("investment_yuan", 1e11, FindingRule.INVESTMENT_UNIT, 1e7),
        ("investment_yuan", 1e3, FindingRule.INVESTMENT_UNIT, 1e7),
        ("abatement_tco2_per_year", 0.5, FindingRule.ABATEMENT_UNIT, 5000),
        ("abatement_cost_yuan_per_tco2", 0.0133, FindingRule.UNIT_COST_UNIT, 133),
        ("abatement_cost_yuan_per_tco2", 234.0, FindingRule.UNIT_COST_DISCOUNTED, 133.3),
        ("abatement_cost_yuan_per_tco2", -366.0, FindingRule.UNIT_COST_NET, 133.3),
        ("abatement_cost_yuan_per_tco2", 180.0, FindingRule.UNIT_COST_DIFFERS, 133.3),
        ("annual_benefit_yuan", 250.0, FindingRule.BENEFIT_UNIT, 2.5e6),
        ("annual_benefit_yuan", 3.75e7, FindingRule.BENEFIT_LIFETIME, 2.5e6),
        ("payback_years", 48.0, FindingRule.PAYBACK_MONTHS, 4),
        ("payback_years", 9.0, FindingRule.PAYBACK_DIFFERS, 4),
        ("service_life_years", 180.0, FindingRule.SERVICE_LIFE_MONTHS, 15),
        ("construction_months", 0.5, FindingRule.CONSTRUCTION_MONTHS, 6),
        ("emission_reduction_share", 12.0, FindingRule.SHARE_PERCENT, 0.12),
    ],
)
def test_a_slip_is_said_once_with_what_was_meant(field, stated, rule, meant):
    (finding,) = audited(**{field: stated})

    assert (finding.rule, finding.field, finding.case_index) == (rule, field, 0)
    (correction,) = finding.likely
    assert (correction.field, correction.case_index) == (field, 0)
    assert correction.value == pytest.approx(meant, rel=0.01)


@pytest.mark.parametrize(
    ("field", "stated", "rule", "meant"),
    [
        ("adoption_share", 5.0, FindingRule.SHARE_PERCENT, 0.05),
        ("adoption_share_2030", 30.0, FindingRule.SHARE_PERCENT, 0.3),
        ("adoption_share_2030", 0.003, FindingRule.SHARE_PERCENT, 0.3),
        ("abatement_potential_2030_tco2_per_year", 300.0, FindingRule.POTENTIAL_2030_UNIT, 3e6),
        ("abatement_potential_2030_tco2_per_year", 3e10, FindingRule.POTENTIAL_2030_UNIT, 3e6),
        ("investment_2030_yuan", 6e5, FindingRule.INVESTMENT_2030_UNIT, 6e9),
        ("investment_2030_yuan", 6e13, FindingRule.INVESTMENT_2030_UNIT, 6e9),
    ],
)
def test_a_slip_of_the_form_itself_is_said_once(field, stated, rule, meant):
    (finding,) = audit_form(replace(FORM, **{field: stated}))

    assert (finding.rule, finding.field, finding.case_index) == (rule, field, None)
    assert [one.value for one in finding.likely] == pytest.approx([meant])


def test_what_leaves_the_same_trace_is_offered_too():
    (finding,) = audited(annual_benefit_yuan=2.5e6 * 12, service_life_years=12.0,
                         abatement_cost_yuan_per_tco2=167.0)  # fmt: skip

    assert finding.rule is FindingRule.BENEFIT_LIFETIME
    assert [[one.field for one in other] for other in finding.alternatives] == [["payback_years"]]


def test_several_amounts_slipped_together_are_one_finding():
    (finding,) = audited(investment_yuan=1e11, annual_benefit_yuan=2.5e10)

    assert finding.rule is FindingRule.MONEY_UNIT
    assert {one.field: one.value for one in finding.likely} == {
        "investment_yuan": 1e7,
        "annual_benefit_yuan": 2.5e6,
    }


def test_without_a_service_life_lifetime_figures_are_pointed_out_but_not_guessed():
    (finding,) = audited(service_life_years=None, abatement_cost_yuan_per_tco2=2000.0)

    assert finding.rule is FindingRule.ANNUAL_OR_LIFETIME
    assert finding.likely == ()


def test_a_project_without_benefit_is_never_earned_back_and_needs_no_payback():
    assert audited(annual_benefit_yuan=0.0, payback_years=None) == ()
    (finding,) = audited(annual_benefit_yuan=0.0)
    assert finding.rule is FindingRule.PAYBACK_WITHOUT_BENEFIT


def test_what_is_missing_is_said_once_and_in_words():
    empty = AuditedForm(
        stage=TechnologyStage.DEMONSTRATION,
        empty_fields=frozenset({"name", "comparison_technology", "cases"}),
        contact_empty_fields=frozenset({"email", "fax"}),
    )
    found = audit_form(empty)

    assert {(one.rule.value, one.field) for one in found} == {
        ("required_empty", "name"),
        ("comparison_missing", "comparison_technology"),
        ("too_few_cases", "cases"),
        ("contact_incomplete", "applicant_contact"),
    }
    texts = [finding_text(one, "zh") for one in found]
    assert "联系人信息缺少：E-mail。" in texts
    assert "示范类至少需要 1 个典型案例，现有 0 个。" in texts


def test_errors_come_first():
    found = audited(investment_yuan=-1.0, commissioned_on=date(1980, 1, 1))

    assert [one.severity for one in found] == [FindingSeverity.ERROR, FindingSeverity.WARNING]


def test_sentences_carry_values_with_units():
    (finding,) = audited(investment_yuan=1e3)

    assert finding_text(finding, "zh") == (
        "项目投资额 1,000 元与其他数据相差约一万倍，可能混淆了元与万元；1,000 万元与其他数据相符。"
    )
    assert "10 million yuan agrees" in finding_text(finding, "en")
    assert correction_text(finding.likely[0], "zh") == "项目投资额：1,000 万元"
    assert correction_text(finding.likely[0], "en") == "Project investment: 10 million yuan"
