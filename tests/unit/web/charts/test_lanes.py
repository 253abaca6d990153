from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import Lane, LaneChart, LaneEvent, follow_up_lanes
from web.charts.lanes import LABELS, WIDTH

MONTHS = ("Jan", "Feb", "Mar")
places = st.floats(-5, 9)
events = st.builds(LaneEvent, places, st.sampled_from(["ok", "warn", "due"]), st.just(HOSTILE))
lanes = st.builds(
    Lane,
    st.just(HOSTILE),
    st.just(HOSTILE),
    places,
    places,
    st.lists(events, max_size=5).map(tuple),
    st.booleans(),
)


@given(st.lists(lanes, min_size=1, max_size=6))
def test_any_lanes_are_valid_xml_inside_the_columns(found):
    root = parsed(follow_up_lanes(LaneChart("t", MONTHS, tuple(found))))
    assert_named(root)
    for dot in find(root, "circle", "shape"):
        assert LABELS <= float(dot.get("cx")) <= WIDTH


def test_each_follow_up_can_be_focused_and_says_what_it_is():
    lane = Lane("park A", "running", 0, 2, (LaneEvent(1, "ok", "30 days: stable"),))
    marks = find(parsed(follow_up_lanes(LaneChart("t", MONTHS, (lane,)))), "g", "mark")
    assert [mark.get("aria-label") for mark in marks] == ["park A, 30 days: stable"]


def test_the_scroller_can_be_reached_by_keyboard():
    root = parsed(follow_up_lanes(LaneChart("t", MONTHS, (Lane("a", "b", 0, 1),))))
    assert find(root, "div", "scroll-x")[0].get("tabindex") == "0"


def test_no_lanes_say_so():
    assert words(parsed(follow_up_lanes(LaneChart("t", MONTHS)))) == "Nothing to show yet."
