"""Weights are normalised, and refused by name when they cannot be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.weights import DEFAULT_WEIGHTS, PARTS, Weights, WeightsError

amounts = st.floats(0.0, 1.7e308)


def test_without_a_wish_the_defaults_count():
    assert Weights.normalised().as_mapping() == pytest.approx(dict(DEFAULT_WEIGHTS))


def test_a_missing_weight_takes_its_default_before_all_are_normalised():
    weights = Weights.normalised({"location": 0.75})

    assert weights.as_mapping() == pytest.approx(
        {"fit": 0.375, "location": 0.46875, "abatement_cost": 0.15625}
    )


@pytest.mark.parametrize(
    ("given_weights", "field", "rule"),
    [
        ({"fit": -0.1}, "fit", "not_negative"),
        ({"location": float("nan")}, "location", "finite"),
        ({"location": float("inf")}, "location", "finite"),
        ({"price": 1.0}, "price", "known_name"),
        ({"fit": 0, "location": 0, "abatement_cost": 0}, "weights", "not_all_zero"),
    ],
)
def test_unusable_weights_are_refused_by_name(given_weights, field, rule):
    with pytest.raises(WeightsError) as caught:
        Weights.normalised(given_weights)

    assert (caught.value.field, caught.value.rule) == (field, rule)


@given(st.fixed_dictionaries(dict.fromkeys(PARTS, amounts)))
def test_usable_weights_sum_to_one_whatever_their_size(given_weights):
    if any(given_weights.values()):
        assert sum(Weights.normalised(given_weights).as_mapping().values()) == pytest.approx(1.0)
