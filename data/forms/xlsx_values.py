"""Cells of a worksheet as people see them: numbers exactly, percents and days as shown."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from xml.etree.ElementTree import Element  # nosec B405 - built by our own parser

from data.cells import restore_cell
from data.forms.marks import symbol_mark
from data.forms.plain_numbers import plain

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_PERCENT_FORMATS, _DATE_FORMATS = frozenset({9, 10}), frozenset(range(14, 18)) | {22}
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LARGEST_DAY = 100_000
_LARGEST_NUMBER = 1e18
NUMBER, PERCENT, DAY = "number", "percent", "day"


def formats_of(styles: Element | None) -> list[str]:
    """Return for every cell style whether it shows numbers as such, percents or days."""
    if styles is None:
        return []
    own = {
        int(entry.get("numFmtId", "0")): entry.get("formatCode", "")
        for entry in styles.iter("numFmt")
        if entry.get("numFmtId", "").isdecimal()
    }
    listed = styles.find("cellXfs")
    return [
        _format(entry.get("numFmtId", "0"), own) for entry in ([] if listed is None else listed)
    ]


def _format(key: str, own: dict[int, str]) -> str:
    number = int(key) if key.isdecimal() else 0
    code = _QUOTED.sub("", own.get(number, "")).lower()
    if number in _PERCENT_FORMATS or "%" in code:
        return PERCENT
    return DAY if number in _DATE_FORMATS or ("y" in code and "m" in code) else NUMBER


def string_text(holder: Element) -> str:
    """Return the text of a shared or inline string; symbol fonts give ticks."""
    pieces: list[str] = []
    for child in holder:
        if child.tag == "t":
            pieces.append(child.text or "")
        elif child.tag == "r":
            pieces.append(_run(child))
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(pieces))
    return restore_cell(text.replace("\r\n", "\n")).strip()


def _run(run: Element) -> str:
    text = "".join(child.text or "" for child in run if child.tag == "t")
    name = run.find("rPr/rFont")
    if name is None:
        return text
    font = name.get("val", "")
    return "".join(symbol_mark(font, ord(letter)) or letter for letter in text)


def cell_text(
    cell: Element, strings: Sequence[str], formats: Sequence[str], *, is_1904: bool
) -> str:
    """Return what a cell shows; empty for errors and for what cannot be read."""
    kind = cell.get("t", "n")
    inline = cell.find("is")
    if inline is not None:
        return string_text(inline)
    value = cell.findtext("v") or ""
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    if kind == "str":
        return restore_cell(value).strip()
    if kind in {"e", "b"} or not value:
        return ""
    return _number(value, _style(cell, formats), is_1904=is_1904)


def _style(cell: Element, formats: Sequence[str]) -> str:
    key = cell.get("s", "0")
    return formats[int(key)] if key.isdecimal() and int(key) < len(formats) else NUMBER


def _number(value: str, shown: str, *, is_1904: bool) -> str:
    try:
        number = float(value)
    except ValueError:
        return value.strip()
    if not abs(number) < _LARGEST_NUMBER:  # also not a number at all
        return value.strip()
    if shown == DAY and 0 < number < _LARGEST_DAY:
        epoch = _EPOCH_1904 if is_1904 else _EPOCH_1900
        return (epoch + timedelta(days=int(number))).isoformat()
    digits = Decimal(repr(number))
    return f"{plain(digits * 100)}%" if shown == PERCENT else plain(digits)
