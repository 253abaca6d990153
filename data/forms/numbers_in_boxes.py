"""Numbers, ranges and dates of a box, in the units stored, with what is doubtful about them."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from data.forms.amounts import Amount, read_amount
from data.forms.bounds import is_within
from data.forms.doubts import Doubts
from data.forms.layout import Box
from data.forms.units import PERIODS, UNITS, factor_of, plain_unit

_MOST_DECIMALS = Decimal("0.000001")
_FEN = Decimal("0.01")
_LARGEST_EXPONENT = 20
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_LOWER = re.compile(r"^(?:≥|>=|不低于|不小于|至少)(.+)$")
_UPPER = re.compile(r"^(?:≤|<=|不高于|不大于|不超过|至多)(.+)$")
_BETWEEN = re.compile(r"^(.*\d[^\d]*?)(?:至|到|~|～|—|–)(.+)$")


def read_number(box: Box, text: str, path: str, doubts: Doubts) -> Decimal | None:
    """Return the number of a box in the unit stored, or None with a doubt noted."""
    amount = read_amount(text, unit=_unit(box), default=box.unit)
    value = _checked(box, text, amount, path, doubts)
    if value is not None and amount.rest:
        doubts.note(path, "text_beside_number", text=amount.rest)
    return value


def read_range(box: Box, text: str, path: str, doubts: Doubts) -> list[Decimal | None] | None:
    """Return [low, high] with None for an open bound, or None with a doubt noted."""
    plain = "".join(unicodedata.normalize("NFKC", text).replace("～", "~").split())
    lower, upper, both = _LOWER.match(plain), _UPPER.match(plain), _BETWEEN.match(plain)
    if lower is not None:
        low = _bound(box, lower[1], text, path, doubts)
        return None if low is None else [low, None]
    if upper is not None:
        high = _bound(box, upper[1], text, path, doubts)
        return None if high is None else [None, high]
    if both is None:
        doubts.note(path, "number_unclear", text=text)
        return None
    low, high = (_bound(box, part, text, path, doubts) for part in both.groups())
    if low is None or high is None:
        return None
    if low > high:
        doubts.note(path, "out_of_range", text=text)
        return None
    return [low, high]


def read_day(text: str, path: str, doubts: Doubts) -> str | None:
    """Return the day as 2024-05-31, or None with a doubt noted."""
    found = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is not None:
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            pass
    doubts.note(path, "date_unclear", text=text)
    return None


def _unit(box: Box) -> str:
    """Return the unit stored where amounts may be written in others; empty for plain numbers."""
    return box.entry.unit if box.entry.unit in UNITS else ""


def _bound(box: Box, part: str, text: str, path: str, doubts: Doubts) -> Decimal | None:
    amount = read_amount(part, unit=_unit(box), default=box.unit)
    if amount.rest:
        amount = Amount(doubt="number_unclear")
    return _checked(box, text, amount, path, doubts)


def _checked(box: Box, text: str, amount: Amount, path: str, doubts: Doubts) -> Decimal | None:
    value = amount.value
    if value is None:
        doubts.note(path, amount.doubt or "number_unclear", text=text)
        return None
    value = _rounded(box, value, amount.unit)
    if not is_within(box.entry, value):
        doubts.note(path, "out_of_range", text=text)
        return None
    if _is_other_unit(box, amount.unit):
        shown = f"{value.normalize():f}"
        doubts.note(path, "unit_converted", text=text, amount=shown, unit=_stored_unit(box))
    if box.entry.type == "share" and not amount.unit and Decimal(0) < value < Decimal("0.01"):
        doubts.note(path, "share_below_one", text=text)
    return value


def _rounded(box: Box, value: Decimal, written: str) -> Decimal:
    """Return money in fen, and years without the endless digits of a number of months."""
    if box.entry.type == "money":
        return value.quantize(_FEN) if value.adjusted() < _LARGEST_EXPONENT else value
    is_endless = box.entry.unit == "year" and "月" in written
    return value.quantize(_MOST_DECIMALS) if is_endless else value


def _is_other_unit(box: Box, written: str) -> bool:
    """Return whether the amount is written in another unit than people use for the field."""
    if not written:
        return False
    if box.entry.unit in PERIODS:
        months = "月" in written and "年" not in written
        return months != (box.entry.unit == "month")
    expected = factor_of(box.entry.unit, box.unit or box.entry.form_unit)
    return factor_of(box.entry.unit, plain_unit(written)) != expected


def _stored_unit(box: Box) -> str:
    return {"month": "月", "year": "年", "yuan": "元", "yuan/year": "元", "share": ""}.get(
        box.entry.unit, box.entry.unit
    )
