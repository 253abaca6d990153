"""The more probable a technology's type, the better; unknown types stay unknown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference.taxonomy import technology_types
from matcher.codes import type_code
from matcher.signals.topic import REFERENCE_PROBABILITY, topic_signal

TYPES = list(technology_types())
CODES = np.array([type_code(code) for code in TYPES], dtype=np.int16)
shares = st.lists(st.floats(0.0, 1.0), min_size=len(TYPES), max_size=len(TYPES)).filter(any)


@given(shares)
def test_it_rises_with_the_probability_and_lies_in_the_unit_interval(weights):
    probabilities = {c: w / sum(weights) for c, w in zip(TYPES, weights, strict=True)}

    value = topic_signal(CODES, probabilities)

    assert ((value >= 0) & (value <= 1)).all()
    order = np.argsort([probabilities[code] for code in TYPES])
    assert (np.diff(value[order]) >= 0).all()


def test_the_most_probable_type_scores_one_where_it_is_probable_enough():
    value = topic_signal(CODES, {"2.1": 0.6, "1.1": 0.3})

    assert value[TYPES.index("2.1")] == pytest.approx(1.0)
    assert value[TYPES.index("1.1")] == pytest.approx(0.5)


def test_where_nothing_is_probable_nothing_scores_one():
    value = topic_signal(CODES[:1], {"1.1": REFERENCE_PROBABILITY / 2})

    assert value[0] == pytest.approx(0.5)


def test_unknown_types_and_needs_without_inference_are_unknown():
    assert np.isnan(topic_signal(np.array([-1], dtype=np.int16), {"2.1": 1.0})).all()
    assert np.isnan(topic_signal(CODES, {})).all()
