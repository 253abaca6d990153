"""Confidence rises with clearness and closeness, and falls with what is unknown."""

from math import nan

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary.confidence import ConfidenceLevel
from matcher.candidates import Similarities
from matcher.confidence import match_confidence

cosines = st.floats(0.0, 1.0)


def one(semantic, lexical, best_semantic=nan, best_lexical=nan):
    return Similarities(
        semantic_cosine=np.array([semantic]),
        lexical_cosine=np.array([lexical]),
        best_semantic_cosine=best_semantic,
        best_lexical_cosine=best_lexical,
    )


def probability(*figures, unknown_count=0):
    return match_confidence(one(*figures), 0, unknown_count=unknown_count).probability


def test_a_clear_best_match_is_of_high_confidence():
    assert match_confidence(one(0.7, 0.3, 0.7, 0.3), 0).level is ConfidenceLevel.HIGH


def test_the_best_of_a_poor_lot_is_of_low_confidence():
    assert match_confidence(one(0.12, 0.05, 0.12, 0.05), 0).level is ConfidenceLevel.LOW


def test_a_far_second_is_of_low_confidence():
    assert match_confidence(one(0.2, 0.06, 0.8, 0.4), 0).level is ConfidenceLevel.LOW


def test_nothing_known_is_of_no_confidence():
    assert probability(nan, nan) == 0.0


def test_a_leg_that_does_not_apply_does_not_count():
    assert probability(0.6, nan, 0.6, nan) > 0.7


@given(cosines, cosines, cosines, cosines, st.integers(0, 20))
def test_confidence_is_a_probability(semantic, lexical, gap, other_gap, unknown_count):
    value = probability(
        semantic, lexical, semantic + gap, lexical + other_gap, unknown_count=unknown_count
    )

    assert 0.0 <= value <= 1.0


@given(cosines, cosines, cosines)
def test_a_closer_text_is_never_less_probable(semantic, lexical, other):
    worse, better = sorted((lexical, other))

    assert probability(semantic, better, 1.0, 1.0) >= probability(semantic, worse, 1.0, 1.0)


def test_each_unknown_costs_confidence():
    figures = (0.6, 0.2, 0.6, 0.2)

    assert probability(*figures, unknown_count=3) < probability(*figures)
