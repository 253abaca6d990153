"""An owner's drafts and entries as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import format_datetime
from flask_babel import gettext as _

from web.i18n import current_language
from web.presenters.sheets import Sheet, workbook
from web.presenters.technology import field_label, type_label
from web.technology_form.meter import meter

if TYPE_CHECKING:
    from data.queries.technology_drafts import DraftItem


def draft_sheet(items: Sequence[DraftItem]) -> bytes:
    """Return the bytes of an .xlsx file: one row a technology, with how complete its form is."""
    columns = [
        (_("Number"), 18),
        (field_label("technology", "name"), 44),
        (field_label("technology", "technology_type"), 28),
        (field_label("technology", "stage"), 12),
        (_("State"), 14),
        (_("Application"), 16),
        (_("Completeness") + " (%)", 14),
        (_("Cases"), 8),
        (_("Last changed"), 18),
    ]
    return workbook([Sheet(_("My technologies"), columns, [_cells(one) for one in items])])


def _cells(item: DraftItem) -> list[object]:
    technology, language = item.technology, current_language()
    return [
        technology.external_id,
        technology.name,
        type_label(technology.technology_type),
        technology.stage.label(language) if technology.stage else None,
        technology.catalogue_status.label(language),
        item.review_state.label(language) if item.review_state else None,
        int(meter(technology)["share"] * 100),
        len(technology.cases),
        format_datetime(technology.updated_at, "yyyy-MM-dd HH:mm"),
    ]
