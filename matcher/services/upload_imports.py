"""Use case of an import through the web: keep the file, check it apart, write it in one go."""

import io
import pickle  # nosec B403 - loaded by _Results, which admits rows only
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

import data
from data.importers import (
    AcceptedRow,
    DemandRow,
    FieldProblem,
    FileFormat,
    ImportKind,
    RejectedRow,
    UnreadableFileError,
    format_of,
)
from data.models import Attachment, Enterprise, Park
from data.session import reading
from data.vocabulary import Role
from matcher.services import attachments
from matcher.services.actor import Actor
from matcher.services.attachments import Subject
from matcher.services.errors import FieldProblem as FormProblem
from matcher.services.errors import ForbiddenError, InvalidError, NotFoundError, TooManyError
from matcher.services.imports import (
    ImportSummary,
    ImportTarget,
    import_demands,
    import_parks,
    import_technologies,
)
from matcher.services.runtime import Runtime

log = structlog.get_logger(__name__)

KINDS_OF_ROLE: Final[Mapping[Role, tuple[ImportKind, ...]]] = MappingProxyType(
    {
        Role.BUREAU_OFFICER: (ImportKind.TECHNOLOGIES, ImportKind.PARKS),
        Role.TECHNOLOGY_OWNER: (ImportKind.TECHNOLOGIES,),
        Role.PARK_MANAGER: (ImportKind.DEMANDS,),
        Role.ENTERPRISE_USER: (ImportKind.DEMANDS,),
    }
)
"""What each role may import. Source: docs/decisions/0102-uploads.md."""

SUBJECT: Final = "import"
WALL_SECONDS: Final = 90
READERS_AT_ONCE: Final = 2
"""Readings at the same time in one web process. Source: docs/decisions/0102-uploads.md."""

