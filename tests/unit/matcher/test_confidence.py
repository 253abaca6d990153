"""Confidence rises with everything that speaks for a match, and falls with what is unknown."""

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary.confidence import ConfidenceLevel
from matcher.candidates import Similarities
from matcher.confidence import (
    EVIDENCE,
    NEUTRAL,
    ConfidenceModel,
    MatchEvidence,
    match_confidence,
    match_evidence,
    read_confidence_model,
    shipped_confidence_model,
    write_confidence_model,
)

cosines = st.floats(0.0, 1.0)
evidences = st.builds(
    MatchEvidence,
    clearness=st.floats(0.0, 1.5),
    closeness=cosines,
    in_field=st.floats(-4.0, 4.0),
    type_agreement=cosines,
    subjects=cosines,
)


def evidence(semantic, lexical, best_semantic=1.0, best_lexical=1.0, in_field=nan, **signals):
    similarities = Similarities(
        semantic_cosine=np.array([semantic]),
        lexical_cosine=np.array([lexical]),
        best_semantic_cosine=best_semantic,
        best_lexical_cosine=best_lexical,
    )
    return match_evidence(similarities, 0, signals=signals, in_field_probability=in_field)


CLEAR = {"in_field": 0.99, "topic": 1.0, "medium": 1.0, "purpose": 1.0}


def test_a_clear_best_match_is_of_high_confidence():
    found = evidence(0.7, 0.3, 0.7, 0.3, **CLEAR)

    assert match_confidence(found).level is ConfidenceLevel.HIGH


def test_the_best_of_a_poor_lot_is_of_low_confidence():
    found = evidence(0.12, 0.05, 0.12, 0.05, in_field=0.2)

    assert match_confidence(found).level is ConfidenceLevel.LOW


def test_a_far_second_is_of_low_confidence():
    found = evidence(0.2, 0.06, 0.8, 0.4, **CLEAR)

    assert match_confidence(found).level is ConfidenceLevel.LOW


def test_nothing_known_is_of_no_confidence():
    assert match_confidence(evidence(nan, nan)).probability == 0.0


def test_a_leg_that_does_not_apply_does_not_count():
    found = evidence(0.6, nan, 0.6, nan)

    assert (found.clearness, found.closeness) == (pytest.approx(1.2), pytest.approx(1.0))


def test_unknown_signals_are_neutral():
    found = evidence(0.5, 0.2)

    assert (found.type_agreement, found.subjects, found.in_field) == (NEUTRAL, NEUTRAL, 0.0)


@given(evidences, st.integers(0, 20))
def test_confidence_is_a_probability(found, unknown_count):
    assert 0.0 <= match_confidence(found, unknown_count=unknown_count).probability <= 1.0


@given(evidences, st.sampled_from(EVIDENCE), st.floats(0.0, 1.0))
def test_more_of_what_speaks_for_a_match_never_lowers_it(found, name, more):
    values = {each: getattr(found, each) for each in EVIDENCE}
    better = MatchEvidence(**{**values, name: values[name] + more})

    assert match_confidence(better).probability >= match_confidence(found).probability


@given(evidences)
def test_each_unknown_costs_confidence(found):
    assert (
        match_confidence(found, unknown_count=3).probability <= match_confidence(found).probability
    )


def test_a_model_is_read_as_it_was_written(tmp_path):
    model = ConfidenceModel(-1.5, dict.fromkeys(EVIDENCE, 0.25))
    write_confidence_model(model, tmp_path)

    assert read_confidence_model(tmp_path) == model


def test_no_slope_of_the_shipped_model_is_negative():
    assert all(slope >= 0 for slope in shipped_confidence_model().slopes.values())
