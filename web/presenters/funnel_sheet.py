"""The funnel as a spreadsheet: one sheet a table, text cells neutralised."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from data.cells import neutralise_cell
from web.presenters import funnel as shown

if TYPE_CHECKING:
    from matcher.services.reports import FunnelReport

_FIRST_WIDTH, _WIDTH = 34, 16


def funnel_sheet(report: FunnelReport, conditions: Sequence[tuple[str, str]]) -> bytes:
    """Return the bytes of an .xlsx file; `conditions` say what it was narrowed to."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    no_filter: Mapping[str, str] = {}
    steps = [
        [row[key] for key in ("stage", "count", "asked", "confirmed", "silent")]
        + [step.lower, step.upper]
        for row, step in zip(
            shown.answer_rows(report.whole, no_filter), report.whole.steps, strict=True
        )
    ]
    head = [
        _("Funnel step"),
        _("Introductions"),
        _("Asked"),
        _("Confirmed by an answer"),
        _("Silent"),
    ]
    _write(book, _("By stage"), [*head, _("Lower bound"), _("Upper bound")], steps)
    tables = (
        (_("By technology type"), _("Technology type"), shown.by_type(report, no_filter)),
        (_("By province"), _("Province"), shown.by_region(report, no_filter)),
    )
    for title, first, rows in tables:
        counted = [[row["label"], *(cell["count"] for cell in row["cells"])] for row in rows]
        _write(book, title, [first, *shown.stage_labels()], counted)
    _write(book, _("Conditions"), [_("Condition"), _("Value")], [list(pair) for pair in conditions])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(book: Any, title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:  # noqa: ANN401
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for column in range(1, len(head) + 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _FIRST_WIDTH if column == 1 else _WIDTH
    cells = [WriteOnlyCell(sheet, value=str(neutralise_cell(text))) for text in head]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append([neutralise_cell(value) for value in row])
