import pytest

from data.reference import field_dictionary
from data.vocabulary import FormSection, ProjectType, TechnologyStage
from matcher.form_completeness import (
    CASE_FIELDS,
    SECTION_FIELDS,
    DraftFacts,
    needed_fields,
    section_counts,
    total_count,
)

EMPTY = DraftFacts(stage=None, technology={})
FULL_TEXTS = {name: "示例" for names in SECTION_FIELDS.values() for name in names}


def _paths(draft, **wanted):
    return [
        one.path
        for one in needed_fields(draft)
        if all(getattr(one, name) == value for name, value in wanted.items())
    ]


def test_an_empty_draft_lacks_everything_and_one_case():
    needed = needed_fields(EMPTY)

    assert not any(one.is_filled for one in needed)
    assert _paths(EMPTY, path="cases") == ["cases"]


@pytest.mark.parametrize(
    ("stage", "cases"), [(TechnologyStage.DEMONSTRATION, 1), (TechnologyStage.PROMOTION, 2)]
)
def test_a_stage_asks_for_its_number_of_cases(stage, cases):
    draft = DraftFacts(stage=stage, technology={})

    assert len(_paths(draft, path="cases")) == cases


def test_a_case_counts_with_each_of_its_fields_and_no_longer_as_missing():
    filled = dict.fromkeys(CASE_FIELDS, "示例") | {"annual_benefit_yuan": 1}
    draft = DraftFacts(stage=TechnologyStage.DEMONSTRATION, technology={}, cases=[(7, filled)])

    assert _paths(draft, path="cases") == []
    open_paths = _paths(draft, section=FormSection.CASES, is_filled=False)
    assert open_paths == ["cases.7.project_type", "cases.7.service_life_years", "cases.7.address"]
    assert all(not one.is_official for one in needed_fields(draft) if one.path in open_paths)


def test_a_new_build_is_asked_for_the_conventional_investment():
    def paths(project):
        cases = [(7, {"project_type": project})]
        return _paths(DraftFacts(stage=TechnologyStage.PROMOTION, technology={}, cases=cases))

    path = "cases.7.conventional_investment_yuan"
    assert path in paths(ProjectType.NEW_BUILD)
    assert path not in paths(ProjectType.RETROFIT)


def test_zero_is_an_answer_and_empty_text_is_none():
    draft = DraftFacts(
        stage=TechnologyStage.PROMOTION,
        technology={"adoption_share": 0.0, "typical_users": "", "fields": []},
    )
    filled = _paths(draft, is_filled=True)

    assert filled == ["adoption_share"]


def test_counts_add_up():
    draft = DraftFacts(stage=TechnologyStage.PROMOTION, technology=FULL_TEXTS)
    needed = needed_fields(draft)
    counts = section_counts(needed)
    total = total_count(counts)

    assert counts[FormSection.BASICS].is_complete
    assert not counts[FormSection.CONTACT].is_complete
    assert total.total == len(needed)
    assert total.filled == sum(one.is_filled for one in needed)
    assert FormSection.RULES not in counts


def test_every_field_of_the_layout_is_in_the_dictionary():
    known = field_dictionary()

    assert all(("technology", name) in known for names in SECTION_FIELDS.values() for name in names)
    assert all(("technology_case", name) in known for name in CASE_FIELDS)


def test_official_fields_of_the_form_are_all_on_a_page():
    shown = {name for names in SECTION_FIELDS.values() for name in names}
    elsewhere = {
        "technology_category", "owner", "recommending_unit", "recommendation_opinion",
        "applicant_contact", "cases",
    }  # fmt: skip
    official = {
        entry.field
        for (record, _), entry in field_dictionary().items()
        if record == "technology" and "附件1" in entry.clause
    }

    assert official - shown == elsewhere


@pytest.mark.parametrize(
    ("benefit_yuan", "is_asked"), [(None, True), (1, True), (0, False), (-5, False)]
)
def test_what_is_never_earned_back_needs_no_payback(benefit_yuan, is_asked):
    cases = [(7, {"annual_benefit_yuan": benefit_yuan})]
    draft = DraftFacts(stage=TechnologyStage.DEMONSTRATION, technology={}, cases=cases)

    assert _paths(draft, path="cases.7.payback_years") == ["cases.7.payback_years"] * is_asked


@pytest.mark.parametrize("name", ["project_type", "service_life_years", "address"])
def test_a_supplement_answered_unknown_is_answered(name):
    values = {"unknown_fields": {name: True}}
    draft = DraftFacts(stage=TechnologyStage.DEMONSTRATION, technology={}, cases=[(7, values)])

    assert f"cases.7.{name}" in _paths(draft, is_filled=True)
    assert "cases.7.scale" not in _paths(draft, is_filled=True)
