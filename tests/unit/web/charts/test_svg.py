import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from web.charts.svg import coordinate, element, is_known, mark, shorten, text_width


def test_plain_text_is_escaped_and_markup_is_kept():
    assert element("text", None, "<b>", Markup("<i/>")) == "<text>&lt;b&gt;<i/></text>"


def test_quotes_in_an_attribute_cannot_end_it():
    assert element("g", {"data-tip": '"><script>'}) == '<g data-tip="&#34;&gt;&lt;script&gt;"/>'


def test_missing_and_false_attributes_are_left_out():
    assert element("g", {"class": None, "hidden": False, "x": 0.0}) == '<g x="0"/>'


@pytest.mark.parametrize("name", ["style", "onclick", "onload"])
def test_attributes_that_the_security_policy_forbids_are_refused(name):
    with pytest.raises(ValueError, match=name):
        element("g", {name: "x"})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_coordinate_is_never_nan_or_infinite(value):
    with pytest.raises(ValueError, match="finite"):
        coordinate(value)


@given(st.floats(-1e6, 1e6))
def test_a_coordinate_is_within_a_twentieth_of_the_value(value):
    assert float(coordinate(value)) == pytest.approx(value, abs=0.0501)


@given(st.text(max_size=60), st.floats(20, 400), st.floats(8, 20))
def test_a_shortened_text_fits_or_is_only_an_ellipsis(content, width, size):
    short = shorten(content, width, size)
    assert short in {content, "…"} or text_width(short, size) <= width


def test_chinese_counts_twice_as_wide_as_latin():
    assert text_width("技术", 10) == 20
    assert text_width("ab", 10) == pytest.approx(11.2)


def test_a_mark_with_a_url_is_a_link_and_without_one_can_be_focused():
    assert mark("a\nb", "3").startswith('<g class="mark" tabindex="0" role="img" aria-label="a, b"')
    linked = mark("a", None, url="/leads?stage=x&y=1")
    assert linked.startswith('<a class="mark" href="/leads?stage=x&amp;y=1"')
    assert "tabindex" not in linked


@pytest.mark.parametrize(("value", "known"), [(None, False), (math.nan, False), (0.0, True)])
def test_unknown_is_neither_zero_nor_drawn(value, known):
    assert is_known(value) is known
