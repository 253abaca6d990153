"""Reads the quantities of a text: numbers with units, ranges, comparators, meaning by context."""

import re
from typing import Final

from data.vocabulary.quantities import Comparator
from data.vocabulary.quantities import QuantityKind as K
from matcher.quantities.comparators import bound
from matcher.quantities.folding import folded
from matcher.quantities.meaning import PERCENT, Meaning, bare_money, meaning, minus_before
from matcher.quantities.numbers import Number, numbers
from matcher.quantities.quantity import Quantity
from matcher.quantities.units import UNIT

MAX_CHARACTERS: Final = 20_000
"""What stands behind this many characters is not read: no need is described there."""

MAX_NUMBERS: Final = 300
"""Numbers looked at in one text. Both limits: docs/decisions/0032-quantities-in-text.md."""

_HALF_YEAR_MONTHS: Final = 6.0
_PERCENT: Final = "百分之"
_CONNECTOR: Final = re.compile(r"\s{0,2}(?:-|~|至|到|to)\s{0,2}")
_RANGE_AHEAD: Final = re.compile(
    r"\s{0,2}(?:~|至|到|-(?=\s?\d))\s{0,2}[\d零一二两三四五六七八九十百千几]"
)
_BETWEEN: Final = re.compile(r"\s{0,2}and\s{0,2}")


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Read every quantity a text states, from left to right.

    Parameters
    ----------
    text : str
        Chinese or English; any text is accepted. Only the first 20,000 characters and their first
        300 numbers are read.

    Returns
    -------
    tuple of Quantity
        Spans refer to `text` as given; empty when nothing is read.

    References
    ----------
    .. [1] docs/decisions/0032-quantities-in-text.md.
    """
    text = text[:MAX_CHARACTERS]
    plain = folded(text)
    found = list(numbers(plain, limit=MAX_NUMBERS))
    quantities: list[Quantity] = []
    position = 0
    while position < len(found):
        first = found[position]
        second = found[position + 1] if position + 1 < len(found) else None
        quantity = _range(text, plain, first, second) if second is not None else None
        position += 1 if quantity is None else 2
        quantity = quantity or _single(text, plain, first)
        if quantity is not None:
            quantities.append(quantity)
    return tuple(quantities)


def _single(text: str, plain: str, number: Number) -> Quantity | None:
    read = _unit(plain, number, number.start)
    if read is None or _RANGE_AHEAD.match(plain, read[1]):
        return None
    sense, end = read
    low, high = number.low * sense.scale, number.high * sense.scale
    if sense.kind is K.DURATION and plain[end - 1 : end + 1] == "年半":
        low, high, end = low + _HALF_YEAR_MONTHS, high + _HALF_YEAR_MONTHS, end + 1
    if sense.kind is K.TEMPERATURE and minus_before(plain, number.start):
        low, high = -high, -low
    start = number.start - len(_PERCENT) if sense is PERCENT else number.start
    if high < 0:
        start = _sign_start(plain, start)
    return _quantity(
        text, plain, sense, low, high, start, end, vague=number.approximate, is_range=False
    )


def _range(text: str, plain: str, first: Number, second: Number) -> Quantity | None:
    own = UNIT.match(plain, first.end)
    gap = plain[own.end() if own else first.end : second.start]
    if not _connects(plain, gap, first.start):
        return None
    read = _unit(plain, second, first.start)
    if read is None:
        return None
    sense, end = read
    low, high = first.low, second.high
    if own is None and first.multiplier == 1 and low < high / second.multiplier:
        low *= second.multiplier  # 300到500万
    elif own is not None and own[1] not in sense.spellings:
        return None
    low, high = low * sense.scale, high * sense.scale
    if sense.kind is K.TEMPERATURE:
        low = -low if minus_before(plain, first.start) else low
        high = -high if minus_before(plain, second.start, in_range=True) else high
    if low > high:
        return None
    vague = first.approximate or second.approximate
    start = _sign_start(plain, first.start) if low < 0 else first.start
    return _quantity(text, plain, sense, low, high, start, end, vague=vague, is_range=True)


def _sign_start(plain: str, start: int) -> int:
    before = plain[:start].rstrip()
    return len(before) - (2 if before.endswith("零下") else 1)


def _connects(plain: str, gap: str, start: int) -> bool:
    if len(gap) > len("  and  "):
        return False
    if _CONNECTOR.fullmatch(gap) or gap in {"至零下", "到零下", "~-", "到-", "至-", " to -"}:
        return True
    return _BETWEEN.fullmatch(gap) is not None and plain[:start].rstrip().endswith("between")


def _unit(plain: str, number: Number, start: int) -> tuple[Meaning, int] | None:
    if start >= len(_PERCENT) and plain.startswith(_PERCENT, start - len(_PERCENT)):
        return PERCENT, number.end
    match = UNIT.match(plain, number.end)
    if match is None:
        money = bare_money(plain, number, start)
        return None if money is None else (money, number.end)
    sense = meaning(plain, number, match[1], start, match.end())
    return None if sense is None else (sense, match.end())


def _quantity(
    text: str,
    plain: str,
    sense: Meaning,
    low: float,
    high: float,
    start: int,
    end: int,
    *,
    vague: bool,
    is_range: bool,
) -> Quantity:
    around = bound(plain, start, end)
    comparator = around.comparator
    if is_range and comparator in {Comparator.EXACT, Comparator.ABOUT}:
        comparator = Comparator.BETWEEN
    elif vague and comparator is Comparator.EXACT:
        comparator = Comparator.ABOUT
    lower: float | None = low
    upper: float | None = high
    if comparator is Comparator.AT_MOST and not is_range:
        lower = None
    elif comparator is Comparator.AT_LEAST:
        upper = None
    return Quantity(
        kind=sense.kind,
        low=_rounded(lower),
        high=_rounded(upper),
        unit=sense.unit,
        comparator=comparator,
        text=text[around.start : around.end],
        start=around.start,
        end=around.end,
        approximate=vague or around.approximate,
    )


def _rounded(value: float | None) -> float | None:
    # Twelve digits undo what the conversion of decimals adds: 0.3 bar is 0.03 MPa.
    return None if value is None else float(f"{value:.12g}")
