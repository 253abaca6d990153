"""The signal is the share of the demand's temperatures that a technology covers."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.signals.temperature import temperature_signal

degrees = st.floats(-200.0, 2000.0)


def value(low, high, demand):
    return float(temperature_signal(np.array([low]), np.array([high]), demand)[0])


@pytest.mark.parametrize(
    ("low", "high", "demand", "share"),
    [
        (80.0, 200.0, (120.0, 120.0), 1.0),
        (80.0, 200.0, (200.0, 200.0), 1.0),
        (80.0, 200.0, (60.0, 60.0), 0.0),
        (80.0, 200.0, (60.0, 100.0), 0.5),
        (80.0, inf, (60.0, 100.0), 0.5),
        (-inf, inf, (60.0, 100.0), 1.0),
        (80.0, 200.0, (300.0, 400.0), 0.0),
        (80.0, 200.0, (120.0, None), 1.0),
        (80.0, 200.0, (None, 60.0), 0.0),
    ],
)
def test_the_covered_share(low, high, demand, share):
    assert value(low, high, demand) == share


@pytest.mark.parametrize("demand", [None, (None, None)])
def test_a_demand_without_temperatures_leaves_it_unknown(demand):
    assert np.isnan(value(80.0, 200.0, demand))


@pytest.mark.parametrize("demand", [(120.0, 120.0), (60.0, 100.0)])
def test_a_technology_without_a_band_is_unknown(demand):
    assert np.isnan(value(nan, nan, demand))


@given(degrees, degrees, degrees, degrees, st.floats(0.0, 100.0))
def test_a_wider_band_never_covers_less(a, b, c, d, more):
    (low, high), demand = sorted((a, b)), tuple(sorted((c, d)))

    assert 0.0 <= value(low, high, demand) <= value(low - more, high + more, demand) <= 1.0
