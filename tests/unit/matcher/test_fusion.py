"""Fusion of the dense and the lexical leg."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.fusion import DENSE_WEIGHT, dense_weight, fuse, han_share, max_normalised, uses_lexical

cosines = st.one_of(st.just(math.nan), st.floats(-1, 1))
legs = st.lists(st.tuples(cosines, cosines), max_size=20)
weights = st.floats(0, 1)


def test_each_leg_is_normalised_by_its_own_best():
    fused = fuse([0.2, 0.1, 0.0], [0.0, 0.5, 0.25], 0.4)
    assert fused.tolist() == pytest.approx([0.4, 0.8, 0.3])


def test_unknown_and_negative_similarity_count_as_none():
    assert fuse([math.nan, -0.5, 0.5], [1.0, math.nan, math.nan], 0.4).tolist() == pytest.approx(
        [0.6, 0.0, 0.4]
    )


def test_a_leg_that_knows_nothing_leaves_its_weight_to_the_other():
    unknown = [math.nan, math.nan]
    assert fuse([0.2, 0.4], unknown).tolist() == pytest.approx([0.5, 1.0])
    assert fuse(unknown, [0.2, 0.4]).tolist() == pytest.approx([0.5, 1.0])


def test_nothing_similar_and_nothing_given():
    assert max_normalised([-1.0, 0.0, math.nan]).tolist() == [0, 0, 0]
    assert fuse([], [], 0.5).tolist() == []


@given(legs, weights)
def test_fused_scores_are_within_zero_and_one(pairs, weight):
    fused = fuse([one for one, _ in pairs], [two for _, two in pairs], weight)
    assert np.all((fused >= 0) & (fused <= 1 + 1e-12))


@given(legs, weights, st.floats(0.01, 100))
def test_the_scale_of_a_leg_does_not_matter(pairs, weight, factor):
    dense, lexical = [one for one, _ in pairs], [two for _, two in pairs]
    scaled = [one * factor for one in dense]
    np.testing.assert_allclose(
        fuse(scaled, lexical, weight), fuse(dense, lexical, weight), atol=1e-9
    )


@given(legs, weights, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(pairs, weight, random):
    order = list(range(len(pairs)))
    random.shuffle(order)
    fused = fuse([one for one, _ in pairs], [two for _, two in pairs], weight)
    shuffled = fuse([pairs[row][0] for row in order], [pairs[row][1] for row in order], weight)
    np.testing.assert_array_equal(shuffled, fused[order])


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("余热回收", 1),
        ("降低 30% 电耗", 1),
        ("waste heat", 0),
        ("", 0),
        ("123 !", 0),
        ("ab热水", 0.5),
    ],
)
def test_the_share_of_han_is_among_letters(text, share):
    assert han_share(text) == pytest.approx(share)


def test_english_needs_are_dense_only_and_chinese_ones_fused():
    assert dense_weight("Aeration blowers use too much power 曝气") == 1
    assert dense_weight("ORC 发电机组效率低") == DENSE_WEIGHT
    assert dense_weight("余热", weight=0.3) == 0.3


@pytest.mark.parametrize(("lexical", "weight"), [([0.1, 0.2], 0.5), ([0.1], 1.5), ([0.1], -0.1)])
def test_wrong_lengths_and_weights_are_refused(lexical, weight):
    with pytest.raises(ValueError, match=r"dense|weight"):
        fuse([0.3], lexical, weight)


def test_the_lexical_leg_is_used_from_thirty_percent_han():
    assert uses_lexical("余热 abcde") is False
    assert uses_lexical("余热 abcd") is True
