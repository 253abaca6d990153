"""Every subject shared helps, none is unknown, and nothing else matters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.signals.coverage import covered_share
from matcher.signals.medium import medium_signal
from matcher.signals.purpose import purpose_signal

masks = st.integers(0, 2**36 - 1)


def share(mask, wanted):
    return float(covered_share(np.array([mask], dtype=np.uint64), wanted)[0])


@given(masks, masks)
def test_it_is_a_share_or_unknown(mask, wanted):
    value = share(mask, wanted)

    assert np.isnan(value) == (mask == 0 or wanted == 0)
    assert np.isnan(value) or 0.0 <= value <= 1.0


@given(masks.filter(bool), masks.filter(bool), masks)
def test_naming_more_never_lowers_it(mask, wanted, more):
    assert share(mask | more, wanted) >= share(mask, wanted)


@given(masks.filter(bool), masks.filter(bool))
def test_only_what_is_wanted_counts(mask, wanted):
    assert share(mask, wanted) == pytest.approx((mask & wanted).bit_count() / wanted.bit_count())


@pytest.mark.parametrize("signal", [medium_signal, purpose_signal])
def test_media_and_purposes_are_such_shares(signal):
    stated = np.array([0b11, 0b01, 0b100, 0], dtype=np.uint64)

    assert signal(stated, 0b11).tolist()[:3] == [1.0, 0.5, 0.0]
    assert np.isnan(signal(stated, 0b11)[3])
