import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import figures


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1860, "1,860"), (-182.4, "−182"), (78.25, "78.2"), (3.6, "3.6"), (0.123, "0.12")],
)
def test_numbers_are_rounded_to_what_people_read(value, text):
    assert figures.rounded(value) == text


@given(st.floats(-1e12, 1e12))
def test_a_rounded_number_reads_back_within_a_percent_or_half_a_hundredth(value):
    read = float(figures.rounded(value).replace(",", "").replace("−", "-"))
    assert read == pytest.approx(value, rel=0.01, abs=0.0051)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (Decimal(28600000), "2,860 万元", "28.6 million CNY"),
        (3.2e6, "320 万元", "3.2 million CNY"),
        (1.5e8, "1.5 亿元", "150 million CNY"),
        (900, "900 元", "900 CNY"),
        (-5e4, "−5 万元", "−50 thousand CNY"),
    ],
)
def test_money_is_scaled_as_each_language_does(value, chinese, english):
    assert str(figures.money(value, chinese=True)) == chinese
    assert str(figures.money(value, chinese=False)) == english


@pytest.mark.parametrize("value", [None, math.nan, math.inf, Decimal("NaN")])
def test_unknown_is_never_zero(value):
    assert not figures.money(value, chinese=True).known
    assert not figures.tonnes(value, str).known
    assert not figures.unit_cost(value, str).known
    assert not figures.years(value, str).known
    assert not figures.distance(value).known
    assert not figures.share(value).known
    assert not figures.count(value).known


def test_each_figure_carries_its_unit():
    assert str(figures.unit_cost(-96.2, str)) == "−96.2 CNY/t"
    assert str(figures.years(1.84, str)) == "1.8 years"
    assert str(figures.distance(46.2)) == "46 km"
    assert str(figures.distance(4.62)) == "4.6 km"
    assert str(figures.share(0.864)) == "86%"
    assert str(figures.tonnes(1860, str)) == "1,860 tCO₂e"
