"""One worksheet of the form: the tables below each other in five columns, with pictures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr  # nosec B406 - writes markup, parses none

from data.cells import neutralise_cell
from data.forms.docx_markup import WIDTHS, clean
from data.forms.marks import OFF, ON
from data.forms.outcome import FormImage
from data.forms.page import PageCell, PageRow, PageTable
from data.forms.picture_size import drawn_size
from data.forms.xlsx_parts import HEADING, LABEL, TEXT, TITLE, VALUE

_CHARACTERS = tuple(round(width / 110, 1) for width in WIDTHS)
"""Column widths in characters; about 110 twentieths of a point each."""
_LINE_POINTS, _PADDING_POINTS, _TALLEST_POINTS, _STAMP_POINTS = 15, 6, 400, 110
_EMU_PER_POINT = 12_700
_STYLES = {"title": TITLE, "label": LABEL, "value": VALUE}
_EXACT_NUMBER = re.compile(r"-?(?=(?:\d\.?){1,15}$)\d+(?:\.\d+)?")
"""Numbers that every spreadsheet keeps to the last digit: up to 15 of them."""
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PICTURES = "http://schemas.openxmlformats.org/drawingml/2006"


@dataclass(slots=True)
class _Placed:
    image: FormImage
    row: int
    column: int
    offset_points: int


@dataclass(slots=True)
class SheetMarkup:
    """Builds columns, rows and merges of one sheet, and gathers its pictures."""

    rows: list[str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    placed: list[_Placed] = field(default_factory=list)
    _next: int = 1

    def heading(self, text: str) -> None:
        """Add a line over all columns."""
        number = self._next
        self.rows.append(
            f'<row r="{number}" ht="30" customHeight="1">{_cell("A", number, HEADING, text)}</row>'
        )
        self.merges.append(f"A{number}:E{number}")
        self._next += 1

    def table(self, table: PageTable) -> None:
        """Add a table and an empty row below it."""
        for position, row in enumerate(table.rows):
            self._row(row, is_tall=position in table.tall)
        self._next += 1

    def loose(self, image: FormImage) -> None:
        """Add a picture below everything."""
        self.placed.append(_Placed(image, self._next, 0, 0))
        self._next += _rows_of(image)

    def content(self) -> str:
        """Return the content of the worksheet part."""
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(_CHARACTERS, start=1)
        )
        merges = "".join(f'<mergeCell ref="{merge}"/>' for merge in self.merges)
        return (
            f"<cols>{columns}</cols><sheetData>{''.join(self.rows)}</sheetData>"
            f'<mergeCells count="{len(self.merges)}">{merges}</mergeCells>'
        )

    def drawing(self) -> str:
        """Return the drawing part with every picture at its cell, ids in their order."""
        anchors = "".join(_anchor(one, number) for number, one in enumerate(self.placed, start=1))
        return (
            f'<xdr:wsDr xmlns:xdr="{_PICTURES}/spreadsheetDrawing" xmlns:a="{_PICTURES}/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f"{anchors}</xdr:wsDr>"
        )

    def _row(self, row: PageRow, *, is_tall: bool) -> None:
        number = self._next
        column = 0
        cells: list[str] = []
        height = _STAMP_POINTS if is_tall else 0
        for cell in row:
            cells += self._cells(cell, column, number)
            height = max(height, self._height(cell, column, number))
            column += cell.span
        points = min(height + _PADDING_POINTS, _TALLEST_POINTS)
        self.rows.append(f'<row r="{number}" ht="{points}" customHeight="1">{"".join(cells)}</row>')
        self._next += 1

    def _cells(self, cell: PageCell, column: int, number: int) -> list[str]:
        letters = "ABCDE"[column : column + cell.span]
        if cell.rows:
            last = number + cell.rows - 1
            if cell.span > 1 or cell.rows > 1:
                self.merges.append(f"{letters[0]}{number}:{letters[-1]}{last}")
        text = _text(cell) if cell.rows else ""
        is_number = cell.answer.is_number and bool(_EXACT_NUMBER.fullmatch(text))
        style = _STYLES[cell.kind] if cell.kind != "value" or is_number else TEXT
        first = _cell(letters[0], number, style, text, is_number=is_number)
        return [first, *(_cell(letter, number, style, "") for letter in letters[1:])]

    def _height(self, cell: PageCell, column: int, number: int) -> int:
        """Return the height the cell needs in points, and place its pictures."""
        if cell.rows != 1:
            return 0
        width = sum(_CHARACTERS[column : column + cell.span])
        height = _LINE_POINTS * sum(
            max(1, ceil(_width(line) / width)) for line in _text(cell).split("\n")
        )
        if not cell.answer.images:
            return height
        offset = height if cell.answer.text else 2
        for image in cell.answer.images:
            self.placed.append(_Placed(image, number, column, min(offset, _TALLEST_POINTS - 5)))
            offset += drawn_size(image)[1] // _EMU_PER_POINT + 2
        return offset


def _text(cell: PageCell) -> str:
    if cell.kind != "value":
        return cell.text
    if cell.answer.options:
        return "\n".join(
            f"{ON if is_ticked else OFF} {label}" for label, is_ticked in cell.answer.options
        )
    return cell.answer.text or cell.hint


def _cell(letter: str, row: int, style: int, text: str, *, is_number: bool = False) -> str:
    if not text:
        return f'<c r="{letter}{row}" s="{style}"/>'
    if is_number:
        return f'<c r="{letter}{row}" s="{style}"><v>{text}</v></c>'
    guarded = _LOOKS_ESCAPED.sub("_x005F_", clean(str(neutralise_cell(text))))
    return (
        f'<c r="{letter}{row}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(guarded)}</t></is></c>'
    )


def _width(line: str) -> int:
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in line)


def _rows_of(image: FormImage) -> int:
    return ceil(drawn_size(image)[1] / _EMU_PER_POINT / _LINE_POINTS) + 1


def _anchor(placed: _Placed, number: int) -> str:
    width, height = drawn_size(placed.image)
    name = quoteattr(clean(placed.image.file_name))
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{placed.column}</xdr:col><xdr:colOff>25400"
        f"</xdr:colOff><xdr:row>{placed.row - 1}</xdr:row><xdr:rowOff>"
        f"{placed.offset_points * _EMU_PER_POINT}</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{width}" cy="{height}"/><xdr:pic><xdr:nvPicPr>'
        f'<xdr:cNvPr id="{number}" name={name}/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip r:embed="rId{number}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
        f"</xdr:oneCellAnchor>"
    )


def pictures_in_order(sheets: Sequence[SheetMarkup]) -> list[list[FormImage]]:
    """Return the pictures of each sheet in the order of their ids."""
    return [[placed.image for placed in sheet.placed] for sheet in sheets]
