"""Similarities are scaled by the best one, and by the reference where the best is poor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.signals.lexical import lexical_signal
from matcher.signals.relative import closeness_share, relative_similarity
from matcher.signals.semantic import semantic_signal

cosines = st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=8).map(np.array)


@pytest.mark.parametrize("signal", [semantic_signal, lexical_signal])
@given(cosine=cosines)
def test_a_closer_text_is_never_worse(signal, cosine):
    value = signal(np.sort(cosine), best=cosine.max())

    assert ((value >= 0) & (value <= 1)).all()
    assert (np.diff(value) >= 0).all()


def test_a_clear_best_scores_one_and_the_others_the_square_of_their_share():
    value = relative_similarity(np.array([0.8, 0.4, -0.1]), best=0.8, reference=0.5)

    assert value.tolist() == [1.0, 0.25, 0.0]
    assert [closeness_share(one) for one in value] == [1.0, 0.5, 0.0]


def test_a_poor_best_does_not_score_one():
    assert relative_similarity(np.array([0.1]), best=0.1, reference=0.5) == pytest.approx(0.04)


def test_unknown_stays_unknown_and_an_unknown_best_falls_back_on_the_reference():
    value = relative_similarity(np.array([np.nan, 0.25]), best=np.nan, reference=0.5)

    assert np.isnan(value[0])
    assert value[1] == 0.25


def test_the_reference_must_be_positive():
    with pytest.raises(ValueError, match="positive"):
        relative_similarity(np.array([0.1]), best=0.1, reference=0.0)
