"""Nearer is never worse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.signals.proximity import HALF_DISTANCE_KM, proximity_signal

distances = st.lists(st.floats(0.0, 20_000.0), min_size=1, max_size=8).map(np.array)


@given(distances)
def test_nearer_is_never_worse(distance_km):
    value = proximity_signal(np.sort(distance_km))

    assert ((value > 0) & (value <= 1)).all()
    assert (np.diff(value) <= 0).all()


def test_on_site_scores_one_and_the_half_distance_one_half():
    value = proximity_signal(np.array([0.0, HALF_DISTANCE_KM, np.nan]))

    assert value[:2].tolist() == [1.0, 0.5]
    assert np.isnan(value[2])


def test_the_half_distance_must_be_positive():
    with pytest.raises(ValueError, match="positive"):
        proximity_signal(np.array([1.0]), half_distance_km=0.0)
