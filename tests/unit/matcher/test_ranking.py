"""A ranking is a total order whose numbers add up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking import best_first, ranked_matches
from matcher.scores import SIGNALS, score_candidates
from matcher.weights import PARTS, Weights

EVEN = Weights.normalised(dict.fromkeys(PARTS, 1.0))
values = st.one_of(st.just(np.nan), st.floats(0.0, 1.0))
tables = st.lists(
    st.lists(values, min_size=len(SIGNALS), max_size=len(SIGNALS)), min_size=1, max_size=6
)


def _scores(table):
    columns = np.array(table, dtype=float).T
    signals = dict(zip(SIGNALS, columns, strict=True))
    return score_candidates(signals, EVEN, askable=frozenset(SIGNALS))


def _order(scores, ids, cost=np.nan, benefit=np.nan, tonnes=np.nan):
    def column(value):
        return np.broadcast_to(np.asarray(value, dtype=float), len(ids))

    return best_first(
        np.asarray(ids),
        scores,
        cost_yuan_per_tco2=column(cost),
        net_benefit_yuan_per_year=column(benefit),
        abatement_tco2_per_year=column(tonnes),
    )


@given(tables)
def test_every_candidate_stands_once_and_none_below_a_worse_one(table):
    scores = _scores(table)
    order = _order(scores, range(len(table)))

    assert sorted(order) == list(range(len(table)))
    assert (np.diff(scores.score[order]) <= 1e-11).all()


@given(tables)
def test_the_score_is_the_sum_of_what_stands_beside_it(table):
    scores = _scores(table)
    matches = ranked_matches(
        np.arange(len(table)), scores, _order(scores, range(len(table))), limit=len(table)
    )

    for match in matches:
        parts = sum(part.contribution for part in match.parts.values())
        taken = sum(adjustment.contribution for adjustment in match.adjustments)
        assert match.score == pytest.approx(parts + taken, abs=1e-9)
        for part in match.parts.values():
            if part.value is not None:
                signals = sum(signal.contribution for signal in part.signals.values())
                assert part.value == pytest.approx(signals, abs=1e-9)


def test_equal_scores_go_by_tonnes_where_abating_costs_nothing_never_by_cost():
    scores = _scores([[0.5] * len(SIGNALS)] * 3)
    order = _order(scores, [1, 2, 3], cost=[-900.0, -10.0, 50.0], benefit=1e6, tonnes=[10, 20, 30])

    assert order.tolist() == [1, 0, 2]


def test_equal_candidates_go_by_number_and_ranks_count_from_one():
    scores = _scores([[0.5] * len(SIGNALS)] * 3)
    order = _order(scores, [7, 5, 6])
    matches = ranked_matches(np.array([7, 5, 6]), scores, order, limit=2)

    assert [(match.rank, match.technology_id) for match in matches] == [(1, 5), (2, 6)]
