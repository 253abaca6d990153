"""Use cases of an uploaded 申报表: read it apart, show it as a draft, take it over (0153)."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from data.forms import FormImage, FormReading, FormWarning, read_form_safely
from data.models import Attachment, Technology, TechnologyCase
from data.vocabulary import CatalogueStatus, EditCause, FormFileKind
from matcher.services import attachments, technology_drafts, technology_files
from matcher.services.actor import Actor
from matcher.services.attachments import Subject
from matcher.services.errors import InvalidError, NotFoundError, TooManyError
from matcher.services.technology_cases import append_case
from matcher.services.technology_drafts import FieldChange, Saved
from matcher.services.technology_fields import FieldPath

SUBJECT: Final = "form_import"
READERS_AT_ONCE: Final = 2
WAIT_SECONDS: Final = 5
"""Readings at the same time in one web process. Source: docs/decisions/0153-imported-forms.md."""

_readers = threading.BoundedSemaphore(READERS_AT_ONCE)
_TYPES: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PLACES: Final = {"technology_category": "technology_type", "owner": "technology_source"}
"""Fields of a form that are no boxes of the editor, and the box their doubts stand beside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedForm:
    """A form as read; cases are addressed by their place, from 1, until they have ids."""

    values: Mapping[FieldPath, Any]
    case_count: int
    warnings: Mapping[str, Sequence[FormWarning]]
    """By path; the empty path is the form as a whole."""

    images: Sequence[FormImage]
    owner_name: str | None


def read(content: bytes, *, file_name: str) -> FormReading:
    """Return what an uploaded form states, read in a child process under limits.

    Raises
    ------
    data.forms.FormRefusedError
        If the file is not read; its code says why.
    TooManyError
        If other forms are being read at the moment.
    """
    if not _readers.acquire(timeout=WAIT_SECONDS):
        raise TooManyError("imports_busy", retry_after_seconds=20)
    try:
        return read_form_safely(content, file_name=file_name)
    finally:
        _readers.release()


def keep_upload(
    session: Session, folder: Path, *, actor: Actor, file_name: str, content: bytes, now: datetime
) -> Attachment:
    """Keep a form that could be read as it came, until it is taken over."""
    technology_drafts.require_owner(actor)
    name = attachments.clean_name(file_name)
    return attachments.store(
        session,
        folder,
        actor=actor,
        subject=Subject(kind=SUBJECT, id=None, field=FormFileKind.ORIGINAL.value),
        file_name=name,
        media_type=_TYPES.get(Path(name).suffix.lower(), "application/octet-stream"),
        content=content,
        now=now,
    )


