import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import MapGroup, MapPoint, TechnologyMap, technology_map
from web.charts.atlas import HEIGHT, MAX_POINTS, WIDTH

GROUPS = (MapGroup(HOSTILE, "kind-green"), MapGroup("b", "kind-blue"))
places = st.one_of(st.floats(-1, 2), st.just(math.nan))
points = st.builds(MapPoint, st.just(HOSTILE), st.integers(-1, 2), places, places)


@given(st.lists(points, max_size=20))
def test_any_map_is_valid_xml_inside_the_picture(found):
    root = parsed(technology_map(TechnologyMap("t", GROUPS, tuple(found))))
    if find(root, "svg"):
        assert_named(root)
    for dot in find(root, "circle", "point"):
        assert 0 <= float(dot.get("cx")) <= WIDTH
        assert 0 <= float(dot.get("cy")) <= HEIGHT


def test_points_without_a_place_or_a_group_are_left_out():
    found = (MapPoint("a", 0, 0.5, 0.5), MapPoint("b", 7, 0.5, 0.5), MapPoint("c", 0, math.nan, 0))
    root = parsed(technology_map(TechnologyMap("t", GROUPS, found)))
    assert [dot.get("data-tip") for dot in find(root, "circle", "point")] == ["a"]


def test_the_table_counts_what_each_group_holds():
    found = (MapPoint("a", 1, 0, 0, hot=True), MapPoint("b", 1, 1, 1))
    table = find(parsed(technology_map(TechnologyMap("t", GROUPS, found))), "table")[0]
    assert words(find(table, "tbody")[0]) == "b21"


def test_too_many_points_are_refused():
    crowd = tuple(MapPoint("a", 0, 0, 0) for _ in range(MAX_POINTS + 1))
    with pytest.raises(ValueError, match="2000"):
        technology_map(TechnologyMap("t", GROUPS, crowd))


def test_no_points_say_so():
    assert words(parsed(technology_map(TechnologyMap("t", GROUPS)))) == "Nothing to show yet."
