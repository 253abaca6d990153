"""Measures of ranking quality."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation import bootstrap, hit_at_k, ndcg_at_k, recall_at_k, reciprocal_rank

items = st.integers(0, 30)
rankings = st.lists(items, unique=True, max_size=20)
relevant_sets = st.sets(items, min_size=1, max_size=6)


def test_ndcg_of_a_known_list():
    expected = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    assert ndcg_at_k(["x", "a", "y", "b"], {"a", "b"}, 10) == pytest.approx(expected)


def test_a_perfect_list_measures_one_everywhere():
    ranked, relevant = ["a", "b", "c"], {"a", "b"}
    assert ndcg_at_k(ranked, relevant, 2) == pytest.approx(1)
    assert recall_at_k(ranked, relevant, 2) == 1
    assert hit_at_k(ranked, relevant, 1) == 1
    assert reciprocal_rank(ranked, relevant) == 1


def test_more_relevant_items_than_places_can_still_be_perfect():
    assert ndcg_at_k(["a", "b"], {"a", "b", "c"}, 2) == pytest.approx(1)


def test_an_empty_list_measures_zero():
    assert ndcg_at_k([], {"a"}, 10) == 0
    assert recall_at_k([], {"a"}, 10) == 0
    assert hit_at_k([], {"a"}, 1) == 0
    assert reciprocal_rank([], {"a"}) == 0


def test_a_need_without_relevant_items_is_unknown():
    assert math.isnan(ndcg_at_k(["a"], set(), 10))
    assert math.isnan(recall_at_k(["a"], set(), 10))
    assert math.isnan(hit_at_k(["a"], set(), 10))
    assert math.isnan(reciprocal_rank(["a"], set()))


def test_the_third_place_has_reciprocal_rank_a_third():
    assert reciprocal_rank(["x", "y", "a"], {"a"}) == pytest.approx(1 / 3)


def test_a_depth_below_one_is_refused():
    with pytest.raises(ValueError, match="k must be"):
        ndcg_at_k(["a"], {"a"}, 0)


@given(rankings, relevant_sets, st.integers(1, 25))
def test_every_measure_is_within_zero_and_one(ranked, relevant, k):
    for value in (
        ndcg_at_k(ranked, relevant, k),
        recall_at_k(ranked, relevant, k),
        hit_at_k(ranked, relevant, k),
        reciprocal_rank(ranked, relevant),
    ):
        assert 0 <= value <= 1 + 1e-12


@given(rankings.filter(lambda ranked: len(ranked) > 1), relevant_sets, st.data())
def test_moving_a_relevant_item_up_never_lowers_ndcg(ranked, relevant, data):
    place = data.draw(st.integers(1, len(ranked) - 1))
    if ranked[place] not in relevant:
        ranked[place] = next(iter(relevant - set(ranked)), ranked[place])
    better = [*ranked[: place - 1], ranked[place], ranked[place - 1], *ranked[place + 1 :]]
    if ranked[place] in relevant:
        assert ndcg_at_k(better, relevant, 10) >= ndcg_at_k(ranked, relevant, 10) - 1e-12


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.integers(0, 9))
def test_the_interval_holds_the_mean_and_is_the_same_for_the_same_seed(values, seed):
    first = bootstrap(values, np.random.default_rng(seed), resamples=300)
    again = bootstrap(values, np.random.default_rng(seed), resamples=300)
    assert first == again
    assert min(values) - 1e-9 <= first.low <= first.high <= max(values) + 1e-9
    assert first.mean == pytest.approx(float(np.mean(values)))


def test_the_interval_has_the_width_of_the_normal_approximation():
    values = np.random.default_rng(1).random(400)
    found = bootstrap(values, np.random.default_rng(2), resamples=3000)
    half = 1.96 * values.std() / math.sqrt(400)
    assert found.high - found.low == pytest.approx(2 * half, rel=0.12)


def test_unknown_values_are_left_out():
    found = bootstrap([1.0, math.nan, 1.0], np.random.default_rng(0))
    assert (found.mean, found.low, found.high, found.count) == (1, 1, 1, 2)
    nothing = bootstrap([math.nan], np.random.default_rng(0))
    assert math.isnan(nothing.mean)
    assert nothing.count == 0
