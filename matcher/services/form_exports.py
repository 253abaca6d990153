"""An application as the official form takes it: a record with its pictures, for Word and Excel."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from data.forms import FormImage
from data.models import Attachment, Organization, Technology, TechnologyCase
from data.vocabulary import FormFileKind
from matcher.form_completeness import CASE_FIELDS, CASE_SUPPLEMENTS, SECTION_FIELDS
from matcher.services import attachments
from matcher.services.errors import ConflictError
from matcher.services.form_imports import path_or_none
from matcher.services.technology_files import SUBJECT

_OWNER: Final = ("name", "address", "region_code", "unified_social_credit_code")
_MORE: Final = (
    "applicant_contact", "applicability_rules", "recommending_unit", "recommendation_opinion",
)  # fmt: skip
_BOXES: Final = {
    FormFileKind.PROCESS_FLOW.value: FormFileKind.PROCESS_FLOW.value,
    FormFileKind.STAMP.value: "recommendation_opinion",
}
"""Kinds of pictures that are written into a box of the form (RULINGS 27)."""


def record_of(session: Session, technology: Technology) -> dict[str, Any]:
    """Return an entry, its cases loaded, as the record that `data.forms` writes."""
    owner = None
    if technology.organization_id is not None:
        owner = session.get(Organization, technology.organization_id)
    names = [name for of_section in SECTION_FIELDS.values() for name in of_section]
    return {
        **{name: getattr(technology, name) for name in (*names, *_MORE)},
        "owner": {name: getattr(owner, name) for name in _OWNER} if owner else None,
        "cases": [_case(case) for case in technology.cases],
    }


def _case(case: TechnologyCase) -> dict[str, Any]:
    names = (*CASE_FIELDS, *CASE_SUPPLEMENTS, "region_code", "co_benefits", "unknown_fields")
    return {name: getattr(case, name) for name in names}


def images_of(session: Session, folder: Path, technology: Technology) -> list[FormImage]:
    """Return the pictures among an entry's attachments, each at the box it belongs to.

    A picture whose bytes are gone from the folder is left out; the list of attachments says so.
    """
    found = []
    for row, field in pictures_of(session, technology):
        try:
            content = attachments.content_of(folder, row)
        except ConflictError:
            continue
        found.append(
            FormImage(
                field=field, file_name=row.file_name, media_type=row.media_type, content=content
            )
        )
    return found


def pictures_of(session: Session, technology: Technology) -> list[tuple[Attachment, str]]:
    """Return the pictures among an entry's attachments that stand in a box, each with the box."""
    rows = attachments.files_of(session, kind=SUBJECT, subject_id=technology.id)
    boxes = [(row, _box(technology, row)) for row in rows if row.media_type.startswith("image/")]
    return [(row, box) for row, box in boxes if box is not None]


def _box(technology: Technology, row: Attachment) -> str | None:
    """Return the box of a picture, its case by place from 0; None if it belongs to none."""
    field = row.field or ""
    if field in _BOXES:
        return _BOXES[field]
    path = path_or_none(field)
    if path is None:
        return None
    if path.case_id is None:
        return path.text
    ids = [case.id for case in technology.cases]
    return f"cases.{ids.index(path.case_id)}.{path.field}" if path.case_id in ids else None
