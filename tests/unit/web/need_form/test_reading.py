"""Boxes follow the text until a hand changes them; an emptied reading is ignored."""

from datetime import date

from web.need_form.reading import ignored_readings, read_into, typed
from web.need_form.state import FormState

TODAY = date(2026, 6, 1)
TEXT = "余热回收，投资不超过800万元，三年内回本。"


def _read(**fields):
    state = FormState({name: [text] for name, text in fields.items()})
    read_into(state, today=TODAY)
    return state


def test_readings_fill_empty_boxes():
    state = _read(text=TEXT)

    assert (state.one("max_investment"), state.one("max_payback")) == ("800", "3")


def test_a_box_filled_by_hand_is_left_alone():
    assert _read(text=TEXT, max_investment="500").one("max_investment") == "500"


def test_an_emptied_box_stays_empty_while_the_text_says_the_same():
    state = _read(text=TEXT)
    state.put("max_investment", "")
    read_into(state, today=TODAY)

    assert state.one("max_investment") == ""
    assert ignored_readings(state) == ("max_investment",)


def test_a_box_follows_a_changed_text():
    state = _read(text=TEXT)
    state.put("text", "余热回收，投资不超过900万元。")
    read_into(state, today=TODAY)

    assert (state.one("max_investment"), state.one("max_payback")) == ("900", "")


def test_not_sure_is_never_filled_and_is_ignored():
    state = _read(text=TEXT, max_payback_unknown="1")

    assert state.one("max_payback") == ""
    assert ignored_readings(state) == ("max_payback",)


def test_readings_switched_off_on_the_match_page_stay_off():
    state = _read(text=TEXT)
    state.put("ignored", ["temperature", "max_investment"])

    assert ignored_readings(state) == ("temperature",)


def test_values_stand_in_the_unit_of_their_box():
    assert typed("max_investment", 8_000_000.0) == "800"
    assert typed("accepts_demonstration", False) == "no"
    assert typed("needed_by", date(2027, 6, 30)) == "2027-06-30"
    assert typed("max_payback", None) == ""
