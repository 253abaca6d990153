"""Worksheets as tables of a form: merges, numbers as shown, and pictures in their cells."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405 - built by our own parser

from data.forms.grid import FormCell, FormGrid, FormRow, FormTable
from data.forms.limits import CELLS, ROWS, SHEETS
from data.forms.markup import parse_markup
from data.forms.outcome import FormRefusedError
from data.forms.package import Parts
from data.forms.relationships import main_part, targets_of
from data.forms.xlsx_pictures import pictures_of
from data.forms.xlsx_values import cell_text, formats_of, string_text

BULK_SHEET = "技术"
"""Main sheet of the bulk import of technologies, which no form has."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_WORKBOOK = "xl/workbook.xml"
_LETTERS = 26
_SHOWN = 31

Place = tuple[int, int]
"""Row and column, counted from 1."""


def xlsx_grid(parts: Parts) -> FormGrid:
    """Return every visible sheet as one table, and all pictures.

    Raises
    ------
    FormRefusedError
        If there is no workbook, or it holds formulas or more than a form needs.
    """
    workbook = _Workbook(parts)
    sheets = list(workbook.visible_sheets())
    tables = tuple(_Sheet(workbook, name, part).table() for name, part in sheets)
    images = [image for _, part in sheets for image in pictures_of(parts, part).values()]
    return FormGrid(tables=tables, images=tuple(one for names in images for one in names))


def is_bulk_workbook(parts: Parts) -> bool:
    """Return whether the file is a workbook for bulk import instead of a form."""
    content = parts.get(_WORKBOOK)
    if content is None:
        return False
    return any(
        sheet.get("name") == BULK_SHEET for sheet in parse_markup(_WORKBOOK, content).iter("sheet")
    )


class _Workbook:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.name = main_part(parts) or _WORKBOOK
        if self.name not in parts:
            raise FormRefusedError("other_document")
        self.root = parse_markup(self.name, parts[self.name])
        setting = self.root.find("workbookPr")
        self.is_1904 = setting is not None and setting.get("date1904") in {"1", "true"}
        self.targets = targets_of(parts, self.name)
        self.strings = [string_text(entry) for entry in self._part("sharedStrings", "si")]
        self.formats = formats_of(self._root("styles"))
        self.cells = 0

    def visible_sheets(self) -> Iterator[tuple[str, str]]:
        """Yield name and part of each sheet that people see."""
        sheets = list(self.root.iter("sheet"))
        if len(sheets) > SHEETS:
            raise FormRefusedError("too_many_sheets", {"count": len(sheets), "limit": SHEETS})
        for sheet in sheets:
            part = self.targets.get(sheet.get("id", ""))
            if part is not None and sheet.get("state", "visible") == "visible":
                yield sheet.get("name", ""), part

    def _root(self, leaf: str) -> Element | None:
        for part in self.targets.values():
            if part.endswith(f"/{leaf}.xml"):
                return parse_markup(part, self.parts[part])
        return None

    def _part(self, leaf: str, tag: str) -> list[Element]:
        root = self._root(leaf)
        return [] if root is None else root.findall(tag)


class _Sheet:
    def __init__(self, workbook: _Workbook, name: str, part: str) -> None:
        self._workbook = workbook
        self._name = name
        self._root = parse_markup(part, workbook.parts[part])
        self._pictures = pictures_of(workbook.parts, part)
        self._texts: dict[Place, str] = {}
        self._origins: dict[Place, Place] = {}

    def table(self) -> FormTable:
        """Return the sheet as one table."""
        for cell in self._root.iter("c"):
            self._read(cell)
        self._read_merges()
        used = [*self._texts, *self._pictures]
        last = max((column for _, column in used), default=0)
        rows = sorted({row for row, _ in used} | {row for row, _ in self._origins})
        return FormTable(rows=tuple(self._row(row, last) for row in rows))

    def _read(self, cell: Element) -> None:
        book = self._workbook
        place = _place(cell.get("r", ""))
        if cell.find("f") is not None:
            raise FormRefusedError(
                "formulas", {"sheet": self._name[:_SHOWN], "cell": cell.get("r", "")[:_SHOWN]}
            )
        text = cell_text(cell, book.strings, book.formats, is_1904=book.is_1904)
        if place is None or not text:
            return
        if place[0] > ROWS:
            raise FormRefusedError("too_many_rows", {"sheet": self._name[:_SHOWN], "limit": ROWS})
        self._texts[place] = text

    def _read_merges(self) -> None:
        for merge in self._root.iter("mergeCell"):
            start, _, end = merge.get("ref", "").partition(":")
            first, last = _place(start), _place(end)
            if first is None or last is None or last[0] > ROWS:
                continue
            for row in range(first[0], last[0] + 1):
                for column in range(first[1], last[1] + 1):
                    self._count()
                    self._origins[row, column] = first

    def _row(self, row: int, last: int) -> FormRow:
        cells: list[FormCell] = []
        for column in range(1, last + 1):
            origin = self._origins.get((row, column), (row, column))
            if origin[1] != column:
                continue  # covered from the left
            self._count()
            is_origin = origin[0] == row
            images = self._images(origin) if is_origin else ()
            text = self._texts.get(origin, "")
            cells.append(FormCell(text=text, is_origin=is_origin, images=images))
        return tuple(cells)

    def _images(self, origin: Place) -> tuple[str, ...]:
        return tuple(
            name
            for place, names in self._pictures.items()
            if self._origins.get(place, place) == origin
            for name in names
        )

    def _count(self) -> None:
        self._workbook.cells += 1
        if self._workbook.cells > CELLS:
            raise FormRefusedError("too_many_cells", {"limit": CELLS})


def _place(reference: str) -> Place | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]), column
