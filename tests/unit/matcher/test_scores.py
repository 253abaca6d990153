"""Scores are bounded, monotonic sums; leaving a fact open never pays."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher.scores import (
    GREATEST_UNKNOWN_VALUE,
    PART_SIGNALS,
    SIGNALS,
    STATED_BY_OWNERS,
    score_candidates,
)
from matcher.weights import PARTS, Weights

ALL = frozenset(SIGNALS)
shares = st.floats(0.0, 1.0)
rows = st.lists(st.one_of(st.just(np.nan), shares), min_size=len(SIGNALS), max_size=len(SIGNALS))
askables = st.frozensets(st.sampled_from(SIGNALS))


@st.composite
def part_weights(draw):
    given_weights = {part: draw(shares) for part in PARTS}
    if not any(given_weights.values()):
        given_weights["fit"] = 1.0
    return Weights.normalised(given_weights)


def scored(row, weights, askable=ALL):
    signals = {name: np.array([value]) for name, value in zip(SIGNALS, row, strict=True)}
    return score_candidates(signals, weights, askable=askable)


def score(row, weights, askable=ALL):
    return float(scored(row, weights, askable).score[0])


def test_the_weights_inside_each_part_sum_to_one():
    for signals in PART_SIGNALS.values():
        assert sum(signals.values()) == pytest.approx(1.0)


@given(rows, part_weights(), askables)
def test_a_score_lies_between_zero_and_one(row, weights, askable):
    assert 0.0 <= score(row, weights, askable) <= 1.0


@given(rows, part_weights(), askables)
def test_a_score_is_the_sum_of_its_contributions_and_adjustments(row, weights, askable):
    s = scored(row, weights, askable)

    contributions = np.nansum(s.part_values * s.part_weights)
    total = contributions + s.part_evidence.sum() + s.signal_evidence.sum()
    assert s.score[0] == pytest.approx(total, abs=1e-9)


@given(rows, part_weights(), askables)
def test_a_part_is_the_sum_of_its_signals(row, weights, askable):
    s = scored(row, weights, askable)

    contributions = np.nan_to_num(s.signal_values * s.signal_weights)[0]
    for number, part in enumerate(PARTS):
        columns = [SIGNALS.index(name) for name in PART_SIGNALS[part]]
        if not np.isnan(s.part_values[0, number]):
            assert contributions[columns].sum() == pytest.approx(s.part_values[0, number], abs=1e-9)


@given(rows, part_weights(), askables)
def test_adjustments_only_ever_take_away(row, weights, askable):
    s = scored(row, weights, askable)

    assert (s.part_evidence <= 0).all()
    assert (s.signal_evidence <= 0).all()


@given(rows, part_weights(), askables, st.sampled_from(range(len(SIGNALS))), shares)
def test_a_better_signal_never_lowers_the_score(row, weights, askable, column, other):
    if np.isnan(row[column]):
        row[column] = 0.0
    worse, better = sorted((row[column], other))
    low, high = list(row), list(row)
    low[column], high[column] = worse, better

    assert score(high, weights, askable) >= score(low, weights, askable) - 1e-9


@given(rows, part_weights(), st.sampled_from(sorted(STATED_BY_OWNERS)), shares, askables)
def test_stating_a_fact_of_ordinary_value_never_lowers_the_score(
    row, weights, name, excess, askable
):
    median = GREATEST_UNKNOWN_VALUE + excess * (1 - GREATEST_UNKNOWN_VALUE)
    hidden, stated = list(row), list(row)
    hidden[SIGNALS.index(name)], stated[SIGNALS.index(name)] = np.nan, median
    askable |= {name}

    assert score(stated, weights, askable) >= score(hidden, weights, askable) - 1e-9


@given(
    st.lists(rows, min_size=2, max_size=7),
    part_weights(),
    st.sampled_from(sorted(STATED_BY_OWNERS)),
    askables,
)
def test_stating_the_median_of_the_others_never_lowers_the_score(table, weights, name, askable):
    column, askable = SIGNALS.index(name), askable | {name}
    others = [row[column] for row in table[1:] if not np.isnan(row[column])]
    assume(others)
    hidden = np.array(table)
    hidden[0, column] = np.nan
    stated = hidden.copy()
    stated[0, column] = np.median(others)

    def first_score(values):
        signals = {one: values[:, i] for i, one in enumerate(SIGNALS)}
        return float(score_candidates(signals, weights, askable=askable).score[0])

    assert first_score(stated) >= first_score(hidden) - 1e-9


def test_an_unknown_part_costs_something_where_the_rest_is_good():
    row = [0.9] * len(SIGNALS)
    row[SIGNALS.index("abatement_cost")] = np.nan
    s = scored(row, Weights.normalised())

    assert s.part_weights[0].tolist() == pytest.approx([0.8, 0.2, 0.0])
    assert s.part_evidence[0, PARTS.index("abatement_cost")] < -0.1


def test_what_the_demand_does_not_say_costs_no_technology_anything():
    row = [0.9] * len(SIGNALS)
    row[SIGNALS.index("proximity")] = row[SIGNALS.index("climate")] = np.nan

    s = scored(row, Weights.normalised(), ALL - {"proximity", "climate"})

    assert s.part_evidence.tolist() == [[0.0, 0.0, 0.0]]
    assert s.score[0] == pytest.approx(0.9)


def test_nothing_known_scores_zero():
    assert score([np.nan] * len(SIGNALS), Weights.normalised()) == 0.0


def test_all_known_and_perfect_scores_one():
    assert score([1.0] * len(SIGNALS), Weights.normalised()) == pytest.approx(1.0)
