"""From a spreadsheet's cell to the JSON-like value that the field readers expect."""

import re
from datetime import date, datetime
from decimal import Decimal

from data.cells import restore_cell
from data.importers.workbook_layout import Column

_LIST = re.compile(r"[;；|\n]+")
_LIST_WITH_COMMAS = re.compile(r"[;；|\n、,，]+")
_COMMA_LISTS = frozenset(
    {"fields", "designations", "energy_carriers", "climate_zones", "project_types"}
)
"""Lists whose labels hold no comma themselves, so that commas may separate them."""
_NUMBER_TYPES = frozenset({"number", "money", "share", "range", "mapping"})
_LIST_TYPES = frozenset({"codes", "texts"})
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PERCENT = Decimal("0.01")
_YES, _NO = frozenset({"是", "true", "yes", "y", "1"}), frozenset({"否", "false", "no", "n", "0"})


def cell_value(column: Column, factor: Decimal, raw: object) -> object:
    """Return the value in the unit stored; what cannot be read is passed on to be refused.

    Parameters
    ----------
    column : Column
        What the cell holds.
    factor : Decimal
        From the unit of the header to the unit stored.
    raw : object
        As the spreadsheet gives it; None and empty text are unknown.
    """
    if isinstance(raw, str):
        raw = restore_cell(raw).strip()
    if raw is None or raw == "":
        return None
    kind = column.entry.type
    if kind in _NUMBER_TYPES:
        return _number(raw, factor)
    if kind == "date":
        return _day(raw)
    if kind == "boolean":
        return _yes_or_no(raw)
    if kind in _LIST_TYPES:
        pattern = _LIST_WITH_COMMAS if column.entry.field in _COMMA_LISTS else _LIST
        return [part.strip() for part in pattern.split(_text(raw)) if part.strip()]
    return _text(raw)


def _number(raw: object, factor: Decimal) -> object:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        return Decimal(repr(raw)) * factor
    if isinstance(raw, str):
        plain = raw.replace(",", "").replace("，", "").replace(" ", "").replace("％", "%")
        if plain.endswith("%"):
            plain, factor = plain.removesuffix("%"), _PERCENT
        try:
            return Decimal(plain) * factor
        except ArithmeticError:
            return raw
    return _text(raw)


def _day(raw: object) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    found = _DAY.fullmatch(_text(raw))
    if found is None:
        return _text(raw)
    year, month, day = found.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _yes_or_no(raw: object) -> object:
    if isinstance(raw, bool):
        return raw
    plain = _text(raw).casefold()
    if plain in _YES:
        return True
    return False if plain in _NO else plain


def _text(raw: object) -> str:
    if isinstance(raw, float) and raw.is_integer():
        # Spreadsheets keep codes such as 320500 as floating numbers.
        return str(int(raw))
    return raw if isinstance(raw, str) else str(raw)
