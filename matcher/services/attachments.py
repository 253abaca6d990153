"""Files people upload: kept as they came under a random name, with their SHA-256 (0101)."""

import hashlib
import os
import shutil
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Attachment
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem, InvalidError, NotFoundError

MAX_FILES_PER_SUBJECT: Final = 20
"""Files of one record. Source: docs/decisions/0101-evidence-files.md."""

MAX_NAME_CHARACTERS: Final = 200

_MAGIC: Final[dict[str, tuple[str, tuple[bytes, ...]]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (b"PK\x03\x04",),
    ),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (b"PK\x03\x04",),
    ),
}
EVIDENCE_SUFFIXES: Final = tuple(_MAGIC)
"""Kinds of evidence: documents and pictures that are only ever handed back as downloads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a file belongs to."""

    kind: str
    id: int | None
    field: str | None = None


def store_evidence(
    session: Session,
    folder: Path,
    *,
    actor: Actor,
    lead_id: int,
    file_name: str,
    content: bytes,
    max_bytes: int,
    now: datetime,
) -> Attachment:
    """Keep an evidence file of a lead; the caller has checked that the actor may read the lead.

    Raises
    ------
    InvalidError
        If the file is empty, too large, or of another kind than its name says.
    ConflictError
        If the lead has as many files as it may have.
    """
    return store_checked(
        session,
        folder,
        actor=actor,
        subject=Subject(kind="lead", id=lead_id, field="evidence"),
        file_name=file_name,
        content=content,
        max_bytes=max_bytes,
        now=now,
    )


def store_checked(
    session: Session,
    folder: Path,
    *,
    actor: Actor,
    subject: Subject,
    file_name: str,
    content: bytes,
    max_bytes: int,
    now: datetime,
) -> Attachment:
    """Keep a document or picture of a record; the caller has checked that the actor may.

    Raises
    ------
    InvalidError
        If the file is empty, too large, or of another kind than its name says.
    ConflictError
        If the record has as many files as it may have.
    """
    name = clean_name(file_name)
    media_type = checked_type(name, content, max_bytes)
    if (
        subject.id is not None
        and count_of(session, subject.kind, subject.id) >= MAX_FILES_PER_SUBJECT
    ):
        raise ConflictError("too_many_files", limit=MAX_FILES_PER_SUBJECT)
    return store(
        session,
        folder,
        actor=actor,
        subject=subject,
        file_name=name,
        media_type=media_type,
        content=content,
        now=now,
    )


def store(
    session: Session,
    folder: Path,
    *,
    actor: Actor,
    subject: Subject,
    file_name: str,
    media_type: str,
    content: bytes,
    now: datetime,
) -> Attachment:
    """Write the bytes under a random name, then their row in the caller's transaction.

    A file without a row may stay behind when the transaction fails; a row without a file cannot.
    """
    stored_name = str(uuid.uuid4())
    _write(path_of(folder, stored_name), content)
    row = Attachment(
        organization_id=actor.organization_id,
        uploaded_by_id=actor.user_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        field=subject.field,
        file_name=file_name,
        media_type=media_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_name=stored_name,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def copy_to(
    session: Session,
    folder: Path,
    row: Attachment,
    *,
    actor: Actor,
    subject_id: int,
    now: datetime,
) -> Attachment:
    """Give another record of the same kind a file that one record has; the bytes are shared.

    A stored file is never written again, so a second name for it (a hard link) is a copy that
    takes neither time nor room; where the file system has no links the bytes are copied.
    """
    stored_name = str(uuid.uuid4())
    source, target = path_of(folder, row.stored_name), path_of(folder, stored_name)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
    made = Attachment(
        organization_id=row.organization_id,
        uploaded_by_id=actor.user_id,
        subject_kind=row.subject_kind,
        subject_id=subject_id,
        field=row.field,
        file_name=row.file_name,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        stored_name=stored_name,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def files_of(session: Session, *, kind: str, subject_id: int) -> list[Attachment]:
    """Return the files of a record, oldest first."""
    statement = (
        select(Attachment)
        .where(Attachment.subject_kind == kind, Attachment.subject_id == subject_id)
        .order_by(Attachment.id)
    )
    return list(session.scalars(statement))


def file_of(session: Session, *, kind: str, subject_id: int | None, file_id: int) -> Attachment:
    """Return one file of a record, or raise NotFoundError."""
    found = session.get(Attachment, file_id)
    if found is None or found.subject_kind != kind or found.subject_id != subject_id:
        raise NotFoundError("attachment", file_id)
    return found


def content_of(folder: Path, row: Attachment) -> bytes:
    """Return a file's bytes as they came.

    Raises
    ------
    ConflictError
        If they are gone from the folder, or not what was uploaded.
    """
    try:
        content = path_of(folder, row.stored_name).read_bytes()
    except FileNotFoundError as error:
        raise ConflictError("file_gone") from error
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise ConflictError("file_gone")
    return content


def path_of(folder: Path, stored_name: str) -> Path:
    """Return where the bytes of a stored name lie."""
    return folder / stored_name[:2] / stored_name


def clean_name(file_name: str) -> str:
    """Return the last part of a file's name without control characters, never empty."""
    last = file_name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if dot and len(kept) > MAX_NAME_CHARACTERS:
        kept = f"{stem[: MAX_NAME_CHARACTERS - len(suffix) - 1]}.{suffix}"
    return kept[:MAX_NAME_CHARACTERS] or "file"


def checked_type(name: str, content: bytes, max_bytes: int) -> str:
    """Return the media type of a file whose first bytes are what its name says.

    Raises
    ------
    InvalidError
        If the file is empty, too large, of no accepted kind, or not what its name says.
    """
    suffix = Path(name).suffix.lower()
    known = _MAGIC.get(suffix)
    if not content:
        rule = "file_empty"
    elif len(content) > max_bytes:
        rule = "file_too_large"
    elif known is None:
        rule = "file_kind"
    elif not content.startswith(known[1]):
        rule = "file_not_its_kind"
    else:
        return known[0]
    values = {"max_mb": max_bytes // 2**20, "kinds": " ".join(EVIDENCE_SUFFIXES)}
    raise InvalidError([FieldProblem(field="file", rule=rule, values=values)])


def count_of(session: Session, kind: str, subject_id: int) -> int:
    """Return how many files a record has."""
    statement = select(func.count()).select_from(Attachment)
    found = session.scalar(
        statement.where(Attachment.subject_kind == kind, Attachment.subject_id == subject_id)
    )
    return found or 0


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
