import math

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import Bar, BarChart, horizontal_bars

LABEL = HOSTILE
values = st.one_of(st.none(), st.floats(-1e9, 1e9), st.just(math.nan))


@given(st.lists(st.builds(Bar, st.just(LABEL), values, values, values), max_size=8))
def test_any_bars_are_valid_xml_with_a_row_each(bars):
    root = parsed(horizontal_bars(BarChart("t", "kg", tuple(bars))))
    if bars:
        assert_named(root)
        assert len(find(root, "g", "mark")) == 2 * len(bars)
        assert len(find(find(root, "table")[0], "tr")) == len(bars) + 1


def test_no_bars_say_so():
    assert words(parsed(horizontal_bars(BarChart("t")))) == "Nothing to show yet."


def test_an_unknown_value_is_said_and_not_drawn():
    root = parsed(horizontal_bars(BarChart("t", "", (Bar("a", 3.0), Bar("b", None)))))
    wide = find(root, "svg", "chart-wide")[0]
    assert len(find(wide, "rect", "bar")) == 1
    assert "unknown" in words(wide)


def test_twice_the_value_is_twice_the_length():
    root = parsed(horizontal_bars(BarChart("t", "", (Bar("a", 10.0), Bar("b", 20.0)))))
    short, long = find(find(root, "svg", "chart-wide")[0], "rect", "bar")
    assert abs(float(long.get("width")) - 2 * float(short.get("width"))) < 0.2


def test_bounds_are_drawn_as_whiskers_and_listed_in_the_table():
    root = parsed(horizontal_bars(BarChart("t", "", (Bar("a", 10.0, 8.0, 13.0),))))
    assert find(root, "path", "whisker")
    assert [cell.text for cell in find(find(root, "table")[0], "td")] == ["10", "8", "13"]


def test_words_are_translated():
    chinese = {"unknown": "未知", "Data table": "数据表"}
    markup = horizontal_bars(
        BarChart("t", "", (Bar("a", None),)), lambda text: chinese.get(text, text)
    )
    assert "未知" in markup
    assert "数据表" in markup
