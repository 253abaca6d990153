"""Numbers of boxes: read where they are sure, else unknown with the reason."""

from decimal import Decimal

import pytest

from data.forms.amounts import read_amount

MONEY = ("yuan", "万元")
SHARE = ("share", "%")
MONTHS, YEARS = ("month", ""), ("year", "")
TONNES = ("tCO2/year", "tCO2/a")
COST = ("yuan/tCO2", "元/tCO2")


@pytest.mark.parametrize(
    ("text", "box", "value"),
    [
        ("320", MONEY, 3_200_000),
        ("1,000万元", MONEY, 10_000_000),
        ("1，000 万元", MONEY, 10_000_000),
        ("５００万元", MONEY, 5_000_000),
        ("0.35亿元", MONEY, 35_000_000),
        ("3200000元", MONEY, 3_200_000),
        ("320（元）", MONEY, 320),
        ("−5.5", MONEY, -55_000),
        ("6.5%", SHARE, "0.065"),
        ("6.5", SHARE, "0.065"),
        ("４ 个月", MONTHS, 4),
        ("3年", MONTHS, 36),
        ("1年6个月", MONTHS, 18),
        ("1.8 年", YEARS, "1.8"),
        ("6个月", YEARS, "0.5"),
        ("1860 tCO₂", TONNES, 1860),
        ("0.186万吨/年", TONNES, 1860),
        ("-182元/t", COST, -182),
    ],
)
def test_sure_amounts_are_read_in_the_unit_stored(text, box, value):
    amount = read_amount(text, unit=box[0], default=box[1])

    assert amount.value is not None
    assert abs(amount.value - Decimal(str(value))) < Decimal("1e-20")
    assert amount.doubt is None


@pytest.mark.parametrize(
    ("text", "box", "doubt"),
    [
        ("约320", MONEY, "number_is_approximate"),
        ("320万元左右", MONEY, "number_is_approximate"),
        ("320以上", MONEY, "number_is_approximate"),
        ("≥ 10%", SHARE, "number_is_approximate"),
        ("10-20", SHARE, "number_is_range"),
        ("10%～20%", SHARE, "number_is_range"),
        ("三百二十", MONEY, "number_in_words"),
        ("1,5", MONEY, "number_unclear"),
        ("1.2.3", MONEY, "number_unclear"),
        ("详见附件", MONEY, "number_unclear"),
        ("100万美元", MONEY, "unit_unclear"),
        ("12‰", SHARE, "unit_unclear"),
        ("3", MONTHS, "unit_missing"),
        ("3", YEARS, "unit_missing"),
        ("10%；20%", SHARE, "unit_unclear"),
    ],
)
def test_unsure_amounts_stay_unknown_with_the_reason(text, box, doubt):
    amount = read_amount(text, unit=box[0], default=box[1])

    assert (amount.value, amount.doubt) == (None, doubt)


def test_an_explanation_beside_a_number_is_kept_apart():
    amount = read_amount("120；对比技术：燃煤锅炉", unit="tCO2/year", default="万tCO2/a")

    assert (amount.value, amount.rest) == (Decimal(1_200_000), "对比技术:燃煤锅炉")
