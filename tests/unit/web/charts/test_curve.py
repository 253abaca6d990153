import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import CostCurve, CostPoint, cost_curve
from web.charts.curve import curve_steps

maybe = st.one_of(st.none(), st.just(math.nan), st.floats(-1e6, 1e6))
points = st.builds(CostPoint, st.integers(1, 99), st.just(HOSTILE), maybe, maybe)


@given(st.lists(points, max_size=10), maybe, maybe)
def test_any_curve_is_valid_xml(found, target, price):
    root = parsed(cost_curve(CostCurve("t", tuple(found), target, price)))
    if find(root, "svg"):
        assert_named(root)


@given(st.lists(points, max_size=10))
def test_steps_are_cheapest_first_and_touch_each_other(found):
    steps = curve_steps(tuple(found))
    assert [step.cost for step in steps] == sorted(step.cost for step in steps)
    assert all(left.end == right.start for left, right in itertools.pairwise(steps))
    assert all(step.end >= step.start for step in steps)


def test_width_is_tonnes_and_height_is_cost():
    pair = (CostPoint(1, "a", 100, 50), CostPoint(2, "b", 300, 100))
    root = parsed(cost_curve(CostCurve("t", pair)))
    first, second = find(root, "rect", "shape")
    assert float(second.get("width")) / float(first.get("width")) == pytest.approx(3, abs=0.1)
    assert float(second.get("height")) / float(first.get("height")) == pytest.approx(2, abs=0.05)


def test_colours_follow_zero_and_the_reference_price():
    triple = (CostPoint(1, "a", 9, -5), CostPoint(2, "b", 9, 80), CostPoint(3, "c", 9, 120))
    drawn = find(parsed(cost_curve(CostCurve("t", triple, None, 100))), "rect", "shape")
    kinds = [rect.get("class").split()[1] for rect in drawn]
    assert kinds == ["macc-saving", "macc-below", "macc-above"]


def test_a_target_beyond_reach_is_held_at_the_edge_and_keeps_its_number():
    root = parsed(cost_curve(CostCurve("t", (CostPoint(1, "a", 100, 5),), 8000)))
    assert "Target 8,000" in words(root)
    assert float(find(root, "line", "target-line")[0].get("x1")) == pytest.approx(406)


def test_nothing_known_says_so():
    assert "No costs are known." in words(parsed(cost_curve(CostCurve("t"))))
