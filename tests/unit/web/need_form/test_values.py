"""Typed texts become values, or a problem that names the field and the rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import DemandVisibility, ProjectType
from web.need_form import values
from web.need_form.state import FormState


def _state(**fields):
    return FormState({name: [text] for name, text in fields.items()})


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("800", 8e6), ("1,200", 1.2e7), ("１，２００", 1.2e7), (" 0.5 ", 5e3), ("1e3", 1e7)],
)
def test_an_investment_is_typed_in_ten_thousands(typed, yuan):
    assert values.parse_limits(_state(max_investment=typed)).numbers["max_investment"] == yuan


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("many", "not_a_number"),
        ("nan", "not_a_number"),
        ("inf", "not_a_number"),
        ("1e400", "not_a_number"),
        ("0", "not_positive"),
        ("-3", "not_positive"),
        ("101", "too_large"),
    ],
)
def test_a_number_that_cannot_be_is_named_with_its_rule(typed, rule):
    problems = values.parse_limits(_state(max_payback=typed)).problems

    assert [(p.field, p.rule) for p in problems] == [("max_payback", rule)]


@given(st.text(max_size=40))
def test_any_text_is_a_number_above_zero_or_a_problem(typed):
    parsed = values.parse_limits(_state(max_abatement_cost=typed))
    value = parsed.numbers["max_abatement_cost"]

    assert value is None or 0 < value <= values.LARGEST["max_abatement_cost"]
    assert value is None or not parsed.problems


def test_not_sure_is_unknown_whatever_stands_in_the_box():
    parsed = values.parse_limits(_state(max_payback="x", max_payback_unknown="1"))

    assert parsed.numbers["max_payback"] is None
    assert parsed.problems == []


def test_dates_are_iso_dates():
    parsed = values.parse_limits(_state(needed_by="2027-06-30", expires_on="30.6.2027"))

    assert parsed.dates == {"needed_by": date(2027, 6, 30), "expires_on": None}
    assert [(p.field, p.rule) for p in parsed.problems] == [("expires_on", "not_a_date")]


def test_choices_nobody_offers_are_unknown():
    state = _state(project_type="x", accepts_demonstration="maybe", visibility="all", park_id="-1")

    assert values.project_type(state) is None
    assert values.accepts_demonstration(state) is None
    assert values.visibility(state) is DemandVisibility.MATCHED_OWNERS
    assert values.record_id(state, "park_id") is None


def test_choices_are_read_by_their_codes():
    state = _state(project_type="retrofit", accepts_demonstration="no", visibility="private")

    assert values.project_type(state) is ProjectType.RETROFIT
    assert values.accepts_demonstration(state) is False
    assert values.visibility(state) is DemandVisibility.PRIVATE


def test_only_codes_that_exist_are_kept():
    state = FormState({"sectors": ["C25", "Z99", "C2520"], "technology_types": ["2.1", "9.9"]})

    assert values.known_sectors(state) == ("C25", "C2520")
    assert values.known_types(state) == ("2.1",)
