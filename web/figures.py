"""Numbers as people read them: a rounded text and a unit in the reader's language."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Translate: TypeAlias = Callable[[str], str]
Value: TypeAlias = float | Decimal | None

MINUS = "\N{MINUS SIGN}"
YUAN_PER_WAN = 1e4
YUAN_PER_YI = 1e8
WHOLE_FROM = 100


@dataclass(frozen=True)
class Figure:
    """A number for people: `text` without its unit, `unit` (may be empty), `known`."""

    text: str
    unit: str = ""
    known: bool = True

    def __str__(self) -> str:
        return f"{self.text} {self.unit}".strip()


UNKNOWN = Figure("—", "", known=False)


def rounded(value: float, digits: int | None = None) -> str:
    """Write a number with thousands separators and a real minus sign.

    Parameters
    ----------
    value : float
        Any finite number.
    digits : int | None
        Decimals kept; None: none from 100 upward, one from 10, two below. Trailing zeros go.
    """
    if digits is None:
        size = abs(value)
        digits = 0 if size >= WHOLE_FROM else 1 if size >= WHOLE_FROM / 10 else 2
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", "0"} else text.replace("-", MINUS)


def _number(value: Value) -> float | None:
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def money(value_yuan: Value, *, chinese: bool) -> Figure:
    """Money: 元, 万元 or 亿元 in Chinese; CNY, thousand, million or billion in English."""
    number = _number(value_yuan)
    if number is None:
        return UNKNOWN
    size = abs(number)
    scales: tuple[tuple[float, str], ...]
    if chinese:
        scales = ((YUAN_PER_YI, "亿元"), (YUAN_PER_WAN, "万元"), (1.0, "元"))
    else:
        scales = ((1e9, "billion CNY"), (1e6, "million CNY"), (1e3, "thousand CNY"), (1.0, "CNY"))
    scale, unit = next((pair for pair in scales if size >= pair[0]), scales[-1])
    return Figure(rounded(number / scale), unit)


def tonnes(value_tco2_per_year: Value, gettext: Translate) -> Figure:
    """Annual abatement in tCO₂e a year; whole tonnes from 100 upward."""
    number = _number(value_tco2_per_year)
    return UNKNOWN if number is None else Figure(rounded(number), gettext("tCO₂e"))


def unit_cost(value_yuan_per_tco2: Value, gettext: Translate) -> Figure:
    """Cost in yuan per tonne; the sign is kept, negative means a saving."""
    number = _number(value_yuan_per_tco2)
    return UNKNOWN if number is None else Figure(rounded(number), gettext("CNY/t"))


def years(value_years: Value, gettext: Translate) -> Figure:
    """Duration in years, one decimal."""
    number = _number(value_years)
    return UNKNOWN if number is None else Figure(rounded(number, 1), gettext("years"))


def distance(value_km: Value) -> Figure:
    """Distance in kilometres, whole from 10 km upward."""
    number = _number(value_km)
    ten_km = WHOLE_FROM / 10
    return (
        UNKNOWN if number is None else Figure(rounded(number, 0 if number >= ten_km else 1), "km")
    )


def share(value_share: Value, digits: int = 0) -> Figure:
    """Share 0–1 in percent."""
    number = _number(value_share)
    return UNKNOWN if number is None else Figure(f"{rounded(number * 100, digits)}%")


def count(value_count: Value) -> Figure:
    """Whole number of things."""
    number = _number(value_count)
    return UNKNOWN if number is None else Figure(rounded(number, 0))
