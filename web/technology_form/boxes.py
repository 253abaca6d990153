"""Boxes of the form: what is typed in the form's unit, and what is stored in the base unit."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from data.reference import FieldEntry
from data.units import (
    MONTHS_PER_YEAR,
    TONNES_PER_WAN_TONNES,
    YUAN_PER_WAN_YUAN,
    YUAN_PER_YI_YUAN,
)

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,20}(?:\.\d{0,60})?|\.\d{1,60})")
_IGNORED: Final = str.maketrans("", "", ", _\u00a0")
_SHORT_DIGITS: Final = 12
_SHORT_CHARACTERS: Final = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit people write in: its code in the field dictionary, its name, how much base it is."""

    code: str
    label: Any
    factor: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1)

    def to_base(self, number: Decimal) -> Decimal:
        """Return a number of this unit in the base unit."""
        return number * self.factor / self.divisor

    def from_base(self, number: Decimal) -> Decimal:
        """Return a number of the base unit in this unit."""
        return number * self.divisor / self.factor


_BARE: Final = Unit("", "")
_PERCENT: Final = Unit("%", "%", Decimal("0.01"))
_UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        unit.code: unit
        for unit in (
            _PERCENT,
            Unit("万元", _l("10,000 CNY"), YUAN_PER_WAN_YUAN),
            Unit("亿元", _l("100 million CNY"), YUAN_PER_YI_YUAN),
            Unit("万tCO2/a", _l("10,000 tCO₂/a"), TONNES_PER_WAN_TONNES),
            Unit("tCO2/a", "tCO₂/a"),
            Unit("元/tCO2", _l("CNY/tCO₂")),
            Unit("t/a", "t/a"),
            Unit("月", _l("months")),
            Unit("年", _l("years")),
            Unit("℃", "℃"),
            Unit("MPa", "MPa"),
            Unit("m2", "m²"),
            Unit("kV", "kV"),
        )
    }
)
_DURATIONS: Final[Mapping[str, tuple[Unit, ...]]] = MappingProxyType(
    {
        "construction_months": (
            _UNITS["月"],
            Unit("年", _UNITS["年"].label, Decimal(MONTHS_PER_YEAR)),
        ),
        "payback_years": (
            _UNITS["年"],
            Unit("月", _UNITS["月"].label, divisor=Decimal(MONTHS_PER_YEAR)),
        ),
    }
)
"""项目建设期（月或年）, 项目投资回收期（月或年）: the form takes either unit."""

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text": "text",
        "long_text": "long",
        "money": "number",
        "number": "number",
        "share": "number",
        "mapping": "number",
        "range": "band",
        "code": "choice",
        "codes": "codes",
        "date": "day",
        "flags": "tick",
    }
)
"""Type in the field dictionary -> how the field is drawn and read."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as it stands in its box."""

    text: str = ""
    unit: str = ""


class NotANumberError(ValueError):
    """What was typed is no number in one of the box's units."""


def units_of(entry: FieldEntry) -> tuple[Unit, ...]:
    """Return the units a field may be typed in, the form's own first; none for a bare number."""
    if entry.field in _DURATIONS:
        return _DURATIONS[entry.field]
    unit = _UNITS.get(entry.form_unit)
    return (unit,) if unit else ()


def parse_number(typed: Typed, units: tuple[Unit, ...]) -> Decimal | None:
    """Return a typed number in the base unit; empty is unknown.

    Full-width digits, thousands separators and the box's own unit behind the number are understood.

    Raises
    ------
    NotANumberError
        If it is no plain number.
    """
    text = unicodedata.normalize("NFKC", typed.text).replace("−", "-").translate(_IGNORED)
    if not text:
        return None
    unit = next((one for one in units if one.code == typed.unit), units[0] if units else None)
    for one in sorted(units, key=lambda each: -len(each.code)):
        written = unicodedata.normalize("NFKC", one.code).replace(" ", "")
        if text.endswith(written):
            text, unit = text.removesuffix(written), one
            break
    if not _NUMBER.fullmatch(text):
        raise NotANumberError(typed.text)
    number = Decimal(text)
    return unit.to_base(number) if unit else number


def written_number(value: Any, units: tuple[Unit, ...]) -> Typed:  # noqa: ANN401 - a number
    """Return a stored number as its box shows it, such that reading it gives the same again.

    Where several units are offered, it is the first that writes it short, else the shortest.
    """
    if value is None or not math.isfinite(value):
        return Typed(unit=units[0].code if units else "")
    offered: tuple[Unit | None, ...] = units or (None,)
    found = [_written(value, unit) for unit in offered]
    short = next((typed for typed in found if len(typed.text) <= _SHORT_CHARACTERS), None)
    return short or min(found, key=lambda typed: len(typed.text))


def _written(value: Any, unit: Unit | None) -> Typed:  # noqa: ANN401 - a number
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    scale = unit or _BARE
    exact = scale.from_base(exact)
    digits = _SHORT_DIGITS - exact.adjusted() - 1
    short = round(exact, max(digits, 0)) if exact else exact
    same = float(scale.to_base(short)) == float(value)
    return Typed(_plain(short if same else exact), unit.code if unit else "")


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bound_in_unit(value: object, units: tuple[Unit, ...]) -> str:
    """Return a limit of the base unit in the form's unit, for messages."""
    if not isinstance(value, int | float | Decimal):
        return str(value)
    typed = _written(value, units[0] if units else None)
    unit = units[0].label if units else ""
    return f"{typed.text} {unit}".strip()
