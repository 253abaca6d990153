"""Nearer in size is never worse, and more counts as much as less."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.signals.scale import scale_signal

sizes = st.floats(1e-3, 1e9)


@given(sizes, st.lists(st.floats(1.0, 1e6), min_size=1, max_size=8))
def test_nearer_in_size_is_never_worse(size, ratios):
    value = scale_signal(size * np.sort(ratios), size)

    assert ((value > 0) & (value <= 1)).all()
    assert (np.diff(value) <= 0).all()


@given(sizes, st.floats(1.0, 1e4))
def test_times_more_counts_as_much_as_times_less(size, ratio):
    more, less = scale_signal(np.array([size * ratio, size / ratio]), size)

    assert more == pytest.approx(less)


def test_equal_scores_one_and_ten_times_one_half():
    assert scale_signal(np.array([5.0, 50.0]), 5.0).tolist() == [1.0, 0.5]


@pytest.mark.parametrize("demand_size", [np.nan, 0.0, -1.0])
def test_a_demand_of_no_known_size_leaves_it_unknown(demand_size):
    assert np.isnan(scale_signal(np.array([5.0]), demand_size)).all()


def test_a_case_of_no_known_size_is_unknown():
    assert np.isnan(scale_signal(np.array([np.nan, 0.0]), 5.0)).all()
