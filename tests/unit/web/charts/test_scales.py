import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.scales import Linear, padded, ticks

numbers = st.floats(-1e9, 1e9, allow_nan=False)


@given(numbers, st.floats(1e-3, 1e9), st.integers(1, 10))
def test_ticks_are_ascending_within_the_range_and_not_many(low, span, wanted):
    high = low + span
    found = ticks(low, high, wanted)
    slack = span * 1e-6
    assert found == sorted(found)
    assert all(low - slack <= tick <= high + slack for tick in found)
    assert len(found) <= 3 * wanted + 2


def test_ticks_are_round():
    assert ticks(0, 8800, 4) == [0, 2000, 4000, 6000, 8000]
    assert ticks(-300, 247, 5) == [-300, -200, -100, 0, 100, 200]


def test_an_empty_range_has_one_tick():
    assert ticks(5, 5) == [5]
    assert ticks(0, 5e-324) == [0]


@given(st.lists(numbers, min_size=1, max_size=20))
def test_a_padded_range_holds_every_value_and_zero(values):
    low, high = padded(values)
    assert low <= min(*values, 0.0)
    assert high > max(*values, 0.0) - 1e-9
    assert high > low


def test_a_scale_is_linear_and_survives_an_empty_range():
    scale = Linear(0, 10, 100, 200)
    assert scale(2.5) == pytest.approx(125)
    assert Linear(3, 3, 7, 9)(3) == 7
