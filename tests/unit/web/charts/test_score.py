import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, find, parsed, words
from web.charts.score import bar_line, score_ring


@given(st.one_of(st.none(), st.floats()))
def test_any_score_is_drawn_as_valid_xml(score):
    root = parsed(score_ring(score, label=HOSTILE))
    assert len(find(root, "svg")) == 1


@pytest.mark.parametrize(
    ("score", "points"), [(0.873, "87"), (1.7, "100"), (-0.2, "0"), (None, "?"), (math.nan, "?")]
)
def test_the_points_inside_the_ring(score, points):
    assert words(parsed(score_ring(score, label="x"))) == points


def test_the_arc_is_as_long_as_the_score():
    arc = find(parsed(score_ring(0.25, label="x")), "circle", "score-value")[0]
    length, whole = map(float, arc.get("stroke-dasharray").split())
    assert length / whole == pytest.approx(0.25, abs=0.001)


def test_a_score_of_zero_draws_no_arc():
    assert not find(parsed(score_ring(0.0, label="x")), "circle", "score-value")


def test_the_label_is_what_screen_readers_get():
    assert (
        find(parsed(score_ring(0.5, label="50 points")), "svg")[0].get("aria-label") == "50 points"
    )


@given(st.one_of(st.none(), st.floats()))
def test_a_bar_never_leaves_its_track(value):
    track, fill = find(parsed(bar_line(value)), "rect")
    assert 0 <= float(fill.get("width")) <= float(track.get("width"))


def test_a_low_value_looks_different():
    assert "bar-low" in bar_line(0.2)
    assert "bar-low" not in bar_line(0.8)
