"""State of the match page in its address: weights, order, filters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from web.presenters.match_ranking import asked_order, asked_weights, filtered, kept


def _match(rank, **fields):
    values = {
        "rank": rank,
        "technology": {"stage": "promotion", "technology_type": "2.1"},
        "unknowns": [],
        "warnings": [],
        "confidence": "high",
        "figures": {"abatement_tco2_per_year": None},
        "cost": None,
        "distance_km": None,
    }
    return values | fields


def _ranks(args, matches):
    return [one["rank"] for one in filtered(MultiDict(args), matches)]


def test_a_preset_wins_over_the_sliders_sent_with_it():
    args = MultiDict({"preset": "saving", "weight_fit": "99"})

    assert asked_weights(args) == {"fit": 40, "location": 10, "abatement_cost": 50}


def test_no_weights_are_the_needs_own():
    assert asked_weights(MultiDict({"stage": "promotion"})) is None


@given(st.text(max_size=20))
def test_any_text_is_a_weight_between_0_and_100_or_none(text):
    found = asked_weights(MultiDict({"weight_fit": text}))

    assert found is None or 0 <= found["fit"] <= 100


@pytest.mark.parametrize(
    ("order", "ranks"),
    [("score", [1, 2, 3]), ("abatement", [2, 1, 3]), ("cost", [3, 1, 2]), ("distance", [2, 3, 1])],
)
def test_what_is_unknown_stands_last_in_every_order(order, ranks):
    def tonnes(value):
        return {"abatement_tco2_per_year": value}

    def cost(value):
        return {"abatement_cost_yuan_per_tco2": value}

    matches = [
        _match(1, figures=tonnes(10.0), cost=cost(0.0)),
        _match(2, figures=tonnes(90.0), distance_km=5.0),
        _match(3, cost=cost(-50.0), distance_km=60.0),
    ]

    assert _ranks({"sort": order}, matches) == ranks


def test_filters_of_one_group_add_and_of_two_narrow():
    matches = [
        _match(1),
        _match(2, technology={"stage": "demonstration", "technology_type": "2.1"}),
        _match(3, technology={"stage": "demonstration", "technology_type": "1.1"}),
    ]

    both = [("stage", "promotion"), ("stage", "demonstration")]
    assert _ranks(both, matches) == [1, 2, 3]
    assert _ranks([("stage", "demonstration"), ("type", "1.1")], matches) == [3]


def test_hiding_drops_what_is_unsure():
    matches = [_match(1, unknowns=[{}]), _match(2, warnings=[{}]), _match(3, confidence="low")]

    assert _ranks({"hide": "unknowns"}, matches) == [2, 3]
    assert _ranks({"hide": "warnings"}, matches) == [1, 3]
    assert _ranks({"hide": "low"}, matches) == [1, 2]


def test_the_address_keeps_filters_and_moved_weights():
    args = MultiDict([("stage", "promotion"), ("hide", "low"), ("weight_fit", "30")])
    weights = {"fit": 0.3, "location": 0.3, "abatement_cost": 0.4}

    assert kept(args, weights, "cost") == {
        "stage": ["promotion"],
        "hide": ["low"],
        "weight_fit": 30,
        "weight_location": 30,
        "weight_abatement_cost": 40,
        "sort": "cost",
    }


def test_an_unknown_order_is_by_score():
    assert asked_order(MultiDict({"sort": "price"})) == "score"
