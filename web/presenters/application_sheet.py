"""Lists of applications as spreadsheets: the work list, the 申报清单, the ministry's roll-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import format_date
from flask_babel import gettext as _

from web.i18n import current_language
from web.presenters.sheets import Sheet, workbook
from web.presenters.technology import category_label, field_label, joined, type_label
from web.regions import region_name

if TYPE_CHECKING:
    from data.queries.applications import ApplicationRow
    from web.presenters.roll_up import RollUp

_CONTACTS = ("head_name", "contact_name")


def application_sheet(rows: Sequence[ApplicationRow], title: str) -> bytes:
    """Return the bytes of an .xlsx file: one row an application, with where it stands."""
    columns = [*_columns(), (_("State"), 16), (_("In this state since"), 16), (_("Due by"), 14)]
    return workbook(
        [Sheet(title, columns, [[*_cells(n, r), *_standing(r)] for n, r in _numbered(rows)])]
    )


def declaration_sheet(rows: Sequence[ApplicationRow], heading: str) -> bytes:
    """Return one unit's 申报清单: numbered from 1, as the notice asks units to hand in."""
    sheet = Sheet(_("List of applications"), _columns(), _rows(rows), heading)
    return workbook([sheet])


def roll_up_sheet(rows: Sequence[ApplicationRow], roll_up: RollUp, heading: str) -> bytes:
    """Return the ministry's roll-up: counts by unit, then everything in one list."""
    counts = [
        [line.unit, *line.by_category, *line.by_stage, line.total]
        for line in (*roll_up.lines, roll_up.sum)
    ]
    columns = [
        (_("Recommending unit"), 36),
        *((label, 18) for label in roll_up.categories),
        *((label, 12) for label in roll_up.stages),
        (_("Total"), 10),
    ]
    return workbook(
        [
            Sheet(_("By unit"), columns, counts, heading),
            Sheet(_("List of applications"), _columns(), _rows(rows), heading),
        ]
    )


def _rows(rows: Sequence[ApplicationRow]) -> list[list[object]]:
    return [_cells(number, row) for number, row in _numbered(rows)]


def _numbered(rows: Sequence[ApplicationRow]) -> list[tuple[int, ApplicationRow]]:
    return list(enumerate(rows, start=1))


def _columns() -> list[tuple[str, int]]:
    return [
        (_("No."), 6),
        (field_label("technology", "name"), 44),
        (field_label("technology", "technology_category"), 22),
        (field_label("technology", "technology_type"), 28),
        (field_label("technology", "fields"), 24),
        (field_label("technology", "stage"), 10),
        (_("Applicant"), 34),
        (_("Region of the applicant"), 22),
        (_("Recommending unit"), 34),
        (_("Persons to contact (number)"), 14),
        (field_label("technology", "abatement_potential_2030_tco2_per_year") + " (tCO2/a)", 20),
        (_("Batch"), 24),
    ]


def _cells(number: int, row: ApplicationRow) -> list[object]:
    technology, language = row.technology, current_language()
    contact = technology.applicant_contact or {}
    return [
        number,
        technology.name,
        category_label(technology.technology_type),
        type_label(technology.technology_type),
        joined(technology.fields),
        technology.stage.label(language) if technology.stage else None,
        row.owner_name,
        region_name(row.owner_region_code, language),
        row.unit_name,
        sum(bool(contact.get(name)) for name in _CONTACTS),
        technology.abatement_potential_2030_tco2_per_year,
        row.batch.name if row.batch else None,
    ]


def _standing(row: ApplicationRow) -> list[object]:
    application = row.application
    due_on = application.due_on
    return [
        application.state.label(current_language()),
        format_date(application.state_since, "yyyy-MM-dd"),
        due_on.isoformat() if due_on else None,
    ]
