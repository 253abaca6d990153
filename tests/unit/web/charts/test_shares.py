import math

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import Slice, share_bars

LABEL = HOSTILE
sizes = st.one_of(st.floats(-10, 1e9), st.just(math.nan))


@given(st.lists(st.builds(Slice, st.just(LABEL), sizes), max_size=9))
def test_the_bar_is_never_longer_than_the_whole(slices):
    root = parsed(share_bars("t", tuple(slices)))
    bars = [bar for svg in find(root, "svg", "chart") for bar in find(svg, "rect")]
    assert sum(float(bar.get("width")) for bar in bars) <= 620 + len(bars)
    if bars:
        assert_named(root)


def test_shares_are_of_the_positive_whole():
    said = words(parsed(share_bars("t", (Slice("a", 3.0), Slice("b", 1.0), Slice("c", -5.0)))))
    assert "a 75%" in said
    assert "b 25%" in said
    assert "c" not in said.replace("desc", "").split()


def test_nothing_positive_says_so():
    assert words(parsed(share_bars("t", (Slice("a", 0.0),)))) == "Nothing to show yet."
