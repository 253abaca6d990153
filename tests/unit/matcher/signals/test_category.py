"""A wanted type scores one, its category one half, anything else zero."""

import numpy as np

from matcher.signals.category import category_signal

CODES = np.array([21, 22, 54, -1], dtype=np.int16)


def known(wanted):
    return category_signal(CODES, wanted)[:3].tolist()


def test_type_category_and_others():
    assert known(["2.1"]) == [1.0, 0.5, 0.0]
    assert known(["2.1.03"]) == [1.0, 0.5, 0.0]
    assert known(["2"]) == [1.0, 1.0, 0.0]
    assert known(["2.1", "5"]) == [1.0, 0.5, 1.0]


def test_unknown_on_either_side_stays_unknown():
    assert np.isnan(category_signal(CODES, ["2.1"])[3])
    assert np.isnan(category_signal(CODES, [])).all()
