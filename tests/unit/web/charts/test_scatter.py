import math

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import CostPoint, CostScatter, cost_scatter
from web.charts.scatter import HEIGHT, WIDTH

LABEL = HOSTILE
maybe = st.one_of(st.none(), st.just(math.nan), st.floats(-1e6, 1e6))
points = st.builds(CostPoint, st.integers(1, 99), st.just(LABEL), maybe, maybe)


@given(st.lists(points, max_size=12), maybe, maybe)
def test_any_points_are_valid_xml_and_stay_inside_the_picture(found, target, limit):
    root = parsed(cost_scatter(CostScatter("t", tuple(found), target, limit)))
    for dot in find(root, "circle", "shape"):
        assert 0 <= float(dot.get("cx")) <= WIDTH
        assert 0 <= float(dot.get("cy")) <= HEIGHT
    if find(root, "svg"):
        assert_named(root)


def test_cheaper_is_lower_and_more_is_further_right():
    chart = CostScatter("t", (CostPoint(1, "a", 100, -50), CostPoint(2, "b", 400, 300)))
    second, first = find(parsed(cost_scatter(chart)), "circle", "shape")
    assert float(first.get("cy")) > float(second.get("cy"))
    assert float(first.get("cx")) < float(second.get("cx"))


def test_an_unknown_cost_is_in_the_table_only():
    chart = CostScatter("t", (CostPoint(1, "a", 100, 5), CostPoint(2, "b", 100, None)))
    root = parsed(cost_scatter(chart))
    assert len(find(root, "circle", "shape")) == 1
    assert "unknown" in words(find(root, "table")[0])


def test_limits_are_drawn_where_the_demand_has_them():
    point = (CostPoint(1, "a", 100, 5),)
    assert "Your limit 300" in words(parsed(cost_scatter(CostScatter("t", point, None, 300))))
    assert "Target 8,000" in words(parsed(cost_scatter(CostScatter("t", point, 8000))))
    assert "limit" not in words(parsed(cost_scatter(CostScatter("t", point))))


def test_nothing_known_says_so():
    assert "No costs are known." in words(parsed(cost_scatter(CostScatter("t"))))