_readers = threading.BoundedSemaphore(READERS_AT_ONCE)
_IMPORTS: Mapping[ImportKind, Callable[..., ImportSummary]] = MappingProxyType(
    {
        ImportKind.TECHNOLOGIES: import_technologies,
        ImportKind.DEMANDS: import_demands,
        ImportKind.PARKS: import_parks,
    }
)
_TYPES = {
    FileFormat.JSONL: "application/jsonl",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds: rows to import, and rows with every reason why not."""

    accepted: tuple[AcceptedRow, ...]
    rejected: tuple[RejectedRow, ...]


def kinds_for(actor: Actor) -> tuple[ImportKind, ...]:
    """Return what the actor may import, possibly nothing."""
    return KINDS_OF_ROLE.get(actor.role, ())


def keep_upload(
    session: Session,
    folder: Path,
    *,
    actor: Actor,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    max_bytes: int,
    now: datetime,
) -> Attachment:
    """Keep an uploaded file as it came; nothing of it is read yet.

    Raises
    ------
    ForbiddenError
        If the actor's role does not import such records.
    InvalidError
        If the file is empty, too large or of another type.
    """
    if kind not in kinds_for(actor):
        raise ForbiddenError("role_imports_not")
    name = attachments.clean_name(file_name)
    try:
        file_format = format_of(name)
    except UnreadableFileError as error:
        raise InvalidError([_unreadable(error)]) from error
    rule = "file_empty" if not content else "file_too_large" if len(content) > max_bytes else ""
    if rule:
        values = {"max_mb": max_bytes // 2**20}
        raise InvalidError([FormProblem(field="file", rule=rule, values=values)])
    return attachments.store(
        session,
        folder,
        actor=actor,
        subject=Subject(kind=SUBJECT, id=None, field=kind.value),
        file_name=name,
        media_type=_TYPES[file_format],
        content=content,
        now=now,
    )


def upload_of(session: Session, *, actor: Actor, upload_id: int) -> tuple[Attachment, ImportKind]:
    """Return an upload of the actor's organization that the actor may import."""
    row = attachments.file_of(session, kind=SUBJECT, subject_id=None, file_id=upload_id)
    kind = ImportKind(row.field or "")
    if row.organization_id != actor.organization_id or kind not in kinds_for(actor):
        raise NotFoundError("attachment", upload_id)
    return row, kind


def uploads_of(session: Session, *, actor: Actor, limit: int = 10) -> Sequence[Attachment]:
    """Return the newest uploads of the actor's organization."""
    statement = select(Attachment).where(
        Attachment.subject_kind == SUBJECT,
        Attachment.organization_id == actor.organization_id,
        Attachment.field.in_([kind.value for kind in kinds_for(actor)]),
    )
    return session.scalars(statement.order_by(Attachment.id.desc()).limit(limit)).all()


def check_upload(
    runtime: Runtime, folder: Path, *, actor: Actor, upload: Attachment, kind: ImportKind
) -> Checked:
    """Read an upload in a child process and judge every row; writes nothing.

    Raises
    ------
    InvalidError
        If the file as a whole cannot be read; the problem holds the reason as an error.
    TooManyError
        If other files are being read at the moment.
    """
    attachments.content_of(folder, upload)  # refuses a file that is not what was uploaded
    path = attachments.path_of(folder, upload.stored_name)
    accepted, rejected = _read_apart(kind, format_of(upload.file_name), path)
    if kind is ImportKind.DEMANDS:
        strangers = _without_host(runtime, actor, accepted)
        lines = {row.line for row in strangers}
        accepted = [row for row in accepted if row.line not in lines]
        rejected = sorted([*rejected, *strangers], key=lambda row: (row.sheet or "", row.line))
    return Checked(tuple(accepted), tuple(rejected))


def import_upload(
    runtime: Runtime,
    checked: Checked,
    *,
    actor: Actor,
    kind: ImportKind,
    skips_bad: bool,
    now: datetime,
) -> ImportSummary:
    """Write the good rows in one transaction; with bad rows only if the user chose to skip them.

    Raises
    ------
    InvalidError
        If there are bad rows and all or nothing was asked for, or no good row at all.
    """
    if not checked.accepted or (checked.rejected and not skips_bad):
        raise InvalidError([FormProblem(field="mode", rule="rows_rejected")])
    rows = [one.row for one in checked.accepted]
    return _IMPORTS[kind](runtime, rows, target=target_of(actor, kind, now))


def target_of(actor: Actor, kind: ImportKind, now: datetime) -> ImportTarget:
    """Return into whose namespace an actor imports, and with which rights."""
    is_owner = actor.role is Role.TECHNOLOGY_OWNER
    is_own = is_owner or kind is ImportKind.DEMANDS
    return ImportTarget(
        source=str(actor.organization_id),
        now=now,
        actor=actor,
        organization_id=actor.organization_id if is_own else None,
        forces_draft=is_owner,
    )


def _read_apart(
    kind: ImportKind, file_format: FileFormat, path: Path
) -> tuple[list[AcceptedRow], list[RejectedRow]]:
    if not _readers.acquire(timeout=5):
        raise TooManyError("imports_busy", retry_after_seconds=20)
    root = str(Path(data.__file__).resolve().parent.parent)
    command = [sys.executable, "-m", "matcher.services.upload_reader"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, arguments are codes and our own path
            [*command, kind.value, file_format.value, str(path.resolve())],
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
            cwd=root,
            env={"PYTHONPATH": root, "PYTHONUTF8": "1", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        log.warning("upload_reader_failed", code="too_slow", kind=kind.value, exit_status=None)
        raise InvalidError([FormProblem(field="file", rule="file_too_heavy")]) from error
    finally:
        _readers.release()
    if done.returncode != 0:  # its standard error may quote the file, and is not logged
        status = done.returncode
        log.warning("upload_reader_failed", code="crashed", kind=kind.value, exit_status=status)
        raise InvalidError([FormProblem(field="file", rule="file_too_heavy")])
    accepted, rejected, reason = _Results(io.BytesIO(done.stdout)).load()
    if reason is not None:
        code, values = reason
        raise InvalidError([_unreadable(UnreadableFileError(code, **values))])
    return accepted, rejected


class _Results(pickle.Unpickler):
    """Loads rows and plain values only: the child read what a stranger wrote."""

    _PLAIN = frozenset({("decimal", "Decimal"), ("datetime", "date"), ("datetime", "datetime")})

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - the interface
        is_ours = module.startswith(("data.importers.", "data.vocabulary."))
        if is_ours or (module, name) in self._PLAIN:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _unreadable(error: UnreadableFileError) -> FormProblem:
    values = {"text_zh": error.text("zh"), "text_en": error.text("en")}
    return FormProblem(field="file", rule="file_unreadable", values=values)


def _without_host(
    runtime: Runtime, actor: Actor, accepted: Sequence[AcceptedRow]
) -> list[RejectedRow]:
    """Return the needs that name a park or an enterprise the organization has not imported."""
    source = str(actor.organization_id)
    with reading(runtime.sessions) as session:
        parks = set(session.scalars(select(Park.external_id).where(Park.source == source)))
        enterprises = set(
            session.scalars(select(Enterprise.external_id).where(Enterprise.source == source))
        )
    found = []
    for one in accepted:
        if not isinstance(one.row, DemandRow):
            continue
        named = (("park", one.row.park, parks), ("enterprise", one.row.enterprise, enterprises))
        problems = tuple(
            FieldProblem(path=name, record="demand", field=name, rule="unknown_code", value=value)
            for name, value, known in named
            if value and value not in known
        )
        if problems:
            found.append(
                RejectedRow(
                    line=one.line, sheet=None, external_id=one.row.external_id, problems=problems
                )
            )
    return found
