import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.charts.drawing import HOSTILE, assert_named, find, parsed, words
from web.charts import Funnel, FunnelStep, funnel, weakest_step
from web.charts.funnel import conversion_share

LABEL = HOSTILE
maybe = st.one_of(st.none(), st.floats(0, 1e6), st.just(math.nan))
steps = st.builds(
    FunnelStep,
    st.just(LABEL),
    st.floats(0, 1e6),
    maybe,
    maybe,
    maybe,
    st.one_of(st.none(), st.floats(0, 1)),
    st.one_of(st.none(), st.just("/leads?a=1&b=2")),
)


@given(st.lists(steps, max_size=9))
def test_any_funnel_is_valid_xml_in_both_shapes(found):
    root = parsed(funnel(Funnel("t", tuple(found))))
    if any(step.count > 0 for step in found):
        assert_named(root)
        assert len(find(root, "svg", "chart-wide")) == len(find(root, "svg", "chart-tall")) == 1
    else:
        assert words(root) == "Nothing to show yet."


def test_sizes_follow_the_square_root_and_the_caption_says_so():
    root = parsed(funnel(Funnel("t", (FunnelStep("a", 400), FunnelStep("b", 100)))))
    tall = find(root, "svg", "chart-tall")[0]
    first, second = find(tall, "rect", "shape")
    assert float(second.get("width")) == pytest.approx(float(first.get("width")) / 2, abs=0.1)
    assert "square root" in words(root)


def test_the_conversion_is_of_the_step_before():
    pair = (FunnelStep("a", 200), FunnelStep("b", 50))
    assert conversion_share(pair, 0) is None
    assert conversion_share(pair, 1) == 0.25
    assert conversion_share((FunnelStep("a", 0), FunnelStep("b", 0)), 1) is None


def test_the_highlight_is_the_gap_to_the_benchmark_not_the_lowest_rate():
    found = (
        FunnelStep("seen", 1000),
        FunnelStep("introduced", 100, benchmark_share=0.1),
        FunnelStep("contracted", 40, benchmark_share=0.6),
    )
    assert weakest_step(found) == 2


def test_no_step_is_blamed_without_a_benchmark_or_above_it():
    assert weakest_step((FunnelStep("a", 10), FunnelStep("b", 1))) is None
    assert weakest_step((FunnelStep("a", 10), FunnelStep("b", 9, benchmark_share=0.5))) is None


def test_bounds_have_whiskers_and_a_place_in_the_table():
    root = parsed(funnel(Funnel("t", (FunnelStep("a", 100), FunnelStep("b", 50, 40, 70)))))
    assert len(find(root, "path", "whisker")) == 2
    assert "40 – 70" in words(find(root, "table")[0])


def test_a_step_with_a_url_opens_its_list():
    root = parsed(funnel(Funnel("t", (FunnelStep("a", 10, url="/leads"),))))
    assert {link.get("href") for link in find(root, "a", "mark")} == {"/leads"}
