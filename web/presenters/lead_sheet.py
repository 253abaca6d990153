"""The list of leads as a spreadsheet: the names each caller may see, no formulas."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import format_date
from flask_babel import gettext as _

from data.cells import neutralise_cell
from web.i18n import current_language
from web.presenters.leads import Names, stage_text
from web.regions import region_name

if TYPE_CHECKING:
    from data.queries.leads import LeadRow

_WIDTHS = (10, 40, 40, 32, 32, 24, 16, 16, 16)


def lead_sheet(rows: Sequence[LeadRow], names: Names) -> bytes:
    """Return the bytes of an .xlsx file: one row a lead."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Introductions"))
    sheet.freeze_panes = "B2"
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    head = [WriteOnlyCell(sheet, value=text) for text in _header()]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([neutralise_cell(value) for value in _cells(row, names)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _header() -> list[str]:
    return [
        _("Number"),
        _("Technology"),
        _("Need"),
        _("Technology owner"),
        _("Poster of the need"),
        _("Region of the site"),
        _("Stage now"),
        _("Opened"),
        _("In this stage since"),
    ]


def _cells(row: LeadRow, names: Names) -> list[object]:
    lead = row.lead
    return [
        lead.id,
        row.technology_name,
        row.demand_title,
        names.owner(row) or "",
        names.poster(row) or "",
        region_name(row.demand_region_code, current_language()) or "",
        stage_text(lead.stage),
        format_date(lead.created_at, "yyyy-MM-dd"),
        format_date(lead.stage_changed_at, "yyyy-MM-dd"),
    ]
