"""Pareto fronts order without weighing one good against the other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.pareto import pareto_fronts

goods = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)


def fronts(points):
    table = np.array(points, dtype=float).reshape(-1, 2)
    return pareto_fronts(table[:, 0], table[:, 1])


def test_what_is_worse_in_both_comes_later():
    assert fronts([(1, 1), (3, 3), (2, 2)]).tolist() == [2, 0, 1]


def test_what_is_better_in_one_and_worse_in_the_other_shares_a_front():
    assert fronts([(1, 3), (3, 1), (2, 2)]).tolist() == [0, 0, 0]


def test_equal_points_share_a_front():
    assert fronts([(1, 1), (1, 1)]).tolist() == [0, 0]


def test_unknown_is_less_than_anything_known():
    assert fronts([(np.nan, 2), (0, 2)]).tolist() == [1, 0]


@given(goods)
def test_no_point_dominates_another_of_its_own_front_and_each_later_one_is_dominated(points):
    number = fronts(points)

    def dominates(one, other):
        return one != other and one[0] >= other[0] and one[1] >= other[1]

    for i, point in enumerate(points):
        above = {int(number[j]) for j, other in enumerate(points) if dominates(other, point)}
        assert number[i] not in above
        assert number[i] == 0 or number[i] - 1 in above
