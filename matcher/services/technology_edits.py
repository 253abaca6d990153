"""The notes of who changed which field of a draft: for conflicts, undo, and the last editor."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import TechnologyEdit, User
from data.vocabulary import EditCause
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError
from matcher.services.technology_fields import FieldPath, mark_of, plain, unplain

ONE_GO: Final = timedelta(minutes=10)
"""Typing by one person into one field within this time is one change, and is undone as one.
Source: docs/decisions/0150-drafts-saved-by-field.md."""


def note(
    session: Session,
    technology_id: int,
    path: FieldPath,
    before: object,
    after: object,
    *,
    actor: Actor,
    now: datetime,
    cause: EditCause,
) -> int:
    """Note a change and return its id; typing goes on in the note it began."""
    last = _last(session, technology_id, path.text)
    goes_on = (
        last is not None
        and cause is EditCause.TYPED
        and last.cause is cause
        and last.edited_by_id == actor.user_id
        and now - last.edited_at < ONE_GO
    )
    if last is not None and goes_on:
        last.edited_at, last.after_mark = now, mark_of(after)
        session.flush()
        return last.id
    made = TechnologyEdit(
        technology_id=technology_id,
        field=path.text,
        edited_by_id=actor.user_id,
        edited_at=now,
        cause=cause,
        before=plain(before),
        after_mark=mark_of(after),
    )
    session.add(made)
    session.flush()
    return made.id


def _last(session: Session, technology_id: int, path: str) -> TechnologyEdit | None:
    statement = select(TechnologyEdit).where(
        TechnologyEdit.technology_id == technology_id, TechnologyEdit.field == path
    )
    return session.scalar(statement.order_by(TechnologyEdit.id.desc()).limit(1))


def edit_of(session: Session, technology_id: int, edit_id: int) -> TechnologyEdit:
    """Return one noted change of a draft, or raise NotFoundError."""
    found = session.get(TechnologyEdit, edit_id)
    if found is None or found.technology_id != technology_id:
        raise NotFoundError("technology_edit", edit_id)
    return found


def before_of(edit: TechnologyEdit) -> Any:  # noqa: ANN401 - JSON
    """Return what stood in the field before, as `read_values` takes it."""
    return unplain(edit.before)


def last_editors(
    session: Session, technology_id: int, paths: Sequence[str]
) -> dict[str, tuple[str | None, datetime]]:
    """Return path -> name and time of whoever changed it last; paths never changed are left out."""
    statement = (
        select(TechnologyEdit.field, User.name, TechnologyEdit.edited_at)
        .outerjoin(User, User.id == TechnologyEdit.edited_by_id)
        .where(TechnologyEdit.technology_id == technology_id, TechnologyEdit.field.in_(paths))
        .order_by(TechnologyEdit.id)
    )
    return {field: (name, at) for field, name, at in session.execute(statement)}
