import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.quantities.numerals import chinese_bounds

DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """Write a number below 10,000 the way people do."""
    words, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif words:
            gap = True
    return words


@given(number=st.integers(1, 9999))
def test_spelled_number_is_read_back(number):
    assert chinese_bounds(spelled(number)) == (number, number)


@given(high=st.integers(1, 9999), low=st.integers(1000, 9999))
def test_numbers_of_wan_and_yi_are_read_back(high, low):
    in_wan = spelled(high) + "万" + spelled(low)
    in_yi = spelled(high) + "亿" + spelled(low) + "万"

    assert chinese_bounds(in_wan) == (high * 10_000 + low,) * 2
    assert chinese_bounds(in_yi) == (high * 10**8 + low * 10_000,) * 2


@pytest.mark.parametrize(
    ("numeral", "bounds"),
    [
        ("十", (10, 10)),
        ("十五", (15, 15)),
        ("两千万", (2e7, 2e7)),
        ("千万", (1e7, 1e7)),
        ("一万三", (13_000, 13_000)),
        ("三百五", (350, 350)),
        ("三万亿", (3e12, 3e12)),
        ("一点二", (1.2, 1.2)),
        ("十二点五", (12.5, 12.5)),
        ("二〇二七", (2027, 2027)),
        ("两三", (2, 3)),
        ("三五", (3, 5)),
        ("二三十", (20, 30)),
        ("十七八", (17, 18)),
        ("三四百万", (3e6, 4e6)),
        ("十几", (10, 20)),
        ("二十几", (20, 30)),
        ("几十", (20, 90)),
        ("几百万", (2e6, 9e6)),
        ("零", (0, 0)),
    ],
)
def test_numeral_means_its_bounds(numeral, bounds):
    assert chinese_bounds(numeral) == bounds


@pytest.mark.parametrize("numeral", ["几", "几几", "三三", "五三", ""])
def test_what_is_no_numeral_means_nothing(numeral):
    assert chinese_bounds(numeral) is None
