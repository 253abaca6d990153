"""Needs that nothing answers are told so; needs of the field keep a sure first match."""

from pathlib import Path

import pytest

from data.vocabulary.confidence import ConfidenceLevel
from matcher.confidence import match_confidence
from matcher.inference.topics import shipped_topic_model
from matcher.services.confidence_fit import evidence_of_need
from matcher.services.judged_folder import DEMO_TECHNOLOGIES, read_technologies
from matcher.services.ranking_evaluation import ranked_needs
from matcher.services.ranking_fit import foreign_folder
from matcher.services.topic_fit import out_of_field_texts

TEXTS = out_of_field_texts(Path(__file__).parent / "out_of_field.txt")
LOW_SHARE = 0.95
SURE_SHARE = 0.80
"""Of the development needs whose first match is right. Source: docs/decisions/0123."""


def best_level(need):
    levels = {match_confidence(found).level for _, found in evidence_of_need(need)}
    order = (ConfidenceLevel.HIGH, ConfidenceLevel.MEDIUM, ConfidenceLevel.LOW)
    return next((level for level in order if level in levels), ConfidenceLevel.LOW)


def test_there_are_a_hundred_texts_that_nothing_was_fitted_on():
    assert len(set(TEXTS)) >= 100
    assert not set(TEXTS) & set(out_of_field_texts())


def test_texts_that_nothing_answers_see_low_confidence_only(encoder):
    catalogue = foreign_folder(read_technologies(DEMO_TECHNOLOGIES), TEXTS)
    sure = [
        need.demand.text
        for need in ranked_needs(encoder, catalogue, model=shipped_topic_model())
        if best_level(need) is not ConfidenceLevel.LOW
    ]

    assert len(sure) <= (1 - LOW_SHARE) * len(TEXTS), sure


@pytest.mark.parametrize("language", ["zh", "en"])
def test_needs_of_the_field_keep_a_sure_first_match(development_needs, language):
    right = [
        match_confidence(found).level
        for need in development_needs
        if need.demand.language == language
        for name, found in [next(evidence_of_need(need))]
        if name in need.demand.relevant
    ]

    assert sum(level is not ConfidenceLevel.LOW for level in right) >= SURE_SHARE * len(right)