def upload_of(session: Session, *, actor: Actor, upload_id: int) -> Attachment:
    """Return an upload of the actor's organization that was not taken over yet.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    row = attachments.file_of(session, kind=SUBJECT, subject_id=None, file_id=upload_id)
    if row.organization_id != actor.organization_id:
        raise NotFoundError("attachment", upload_id)
    return row


def as_form(reading: FormReading) -> ImportedForm:
    """Return a reading by the paths of the editor; what is no box of it is left out."""
    cases = reading.record.get("cases", [])
    warnings: dict[str, list[FormWarning]] = {}
    for warning in reading.warnings:
        warnings.setdefault(_place(warning.field), []).append(warning)
    owner = reading.record.get("owner") or {}
    return ImportedForm(
        values=dict(_values(reading.record)),
        case_count=len(cases),
        warnings=warnings,
        images=[replace(image, field=_numbered(image.field)) for image in reading.images],
        owner_name=owner.get("name"),
    )


def _values(record: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Any]]:
    for name, value in record.items():
        if name == "cases":
            for number, case in enumerate(value, start=1):
                yield from _members(case, f"cases.{number}.")
        elif name in {"applicant_contact", "applicability_rules"}:
            yield from _members(value, f"{name}.")
        else:
            yield from _members({name: value}, "")


def _members(content: Mapping[str, Any], prefix: str) -> Iterator[tuple[FieldPath, Any]]:
    for name, value in content.items():
        if name in {"co_benefits", "unknown_fields"}:
            yield from _members(value, f"{prefix}{name}.")
            continue
        path = path_or_none(f"{prefix}{name}")
        if path is not None:
            yield path, value


def path_or_none(text: str) -> FieldPath | None:
    """Return the path of a box of the editor, or None if there is no such box."""
    try:
        return FieldPath.parse(text)
    except InvalidError:
        return None


def _place(field: str) -> str:
    """Return the path beside whose box a doubt stands; empty for the form as a whole."""
    path = _numbered(field)
    head = path.partition(".")[0]
    path = _PLACES.get(head, path)
    if path.endswith(".co_benefits"):
        path = path.removesuffix("co_benefits") + "environmental_benefit"
    return path if path_or_none(path) is not None else ""


def _numbered(field: str) -> str:
    """Return a path whose cases count from 1, like ids do."""
    parts = field.split(".")
    if len(parts) > 2 and parts[0] == "cases" and parts[1].isdecimal():  # noqa: PLR2004
        parts[1] = str(int(parts[1]) + 1)
    return ".".join(parts)


def blank(case_count: int) -> Technology:
    """Return an empty technology that is in no session, to read a form into."""
    return Technology(
        name="",
        catalogue_status=CatalogueStatus.DRAFT,
        technology_topics=[],
        fields=[],
        applicability_rules={},
        incomplete_fields=[],
        cases=[
            TechnologyCase(id=number, ordinal=number, name="", co_benefits={}, unknown_fields={})
            for number in range(1, case_count + 1)
        ],
    )


def take_over(
    session: Session,
    folder: Path,
    *,
    actor: Actor,
    upload: Attachment,
    technology_id: int | None,
    changes: Sequence[FieldChange],
    images: Sequence[FormImage],
    now: datetime,
) -> Saved:
    """Make a draft of a form that a person looked through, or put it into a draft of theirs.

    Into an existing draft only what is filled in goes; its empty boxes change nothing there. Cases
    are taken in their order, further ones are added. The upload becomes an attachment of the
    draft, and so do its pictures, named by their box (RULINGS 27).

    Raises
    ------
    InvalidError
        If a value cannot be kept; the caller's unit of work is then to be rolled back.
    """
    technology = _target(session, actor, technology_id, changes, now)
    is_new = technology_id is None
    ids = _case_ids(session, technology, changes)
    moved = [
        replace(one, path=_with_id(one.path, ids), base=None)
        for one in changes
        if is_new or one.value not in (None, [], "")
    ]
    saved = technology_drafts.save(
        session,
        actor=actor,
        technology_id=technology.id,
        changes=moved,
        now=now,
        cause=EditCause.IMPORTED,
    )
    if saved.problems:
        back = {str(real): str(number) for number, real in ids.items()}
        raise InvalidError([replace(p, field=_with_id(p.field, back)) for p in saved.problems])
    upload.subject_kind, upload.subject_id = technology_files.SUBJECT, technology.id
    upload.field = FormFileKind.ORIGINAL.value
    for image in images:
        technology_files.keep(
            session,
            folder,
            actor=actor,
            technology=technology,
            field=_with_id(image.field, ids) or FormFileKind.OTHER.value,
            file_name=attachments.clean_name(image.file_name),
            media_type=image.media_type,
            content=image.content,
            now=now,
        )
    return saved


def _target(
    session: Session,
    actor: Actor,
    technology_id: int | None,
    changes: Sequence[FieldChange],
    now: datetime,
) -> Technology:
    if technology_id is not None:
        return technology_drafts.editable(session, actor=actor, technology_id=technology_id)
    name = next((change.value for change in changes if change.path == "name"), None)
    return technology_drafts.begin(session, actor=actor, name=name or "", now=now)


def _case_ids(
    session: Session, technology: Technology, changes: Sequence[FieldChange]
) -> dict[str, str]:
    """Return place in the form -> id in the draft, adding cases the draft lacks."""
    numbers = {FieldPath.parse(change.path).case_id for change in changes}
    wanted = max((number for number in numbers if number is not None), default=0)
    while len(technology.cases) < wanted:
        append_case(session, technology)
    return {str(n): str(case.id) for n, case in enumerate(technology.cases, start=1)}


def _with_id(path: str, ids: Mapping[str, str]) -> str:
    parts = path.split(".")
    if parts[0] == "cases" and len(parts) > 1:
        parts[1] = ids.get(parts[1], parts[1])
    return ".".join(parts)
