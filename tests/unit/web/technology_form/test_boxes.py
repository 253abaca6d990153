from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import field_dictionary
from web.technology_form.boxes import (
    KINDS,
    NotANumberError,
    Typed,
    parse_number,
    units_of,
    written_number,
)

KNOWN = field_dictionary()
MONEY = units_of(KNOWN["technology_case", "investment_yuan"])
SHARE = units_of(KNOWN["technology", "adoption_share"])
PAYBACK = units_of(KNOWN["technology_case", "payback_years"])
ALL_UNITS = [MONEY, SHARE, PAYBACK, ()]


@pytest.mark.parametrize(
    ("text", "units", "base"),
    [
        ("1,000", MONEY, Decimal(10_000_000)),
        ("１０００万元", MONEY, Decimal(10_000_000)),
        ("7%", SHARE, Decimal("0.07")),
        ("７．５", SHARE, Decimal("0.075")),
        ("−12", MONEY, Decimal(-120_000)),
        (" 3 年 ", PAYBACK, Decimal(3)),
        ("18月", PAYBACK, Decimal("1.5")),
        ("", MONEY, None),
        ("  ", (), None),
    ],
)
def test_what_people_write_is_understood_in_the_unit_of_the_box(text, units, base):
    found = parse_number(Typed(text), units)

    assert (found is None) == (base is None)
    if base is not None:
        assert float(found) == float(base)


@pytest.mark.parametrize(
    "text", ["约1000", "10-20", "1e9", "NaN", "--3", "1.2.3", "9" * 30, "10 亿元"]
)
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(NotANumberError):
        parse_number(Typed(text), MONEY)


def test_the_chosen_unit_counts():
    assert float(parse_number(Typed("18", "月"), PAYBACK)) == 1.5


def test_a_duration_is_shown_in_the_unit_that_writes_it_shorter():
    assert written_number(7 / 12, PAYBACK) == Typed("7", "月")
    assert written_number(2.5, PAYBACK) == Typed("2.5", "年")


@settings(max_examples=200)
@given(
    value=st.floats(min_value=-1e12, max_value=1e12, allow_nan=False).map(lambda v: v + 0.0),
    units=st.sampled_from(ALL_UNITS),
)
def test_a_number_shown_and_read_again_is_the_same_number(value, units):
    if 0 < abs(value) < 1e-9:
        return
    typed = written_number(value, units)

    assert float(parse_number(typed, units)) == value


@settings(max_examples=100)
@given(fen=st.integers(min_value=-(10**14), max_value=10**14))
def test_money_shown_and_read_again_is_the_same_to_the_fen(fen):
    value = Decimal(fen) / 100

    assert parse_number(written_number(value, MONEY), MONEY) == value


def test_every_type_of_the_dictionary_has_a_kind_of_box():
    boxed = {"technology", "technology_case", "applicant_contact", "applicability_rules"}
    types = {entry.type for (record, _), entry in KNOWN.items() if record in boxed}

    assert types - set(KINDS) == {"derived", "record", "records"}
