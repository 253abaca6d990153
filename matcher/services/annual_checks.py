"""Yearly checks of published entries: made when due, answered by owners, decided by the bureau."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import AnnualCheck, CatalogueBatch, Organization, Technology
from data.queries import annual_checks as reads
from data.vocabulary import CheckStatus, Role
from matcher.services import audit, batches, outbox
from matcher.services.access import in_region
from matcher.services.actor import Actor
from matcher.services.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)

ASKED_BEFORE: Final = timedelta(days=30)
"""How long before its day a check is put to the owner. Source: decision 0162."""

MAX_NOTE_CHARACTERS: Final = 2000
_CHUNK: Final = 500


def make_due(session: Session, *, now: datetime) -> int:
    """Put the yearly question for every entry whose day comes within 30 days; return how many.

    Running it twice, late or half changes nothing: an entry that a check waits for is passed over,
    and one day has one check.
    """
    today = local_day(now)
    horizon = today + ASKED_BEFORE
    found = reads.without_open_check(session, published_before=_years_later(horizon, -1))
    made = 0
    for start in range(0, len(found), _CHUNK):
        part = found[start : start + _CHUNK]
        last = reads.settled_days(session, [one.id for one in part])
        for entry in part:
            due_on = due_day(entry.published_on, today=today, last=last.get(entry.id))
            if due_on is None or due_on > horizon:
                continue
            _put(session, entry, due_on, now)
            made += 1
    session.flush()
    return made


def _put(session: Session, entry: Technology, due_on: date, now: datetime) -> None:
    check = AnnualCheck(
        technology_id=entry.id,
        organization_id=entry.organization_id,
        due_on=due_on,
        created_at=now,
    )
    session.add(check)
    session.flush()
    if entry.organization_id is not None:
        outbox.enqueue_for_organization(
            session,
            dedup_key=f"annual_check:{check.id}",
            template="annual_check",
            payload={"check_id": check.id},
            organization_id=entry.organization_id,
            now=now,
        )


def due_day(published_on: date | None, *, today: date, last: date | None) -> date | None:
    """Return the next day on which an entry is checked: its first anniversary still to come.

    None if its day of publication is unknown. Anniversaries that passed before this service knew
    the entry are not asked for; `last` is the latest day it was ever checked for.
    """
    if published_on is None:
        return None
    years = max(1, today.year - published_on.year)
    due_on = _years_later(published_on, years)
    while due_on < today or (last is not None and due_on <= last):
        years += 1
        due_on = _years_later(published_on, years)
    return due_on


def checks_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of checks this actor may read: the owner's, and the bureaus' above."""
    if actor.role is Role.TECHNOLOGY_OWNER:
        return AnnualCheck.organization_id == actor.organization_id
    if actor.role is not Role.BUREAU_OFFICER:
        return false()
    if actor.is_national:
        return true()
    in_their_region = select(Organization.id).where(in_region(Organization.region_code, actor))
    return AnnualCheck.organization_id.in_(in_their_region)


def answer(
    session: Session, *, actor: Actor, check_id: int, note: str, version: int, now: datetime
) -> AnnualCheck:
    """Confirm as owner that the entry still holds as it stands, also after giving an update up.

    Raises
    ------
    NotFoundError
        If the check is not the actor's.
    ConflictError
        If it was answered or decided meanwhile.
    """
    check = _readable(session, actor, check_id, version)
    if actor.role is not Role.TECHNOLOGY_OWNER:
        raise ForbiddenError("no_part_in_check")
    if check.status not in {CheckStatus.OPEN, CheckStatus.UPDATING}:
        raise ConflictError("changed_meanwhile")
    check.status = CheckStatus.CONFIRMED
    check.answered_at, check.answered_by_id = now, actor.user_id
    check.answer_note = _checked(note) or None
    _audited(session, actor, check, now)
    return check


def decide(
    session: Session,
    *,
    actor: Actor,
    check_id: int,
    is_accepted: bool,
    note: str,
    version: int,
    now: datetime,
) -> AnnualCheck:
    """Accept an owner's confirmation, or refuse it and ask for an update.

    Raises
    ------
    ForbiddenError
        If the actor's bureau does not compile the catalogue the entry stands in.
    ConflictError
        If it was decided meanwhile, or the owner has not confirmed.
    InvalidError
        If a refusal gives no reason.
    """
    check = _readable(session, actor, check_id, version)
    technology = session.get_one(Technology, check.technology_id)
    batch = None
    if technology.batch_id is not None:
        batch = session.get(CatalogueBatch, technology.batch_id)
    if not batches.runs(actor, batch):
        raise ForbiddenError("no_part_in_check")
    if check.status is not CheckStatus.CONFIRMED:
        raise ConflictError("changed_meanwhile")
    if not is_accepted and not note.strip():
        raise InvalidError([FieldProblem(field="note", rule="required")])
    check.status = CheckStatus.ACCEPTED if is_accepted else CheckStatus.REFUSED
    check.decided_at, check.decided_by_id = now, actor.user_id
    check.decision_note = _checked(note) or None
    _audited(session, actor, check, now)
    return check


def _readable(session: Session, actor: Actor, check_id: int, version: int) -> AnnualCheck:
    found = session.scalar(
        select(AnnualCheck).where(AnnualCheck.id == check_id, checks_readable_by(actor))
    )
    if found is None:
        raise NotFoundError("annual_check", check_id)
    if found.version != version:
        raise ConflictError("changed_meanwhile")
    return found


def _checked(note: str) -> str:
    if len(note) > MAX_NOTE_CHARACTERS:
        values = {"max": MAX_NOTE_CHARACTERS}
        raise InvalidError([FieldProblem(field="note", rule="too_long", values=values)])
    return note.strip()


def _audited(session: Session, actor: Actor, check: AnnualCheck, now: datetime) -> None:
    audit.record(
        session,
        now=now,
        action=f"annual_check.{check.status.value}",
        actor=actor,
        subject_kind="annual_check",
        subject_id=check.id,
        details={"technology_id": check.technology_id, "due_on": check.due_on},
    )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
