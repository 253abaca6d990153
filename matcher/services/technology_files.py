"""Use cases of an application's attachments: certificates, calculations, diagrams (0152)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from data.models import Attachment, Technology
from data.vocabulary import FormFileKind
from matcher.services import attachments, audit
from matcher.services.actor import Actor
from matcher.services.attachments import Subject
from matcher.services.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from matcher.services.technology_drafts import editable, readable
from matcher.services.technology_fields import case_of

SUBJECT: Final = "technology"
MAX_FILES: Final = 60
"""Files of one application. Source: docs/decisions/0152-attachments-of-applications.md."""

IMAGE_TYPES: Final = frozenset({"image/png", "image/jpeg"})
CHOOSABLE: Final = tuple(kind for kind in FormFileKind if kind is not FormFileKind.ORIGINAL)


def add(
    session: Session,
    folder: Path,
    *,
    actor: Actor,
    technology_id: int,
    kind: FormFileKind,
    case_id: int | None,
    file_name: str,
    content: bytes,
    max_bytes: int,
    now: datetime,
) -> Attachment:
    """Keep a file with a draft; a calculation may belong to one of its cases.

    Raises
    ------
    InvalidError
        If the file is empty, too large, not what its name says, or a diagram is no picture.
    ConflictError
        If the draft has as many files as it may have, or was submitted.
    """
    technology = editable(session, actor=actor, technology_id=technology_id)
    name = attachments.clean_name(file_name)
    media_type = attachments.checked_type(name, content, max_bytes)
    if kind is FormFileKind.PROCESS_FLOW and media_type not in IMAGE_TYPES:
        raise InvalidError([FieldProblem(field="file", rule="picture_needed")])
    return keep(
        session,
        folder,
        actor=actor,
        technology=technology,
        field=_field(technology, kind, case_id),
        file_name=name,
        media_type=media_type,
        content=content,
        now=now,
    )


def _field(technology: Technology, kind: FormFileKind, case_id: int | None) -> str:
    if case_id is None or kind is not FormFileKind.CALCULATION:
        return kind.value
    if case_of(technology, case_id) is None:
        raise InvalidError([FieldProblem(field="case", rule="case_gone")])
    return f"cases.{case_id}.{kind.value}"


def keep(
    session: Session,
    folder: Path,
    *,
    actor: Actor,
    technology: Technology,
    field: str,
    file_name: str,
    media_type: str,
    content: bytes,
    now: datetime,
) -> Attachment:
    """Keep the bytes of a checked file or of a picture found in an imported form.

    Raises
    ------
    ConflictError
        If the draft has as many files as it may have.
    """
    if attachments.count_of(session, SUBJECT, technology.id) >= MAX_FILES:
        raise ConflictError("too_many_files", limit=MAX_FILES)
    row = attachments.store(
        session,
        folder,
        actor=actor,
        subject=Subject(kind=SUBJECT, id=technology.id, field=field),
        file_name=file_name,
        media_type=media_type,
        content=content,
        now=now,
    )
    technology.updated_at = now
    _audit(session, "technology.file_added", actor, row, now)
    return row


def files(session: Session, *, actor: Actor, technology_id: int) -> Sequence[Attachment]:
    """Return the files of an entry of the actor's organization, oldest first."""
    readable(session, actor=actor, technology_id=technology_id)
    found = attachments.files_of(session, kind=SUBJECT, subject_id=technology_id)
    return [row for row in found if row.organization_id == actor.organization_id]


def file(session: Session, *, actor: Actor, technology_id: int, file_id: int) -> Attachment:
    """Return one file of an entry of the actor's organization.

    Raises
    ------
    NotFoundError
        If there is none, or it is not the organization's own.
    """
    readable(session, actor=actor, technology_id=technology_id)
    row = attachments.file_of(session, kind=SUBJECT, subject_id=technology_id, file_id=file_id)
    if row.organization_id != actor.organization_id:
        raise NotFoundError("attachment", file_id)
    return row


def remove(
    session: Session, *, actor: Actor, technology_id: int, file_id: int, now: datetime
) -> str:
    """Remove a file of a draft; return its stored name, whose bytes the caller deletes once done.

    Raises
    ------
    ConflictError
        If the application was submitted.
    """
    technology = editable(session, actor=actor, technology_id=technology_id)
    row = file(session, actor=actor, technology_id=technology_id, file_id=file_id)
    technology.updated_at = now
    _audit(session, "technology.file_removed", actor, row, now)
    session.delete(row)
    session.flush()
    return row.stored_name


def _audit(session: Session, action: str, actor: Actor, row: Attachment, now: datetime) -> None:
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=row.subject_id,
        details={"attachment_id": row.id, "field": row.field, "sha256": row.sha256},
    )
