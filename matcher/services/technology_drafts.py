"""Use cases of writing an application: begin a draft, save its fields one by one, undo (0150)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from data.models import Technology
from data.vocabulary import CatalogueStatus, EditCause, Role
from matcher.services import access, audit, technology_edits
from matcher.services.actor import Actor
from matcher.services.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from matcher.services.technology_fields import (
    FieldPath,
    case_of,
    is_number,
    mark_of,
    put_at,
    value_at,
)
from matcher.services.technology_readings import read_values

MAX_DRAFTS = 200
"""Drafts of one organization at a time. Source: docs/decisions/0150-drafts-saved-by-field.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field as somebody wants it; `base` is the mark of what they saw before (None: force)."""

    path: str
    value: Any
    """JSON-like, in the unit of the table; None clears the field."""

    base: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that somebody else changed after this person had read it; nothing was written."""

    path: FieldPath
    theirs: Any
    mine: Any
    mark: str
    """Mark of what stands there now."""


@dataclass(slots=True)
class Saved:
    """What became of each change."""

    technology: Technology
    written: dict[str, str] = field(default_factory=dict)
    """Path -> mark of what stands there now, of every field written or found to be the same."""

    problems: list[FieldProblem] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    changed: dict[FieldPath, int] = field(default_factory=dict)
    """Path -> id of its edit, of the fields whose value really changed."""


def begin(session: Session, *, actor: Actor, name: str, now: datetime) -> Technology:
    """Open an empty draft of the actor's organization.

    Raises
    ------
    ForbiddenError
        If the actor holds no technologies.
    InvalidError
        If the name is empty or cannot be stored.
    ConflictError
        If the organization has too many drafts.
    """
    require_owner(actor)
    require_room(session, actor)
    made = Technology(
        source=str(actor.organization_id),
        external_id=new_number(now),
        organization_id=actor.organization_id,
        catalogue_status=CatalogueStatus.DRAFT,
        name=name,
        incomplete_fields=["technology_type", "stage"],
        created_at=now,
        updated_at=now,
        cases=[],
    )
    path = FieldPath.parse("name")
    reading = read_values(made, {path: name})
    if reading.problems:
        raise InvalidError(reading.problems)
    made.name = reading.values[path]
    session.add(made)
    session.flush()
    _audit(session, "technology.draft_begun", actor, made, now, {})
    return made


def require_owner(actor: Actor) -> None:
    """Raise ForbiddenError unless the actor's role writes applications."""
    if actor.role is not Role.TECHNOLOGY_OWNER:
        raise ForbiddenError("role_writes_no_applications")


def require_room(session: Session, actor: Actor) -> None:
    """Raise ConflictError if the organization has as many drafts as it may have."""
    drafts = select(Technology.id).where(
        Technology.organization_id == actor.organization_id,
        Technology.catalogue_status == CatalogueStatus.DRAFT,
    )
    if len(session.scalars(drafts.limit(MAX_DRAFTS)).all()) >= MAX_DRAFTS:
        raise ConflictError("too_many_drafts", limit=MAX_DRAFTS)


def new_number(now: datetime) -> str:
    """Return a number for a new entry; nobody types it."""
    return f"SB{now:%Y%m%d}-{uuid.uuid4().hex[:8].upper()}"


def readable(session: Session, *, actor: Actor, technology_id: int) -> Technology:
    """Return an entry of the actor's organization with its cases, whatever its state.

    Raises
    ------
    NotFoundError
        If it is another organization's, or the actor holds no technologies.
    """
    access.own_technology(session, actor, technology_id)
    return _loaded(session, technology_id)


def editable(session: Session, *, actor: Actor, technology_id: int) -> Technology:
    """Return a draft to write to; on PostgreSQL its row stays locked until the end.

    Raises
    ------
    NotFoundError
        If it is another organization's.
    ConflictError
        If it has been submitted.
    """
    session.scalar(select(Technology.id).where(Technology.id == technology_id).with_for_update())
    found = readable(session, actor=actor, technology_id=technology_id)
    if not is_editable(found):
        raise ConflictError("draft_is_submitted")
    return found


def is_editable(technology: Technology) -> bool:
    """Return whether its owner may write to it: drafts, and what was sent back, are drafts."""
    return technology.catalogue_status is CatalogueStatus.DRAFT


