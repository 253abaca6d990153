"""Spreadsheets put together from headers and rows: bold header, widths, no formulas."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from data.importers.cells import neutralise_cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, its columns with widths in characters, its rows."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[object]]
    heading: str | None = None
    """A line over the table, such as the name of the list."""


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the bytes of an .xlsx file; text that begins like a formula gets an apostrophe."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for one in sheets:
        sheet = book.create_sheet(one.title[:31])
        sheet.freeze_panes = "C3" if one.heading else "C2"
        for number, (_text, width) in enumerate(one.columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        if one.heading:
            title = WriteOnlyCell(sheet, value=str(neutralise_cell(one.heading)))
            title.font = Font(bold=True, size=14)
            sheet.append([title])
        head = [WriteOnlyCell(sheet, value=text) for text, _width in one.columns]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        for row in one.rows:
            sheet.append([neutralise_cell(value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
