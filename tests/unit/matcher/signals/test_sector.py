"""A stated sector agrees or not; none stated is unknown."""

import numpy as np

from matcher.signals.sector import sector_signal


def test_agreeing_scores_one_disagreeing_zero_and_unstated_is_unknown():
    value = sector_signal(np.array([True, False, False]), np.array([True, True, False]))

    assert value[:2].tolist() == [1.0, 0.0]
    assert np.isnan(value[2])
