"""Titles, places and weights from what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.need_form.demands import (
    DERIVED_TITLE_CHARACTERS,
    check_text,
    priority_of,
    site_of,
    title_of,
    weights_of,
)
from web.need_form.state import FormState


def _state(**fields):
    return FormState({name: [text] for name, text in fields.items()})


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("余热回收。其他。", "余热回收"),
        ("Recover heat. Then more.", "Recover heat"),
        ("甲" * 60, "甲" * 39 + "…"),
        ("甲" * 20 + "，" + "乙" * 60, "甲" * 20),
    ],
)
def test_the_title_is_the_beginning_of_the_text(text, title):
    assert title_of(_state(text=text)) == title


@given(st.text(min_size=1, max_size=200))
def test_a_text_with_words_always_gives_a_short_title(text):
    state = _state(text=text)
    if not check_text(state):
        assert 0 < len(title_of(state)) <= DERIVED_TITLE_CHARACTERS


def test_a_given_title_wins():
    assert title_of(_state(text="余热回收", title="示例")) == "示例"


def test_a_chosen_place_counts_only_for_the_address_it_was_made_for():
    chosen = {"region_code": "110105", "address_resolved": "朝阳区"}

    assert site_of(_state(address="朝阳区", **chosen)).region_code == "110105"
    assert site_of(_state(address="临汾市", **chosen)).region_code is None


def test_coordinates_stay_with_the_address_and_park_they_belong_to():
    exact = {"latitude_deg": "31.3", "longitude_deg": "120.6", "exact_address": "甲路1号"}

    assert site_of(_state(address="甲路1号", **exact)).latitude_deg == 31.3
    assert site_of(_state(address="乙路1号", **exact)).latitude_deg is None
    assert site_of(_state(address="甲路1号", park_id="7", **exact)).latitude_deg is None


@pytest.mark.parametrize(
    "weights",
    [
        None,
        {"fit": 40, "location": 10, "abatement_cost": 50},
        {"fit": 0.2, "location": 0.3, "abatement_cost": 0.5},
    ],
)
def test_stored_weights_survive_the_form(weights):
    assert weights_of(_state(priority=priority_of(weights))) == weights