def _loaded(session: Session, technology_id: int) -> Technology:
    found = session.scalar(
        select(Technology)
        .where(Technology.id == technology_id)
        .options(selectinload(Technology.cases))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError("technology", technology_id)
    return found


def save(
    session: Session,
    *,
    actor: Actor,
    technology_id: int,
    changes: Sequence[FieldChange],
    now: datetime,
    cause: EditCause = EditCause.TYPED,
) -> Saved:
    """Write the fields that are in order and that nobody else changed meanwhile.

    Each field stands for itself: a bad value keeps what was stored, a field changed by another
    person since `base` is reported as a conflict, and every other field is written.

    Raises
    ------
    NotFoundError
        If the draft is another organization's.
    ConflictError
        If it has been submitted.
    InvalidError
        If a path names no field.
    """
    technology = editable(session, actor=actor, technology_id=technology_id)
    saved = Saved(technology)
    wanted = {FieldPath.parse(change.path): change for change in changes}
    gone = [p for p in wanted if p.case_id and case_of(technology, p.case_id) is None]
    saved.problems += [FieldProblem(field=path.text, rule="case_gone") for path in gone]
    given = {path: change.value for path, change in wanted.items() if path not in gone}
    reading = read_values(technology, given)
    saved.problems += reading.problems
    differences = {}
    for path, value in reading.values.items():
        before = value_at(technology, path)
        if _goes_in(saved, path, value, before, wanted[path].base):
            put_at(technology, path, value)
            differences[path] = (before, value)
    _keep(session, saved, differences, actor=actor, now=now, cause=cause)
    return saved


def _goes_in(
    saved: Saved, path: FieldPath, value: object, before: object, base: str | None
) -> bool:
    """Return whether a value is to be written; notes it if it is not."""
    new, old = mark_of(value), mark_of(before)
    saved.written[path.text] = new
    if new == old:
        return False
    if base is not None and base != old:
        saved.written[path.text] = old
        if new != base:  # otherwise this person never touched the field
            saved.conflicts.append(Conflict(path=path, theirs=before, mine=value, mark=old))
            del saved.written[path.text]
        return False
    return True


def _keep(
    session: Session,
    saved: Saved,
    differences: Mapping[FieldPath, tuple[Any, Any]],
    *,
    actor: Actor,
    now: datetime,
    cause: EditCause,
) -> None:
    technology = saved.technology
    if not differences:
        return
    needed = ("technology_type", "stage")
    technology.incomplete_fields = [name for name in needed if getattr(technology, name) is None]
    technology.updated_at = now
    session.flush()
    for path, (before, after) in differences.items():
        saved.changed[path] = technology_edits.note(
            session, technology.id, path, before, after, actor=actor, now=now, cause=cause
        )
    details = {"changes": [_difference(path, *pair) for path, pair in differences.items()]}
    _audit(session, "technology.draft_changed", actor, technology, now, details)


def _difference(path: FieldPath, before: object, after: object) -> dict[str, Any]:
    """Return numbers as numbers, texts as marks, personal values not at all (RULINGS 19)."""
    if path.is_personal:
        return {"field": path.text}
    if is_number(before) or is_number(after):
        numbers = [float(one) if is_number(one) else None for one in (before, after)]  # type: ignore[arg-type]
        return {"field": path.text, "from": numbers[0], "to": numbers[1]}
    return {"field": path.text, "from_mark": mark_of(before), "to_mark": mark_of(after)}


def _audit(
    session: Session,
    action: str,
    actor: Actor,
    technology: Technology,
    now: datetime,
    details: Mapping[str, Any],
) -> None:
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind="technology",
        subject_id=technology.id,
        details=details,
    )


def undo(
    session: Session, *, actor: Actor, technology_id: int, edit_id: int, now: datetime
) -> Saved:
    """Take one change back, unless the field was changed again since.

    Raises
    ------
    NotFoundError
        If there is no such change of this draft.
    ConflictError
        If something else stands there by now, or the draft has been submitted.
    """
    technology = editable(session, actor=actor, technology_id=technology_id)
    edit = technology_edits.edit_of(session, technology_id, edit_id)
    path = FieldPath.parse(edit.field)
    if path.case_id is not None and case_of(technology, path.case_id) is None:
        raise ConflictError("changed_meanwhile")
    if mark_of(value_at(technology, path)) != edit.after_mark:
        raise ConflictError("changed_meanwhile")
    change = FieldChange(path=edit.field, value=technology_edits.before_of(edit))
    return save(
        session,
        actor=actor,
        technology_id=technology_id,
        changes=[change],
        now=now,
        cause=EditCause.UNDONE,
    )
