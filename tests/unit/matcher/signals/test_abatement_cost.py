"""Cheaper abatement is never worse, and all that costs nothing is equal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.signals.abatement_cost import REFERENCE_COST_YUAN_PER_TCO2, abatement_cost_signal

costs = st.lists(st.floats(-1e4, 1e7), min_size=1, max_size=8).map(np.array)


@given(costs)
def test_cheaper_is_never_worse(cost):
    value = abatement_cost_signal(np.sort(cost))

    assert ((value > 0) & (value <= 1)).all()
    assert (np.diff(value) <= 0).all()


@given(costs)
def test_everything_that_costs_nothing_is_equal(cost):
    assert (abatement_cost_signal(-np.abs(cost)) == 1.0).all()


def test_the_reference_cost_scores_one_half_and_unknown_stays_unknown():
    value = abatement_cost_signal(np.array([REFERENCE_COST_YUAN_PER_TCO2, np.nan]))

    assert value[0] == 0.5
    assert np.isnan(value[1])


def test_the_reference_must_be_positive():
    with pytest.raises(ValueError, match="positive"):
        abatement_cost_signal(np.array([1.0]), reference_yuan_per_tco2=-1.0)
