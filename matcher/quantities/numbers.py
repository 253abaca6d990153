"""Numbers in a folded text, with their multiplier: 1,200.5; 3千万; 三十多; 8 million; twelve."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from matcher.quantities.numerals import chinese_bounds

MAX_DIGITS: Final = 16
"""Longer runs of digits are identifiers, not amounts."""

_NOT_A_UNIT: Final = "(?![瓦伏克米帕卡焦])"
_ARABIC: Final = (
    r"(?:(?<![a-z\d.])|(?<=rmb)|(?<=cny))"
    r"(?:\d{1,3}(?:,\d{3}){1,5}(?![\d,])|\d+)(?:\.\d+)?"
)
_CHINESE_DIGIT: Final = rf"(?:[零〇一二两三四五六七八九十万亿几]|百(?!分之)|千{_NOT_A_UNIT})"
_WORDS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
}
_MULTIPLIERS: Final = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
    "million": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "thousand": 10**3,
}
_LATIN_SHORT: Final = {"m": 10**6, "k": 10**3}
_MORE: Final = "多|余(?![热压气能量汽料氯])|来(?![源水自])"

_NUMBER: Final = re.compile(
    rf"(?P<arabic>{_ARABIC})"
    rf"|(?P<chinese>{_CHINESE_DIGIT}{{1,{MAX_DIGITS}}}(?:点[零〇一二三四五六七八九]{{1,6}})?)"
    r"|(?P<half>半)(?=年|个月)"
    rf"|\b(?P<word>{'|'.join(_WORDS)})\b"
)
_TAIL: Final = re.compile(
    rf"(?P<more>{_MORE})?\s{{0,2}}"
    rf"(?:个(?=[千百十]?亿))?(?P<multiplier>万亿|[千百十]?亿|[千百十]?万|千{_NOT_A_UNIT}|百(?![帕分])"
    r"|(?:million|mln|mn|billion|bn|thousand)(?![a-z])"
    r"|[mk](?=\s?(?:yuan|rmb|cny)))?"
    rf"(?P<more_after>{_MORE})?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at a place of the folded text, bounds equal unless it is vague."""

    low: float
    high: float
    start: int
    end: int
    multiplier: float
    approximate: bool
    spelled: bool
    """Written in words or characters rather than digits."""


def numbers(folded_text: str, *, limit: int) -> Iterator[Number]:
    """Yield the numbers of a folded text from left to right, at most `limit` of them."""
    position = found = 0
    while found < limit:
        match = _NUMBER.search(folded_text, position)
        if match is None:
            return
        tail = _TAIL.match(folded_text, match.end())
        number = _number(match, tail)
        found += 1
        position = match.end() if number is None else max(number.end, match.end())
        if number is not None:
            yield number


def _number(match: re.Match[str], tail: re.Match[str] | None) -> Number | None:
    bounds = _bounds(match)
    if bounds is None or tail is None:
        return None
    low, high = bounds
    vague = low != high
    written = tail["multiplier"]
    multiplier = 1 if written is None else _MULTIPLIERS.get(written) or _LATIN_SHORT[written]
    more = bool(tail["more"] or tail["more_after"])
    if more:
        high = low + _step(low)
    end = tail.end() if more or written else match.end()
    return Number(
        float(low * multiplier),
        float(high * multiplier),
        match.start(),
        end,
        multiplier,
        approximate=vague or more,
        spelled=match["arabic"] is None,
    )


def _bounds(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    if match["half"]:
        return Decimal("0.5"), Decimal("0.5")
    if match["word"]:
        value = Decimal(_WORDS[match["word"]])
        return value, value
    if match["arabic"]:
        digits = match["arabic"].replace(",", "")
        return None if len(digits) > MAX_DIGITS else (Decimal(digits), Decimal(digits))
    bounds = chinese_bounds(match["chinese"])
    return None if bounds is None else (Decimal(str(bounds[0])), Decimal(str(bounds[1])))


def _step(value: Decimal) -> Decimal:
    # 三十多 ends before 四十, 一百多 before 二百, 35多 before 36.
    step = Decimal(1)
    while value >= step * 10 and value % (step * 10) == 0:
        step *= 10
    return step
