"""The publication list of a batch in the notice's layout, as .xlsx and .docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from web.i18n import current_language
from web.presenters.sheets import Sheet, workbook
from web.presenters.technology import category_label, field_label, joined, type_label

if TYPE_CHECKING:
    from data.queries.applications import ApplicationRow

_WIDTHS = (6, 40, 22, 28, 22, 10, 32, 32)
_DOCX_WIDTHS_CM = (1.2, 5.6, 3.2, 3.8, 2.8, 1.8, 4.2, 4.0)


def publication_sheet(rows: Sequence[ApplicationRow], heading: str) -> bytes:
    """Return the list as .xlsx."""
    columns = list(zip(_header(), _WIDTHS, strict=True))
    return workbook([Sheet(_("Catalogue"), columns, [_cells(row) for row in rows], heading)])


def publication_document(rows: Sequence[ApplicationRow], heading: str) -> bytes:
    """Return the list as .docx: A4 across, the header repeated on every page."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.5)
    style = document.styles["Normal"]
    style.font.size = Pt(10)
    _east_asian(style, "宋体")
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(heading)
    run.bold, run.font.size = True, Pt(16)
    table = document.add_table(rows=1, cols=len(_WIDTHS), style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, _header(), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _repeat_header(table.rows[0])
    for row in rows:
        for cell, value in zip(table.add_row().cells, _cells(row), strict=True):
            cell.text = "" if value is None else str(value)
    for row_of_table in table.rows:
        for cell, width in zip(row_of_table.cells, _DOCX_WIDTHS_CM, strict=True):
            cell.width = Cm(width)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _header() -> list[str]:
    return [
        _("No."),
        field_label("technology", "name"),
        field_label("technology", "technology_category"),
        field_label("technology", "technology_type"),
        field_label("technology", "fields"),
        field_label("technology", "stage"),
        _("Technology source (applicant)"),
        field_label("technology", "recommending_unit"),
    ]


def _cells(row: ApplicationRow) -> list[object]:
    technology = row.technology
    return [
        row.application.number_in_batch,
        technology.name,
        category_label(technology.technology_type),
        type_label(technology.technology_type),
        joined(technology.fields),
        technology.stage.label(current_language()) if technology.stage else None,
        row.owner_name,
        row.unit_name or technology.recommending_unit,
    ]


def _east_asian(style: object, font: str) -> None:
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_rPr()  # type: ignore[attr-defined] # python-docx has no types
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _repeat_header(row: object) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # type: ignore[attr-defined]  # noqa: SLF001 - no public way
