"""The logistic fit finds what it should, and its curve says how honest it is."""

import numpy as np
import pytest

from matcher.confidence import EVIDENCE
from matcher.services.confidence_fit import JudgedEvidence, fit_confidence, reliability


def judged(slopes, intercept, count=6000, seed=1):
    rng = np.random.default_rng(seed)
    evidence = rng.uniform(0, 1, size=(count, len(EVIDENCE)))
    odds = intercept + evidence @ np.array(slopes)
    relevant = rng.uniform(size=count) < 1 / (1 + np.exp(-odds))
    return JudgedEvidence(evidence, relevant, np.ones(count))


def test_slopes_are_found_again():
    truth = [3.0, 2.0, 1.0, 0.5, 1.5]

    model = fit_confidence(judged(truth, -4.0))

    found = [model.slopes[name] for name in EVIDENCE]
    assert found == pytest.approx(truth, abs=0.35)
    assert model.intercept == pytest.approx(-4.0, abs=0.4)


def test_what_speaks_against_a_match_gets_no_negative_slope():
    model = fit_confidence(judged([3.0, -2.0, 1.0, 0.5, 1.5], -1.0))

    assert model.slopes[EVIDENCE[1]] == pytest.approx(0.0, abs=1e-6)


def test_a_true_model_is_reliable():
    rows = judged([3.0, 2.0, 1.0, 0.5, 1.5], -4.0)

    bins = reliability(rows, fit_confidence(rows))

    assert sum(one.count for one in bins) == len(rows.weights)
    assert all(abs(one.probability - one.relevant_share) < 0.05 for one in bins if one.count > 200)
