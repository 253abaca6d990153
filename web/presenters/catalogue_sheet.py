"""The catalogue's list as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from data.cells import neutralise_cell
from data.queries.technologies import TechnologyListItem
from matcher.services.case_costs import costs_of
from web.i18n import current_language
from web.presenters.technology import category_label, field_label, type_label
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import TechnologyCase

_WIDTHS = (14, 44, 30, 30, 12, 36, 24, 16, 8, 18, 18, 18, 60, 40)


def catalogue_sheet(
    found: Sequence[TechnologyListItem], cases: Mapping[int, Sequence[TechnologyCase]]
) -> bytes:
    """Return the bytes of an .xlsx file: one row a technology, no formulas."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Technologies"))
    sheet.freeze_panes = "C2"
    for column, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + column)].width = width
    head = [WriteOnlyCell(sheet, value=text) for text in _header()]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for item in found:
        row = _row(item, cases.get(item.technology.id, ()))
        sheet.append([neutralise_cell(value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _header() -> list[str]:
    return [
        field_label("technology", "external_id"),
        field_label("technology", "name"),
        field_label("technology", "technology_category"),
        field_label("technology", "technology_type"),
        field_label("technology", "stage"),
        field_label("technology", "owner"),
        _("Region"),
        field_label("technology", "batch"),
        _("Number of cases"),
        _("Annual abatement of case 1 (tCO2/a)"),
        _("Investment of case 1 (CNY)"),
        _("Unit cost of case 1 (CNY/tCO2)"),
        field_label("technology", "applicability"),
        field_label("technology", "comparison_technology"),
    ]


def _row(item: TechnologyListItem, cases: Sequence[TechnologyCase]) -> list[object]:
    technology, language = item.technology, current_language()
    first = cases[0] if cases else None
    investment = first.investment_yuan if first else None
    cost = costs_of(first).abatement_cost_yuan_per_tco2 if first else None
    return [
        technology.external_id,
        technology.name,
        category_label(technology.technology_type),
        type_label(technology.technology_type),
        technology.stage.label(language) if technology.stage else None,
        item.owner_name,
        region_name(item.owner_region_code, language),
        item.batch_name,
        item.case_count,
        first.abatement_tco2_per_year if first else None,
        None if investment is None else float(investment),
        None if cost is None else round(cost, 2),
        technology.applicability,
        technology.comparison_technology,
    ]
