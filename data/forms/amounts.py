"""Reading a number with its unit from a box; what cannot be read surely stays unknown."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from data.forms.units import PERIODS, factor_of, plain_unit

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(rf"([+-]?)({_DIGITS})(?:[eE]([+-]?\d{{1,2}}))?")
_MOST_DIGITS = 400
_BREAK = re.compile(r"[\n;。(\[【]|[,:](?!\d)")
_APPROXIMATE = re.compile(
    r"约|大约|左右|上下|近|以上|以下|以内|超过|不低于|不少于|不超过|至少|至多|最多|大于|小于|余|多|[<>≤≥≈＜＞〈〉±+]"
)
_RANGE = re.compile(r"\d[^\d\n]{0,6}?(?:[~～—–至到]|-{1,2})\s*[-+]?\d")
_WORDS = re.compile(r"[零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾半]")
_YEARS_AND_MONTHS = re.compile(r"(\d{1,3})年(?:零|又)?(\d{1,2})个?月")
_SPACES = re.compile(r"[ \t\u3000\xa0]+")
_DIGIT_MARKS = str.maketrans({"−": "-", "﹣": "-", "，": ",", "％": "%", "¥": "", "￥": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a box says: a number in the unit stored, or None with the code of the doubt.

    `unit` is the unit as written, empty where none was; `rest` holds words beside the number.
    """

    value: Decimal | None = None
    doubt: str | None = None
    unit: str = ""
    rest: str = ""


def read_amount(text: str, *, unit: str, default: str) -> Amount:
    """Return the amount that a text states.

    Parameters
    ----------
    text : str
        Content of the box, not empty.
    unit : str
        Unit of the field dictionary in which it is stored; empty for a plain number.
    default : str
        Unit that the box names; empty where it takes months or years alike.
    """
    first, rest = _first_statement(text)
    found = _NUMBER.match(first)
    if found is None:
        return Amount(doubt=_doubt(first))
    if unit in PERIODS and (both := _YEARS_AND_MONTHS.fullmatch(first)):
        return _years_and_months(both, unit, rest)
    tail = first[found.end() :]
    if not tail and _is_unit(rest.strip("()[]"), unit):
        tail, rest = rest.strip("()[]"), ""
    if rest[:1].isdigit() or (tail and not _is_unit(tail, unit)):
        return Amount(doubt=_doubt_beside(first, tail))
    return _with_unit(found, unit, tail, tail or default, rest)


def _with_unit(found: re.Match[str], unit: str, tail: str, meant: str, rest: str) -> Amount:
    number = _decimal(found)
    factor = factor_of(unit, meant) if unit else Decimal(1)
    if number is None:
        return Amount(doubt="number_unclear")
    if factor is None:
        return Amount(doubt="unit_missing" if unit in PERIODS and not meant else "unit_unclear")
    return Amount(value=number * factor, unit=tail, rest=rest)


def _first_statement(text: str) -> tuple[str, str]:
    """Return the number with its unit, without spaces, and what is written beside it."""
    leveled = unicodedata.normalize("NFKC", text.strip().translate(_DIGIT_MARKS))
    leveled = leveled.translate(_DIGIT_MARKS)
    number = _NUMBER.match(_SPACES.sub("", leveled))
    start = _position_after(leveled, len(number[0]) if number else 0)
    end = _BREAK.search(leveled, start)
    cut = end.start() if end else len(leveled)
    rest = leveled[cut:].strip(" \t\u3000\n;；。,，：:")
    return _SPACES.sub("", leveled[:cut]), rest


def _position_after(text: str, count: int) -> int:
    """Return the position after `count` characters that are no spaces."""
    seen = 0
    for position, letter in enumerate(text):
        if seen == count:
            return position
        seen += not _SPACES.fullmatch(letter)
    return len(text)


def _is_unit(tail: str, unit: str) -> bool:
    return bool(unit) and factor_of(unit, tail) is not None


def _doubt_beside(first: str, tail: str) -> str:
    doubt = _doubt(first)
    is_bare = doubt == "number_unclear" and bool(tail) and not re.search(r"[\d.,]", tail)
    return "unit_unclear" if is_bare else doubt


def _doubt(first: str) -> str:
    if _RANGE.search(first):
        return "number_is_range"
    if _APPROXIMATE.search(first):
        return "number_is_approximate"
    if _WORDS.search(first) and not re.search(r"\d", first):
        return "number_in_words"
    return "number_unclear"


def _years_and_months(found: re.Match[str], unit: str, rest: str) -> Amount:
    months = Decimal(found[1]) * 12 + Decimal(found[2])
    value = months if unit == "month" else months / 12
    return Amount(value=value, unit=plain_unit("年") + "月", rest=rest)


def _decimal(found: re.Match[str]) -> Decimal | None:
    if len(found[0]) > _MOST_DIGITS:
        return None
    return Decimal(found[0].replace(",", ""))
