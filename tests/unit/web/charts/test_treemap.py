import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import Treemap, TreemapCell, treemap
from web.charts.frame import DataTable
from web.charts.treemap import standalone

sides = st.floats(0, 300)
cells = st.builds(
    TreemapCell,
    sides,
    sides,
    sides,
    sides,
    st.just(HOSTILE),
    st.just(HOSTILE),
    st.just("atlas-gap"),
    st.sampled_from([None, "/atlas?node=2"]),
    st.booleans(),
)


def chart(*found: TreemapCell) -> Treemap:
    table = DataTable(("Direction", "Number"), (("余热", "3"),))
    return Treemap("t", "d", found, found, (600, 400), (360, 900), table=table)


def cell(width=200.0, height=100.0, name="余热利用技术", **fields) -> TreemapCell:
    return TreemapCell(10, 20, width, height, name, f"{name}\n3", "atlas-mixed", **fields)


@settings(max_examples=40)
@given(st.lists(cells, min_size=1, max_size=8))
def test_any_treemap_is_valid_xml_with_a_name(found):
    assert_named(parsed(treemap(chart(*found))))


def test_wide_and_tall_are_both_drawn_and_the_table_says_the_same():
    root = parsed(treemap(chart(cell(url="/atlas?node=2.1"))))

    assert len(find(root, "svg")) == 2
    assert [link.get("href") for link in find(root, "a")] == ["/atlas?node=2.1"] * 2
    assert words(find(root, "tbody")[0]) == "余热3"


def names(*found: TreemapCell) -> list[str]:
    return [words(one) for one in find(parsed(standalone(chart(*found), "")), "text")]


def test_a_name_takes_as_many_lines_as_there_is_room_for():
    assert names(cell(width=60, height=40)) == ["余热利用", "技术"]
    assert names(cell(width=60, height=20)) == ["余热利…"]
    assert names(cell(width=60, height=90, is_group=True)) == ["余热利…"]
    assert names(cell(width=90, height=60, name="Waste heat recovery")) == [
        "Waste heat",
        "recovery",
    ]


def test_a_box_too_small_for_a_name_has_none():
    assert names(cell(width=20, height=100)) == []
    assert names(cell(width=100, height=10)) == []


def test_nothing_to_draw_says_so():
    assert words(parsed(treemap(chart()))) == "Nothing to show yet."


@pytest.mark.parametrize("styles", [".atlas-gap { fill: #fff; }"])
def test_a_picture_of_its_own_carries_its_colours(styles):
    root = parsed(standalone(chart(cell()), styles))

    assert words(find(root, "style")[0]) == styles
    assert find(root, "rect")[0].get("class") == "shape atlas-mixed"
