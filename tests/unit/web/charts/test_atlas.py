import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import MapPoint, TechnologyMap, technology_map
from web.charts.atlas import HEIGHT, MAX_POINTS, WIDTH
from web.charts.frame import DataTable

GROUPS = (HOSTILE, "b")
places = st.one_of(st.floats(-1, 2), st.just(math.nan))
points = st.builds(
    MapPoint,
    st.just(HOSTILE),
    st.integers(-1, 2),
    places,
    places,
    st.just("atlas-low"),
    st.just("/technologies/1"),
    st.integers(1, 500),
)


def point(name="a", group=0, x=0.5, y=0.5, **fields) -> MapPoint:
    return MapPoint(name, group, x, y, "atlas-low", **fields)


@settings(max_examples=40)
@given(st.lists(points, max_size=20))
def test_any_map_is_valid_xml_inside_the_picture(found):
    root = parsed(technology_map(TechnologyMap("t", GROUPS, tuple(found))))
    if find(root, "svg"):
        assert_named(root)
    for dot in find(root, "circle"):
        assert 0 <= float(dot.get("cx")) <= WIDTH
        assert 0 <= float(dot.get("cy")) <= HEIGHT


def test_points_without_a_place_are_left_out_and_those_without_a_group_are_drawn():
    found = (point("a"), point("b", group=7), point("c", x=math.nan))
    root = parsed(technology_map(TechnologyMap("t", GROUPS, found)))
    assert [mark.get("data-tip") for mark in find(root, "g", "mark")] == ["a", "b"]


def test_several_in_one_place_are_larger_and_counted():
    root = parsed(technology_map(TechnologyMap("t", GROUPS, (point(), point(count=40, x=0.1)))))
    radii = [float(dot.get("r")) for dot in find(root, "circle")]
    assert radii[1] > 2 * radii[0]
    assert [words(count) for count in find(root, "text", "map-count")] == ["40"]


def test_names_of_groups_do_not_lie_on_each_other():
    found = (point(group=0), point(group=1))
    root = parsed(technology_map(TechnologyMap("t", ("甲烷减排技术", "氢能技术"), found)))
    heights = [float(label.get("y")) for label in find(root, "text", "cluster-label")]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= 20


def test_the_table_stands_below():
    table = DataTable(("Type", "Number"), (("b", "2"),))
    root = parsed(technology_map(TechnologyMap("t", GROUPS, (point(),), table=table)))
    assert words(find(root, "tbody")[0]) == "b2"


def test_too_many_points_are_refused():
    crowd = tuple(point() for _ in range(MAX_POINTS + 1))
    with pytest.raises(ValueError, match="2000"):
        technology_map(TechnologyMap("t", GROUPS, crowd))


def test_no_points_say_so():
    assert words(parsed(technology_map(TechnologyMap("t", GROUPS)))) == "Nothing to show yet."
