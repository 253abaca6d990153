"""Use cases of catalogue batches: who runs one, when it takes applications, making and closing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import CatalogueBatch
from data.vocabulary import CatalogueScope, Role
from matcher.services import audit
from matcher.services.actor import Actor
from matcher.services.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)

MAX_CODE_CHARACTERS = 80
MAX_NAME_CHARACTERS = 200
MAX_CALL_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchForm:
    """What an officer says of a batch."""

    code: str
    name: str
    call_text: str
    opens_on: date | None
    closes_on: date | None


def runs(actor: Actor, batch: CatalogueBatch | None) -> bool:
    """Return whether the actor's bureau compiles this batch, and so reviews and decides in it.

    National officers compile the national catalogue, the officers of a region exactly their own
    region's; entries imported without a batch are the national officers' (decision 0161).
    """
    if actor.role is not Role.BUREAU_OFFICER or actor.is_sectoral:
        return False
    if batch is None or batch.scope is CatalogueScope.NATIONAL or batch.region_code is None:
        return actor.is_national
    return actor.region_code == batch.region_code


def is_open(batch: CatalogueBatch, today: date) -> bool:
    """Return whether a batch takes applications: both dates known, today between them."""
    if batch.closed_at is not None or batch.opens_on is None or batch.closes_on is None:
        return False
    return batch.opens_on <= today <= batch.closes_on


def open_batches(session: Session, *, today: date, region_code: str | None) -> list[CatalogueBatch]:
    """Return the batches an owner of this region may apply to today: national first, by code."""
    found = session.scalars(
        select(CatalogueBatch)
        .where(CatalogueBatch.opens_on <= today, CatalogueBatch.closes_on >= today)
        .order_by(CatalogueBatch.scope.desc(), CatalogueBatch.code)
    )
    return [b for b in found if is_open(b, today) and takes_region(b, region_code)]


def takes_region(batch: CatalogueBatch, region_code: str | None) -> bool:
    """Return whether owners of a region may apply: a local catalogue is for its own region."""
    if batch.scope is CatalogueScope.NATIONAL or batch.region_code is None:
        return True
    return within(region_code, batch.region_code)


def within(region_code: str | None, outer_code: str) -> bool:
    """Return whether a region lies in another, by the digits of GB/T 2260; unknown lies nowhere."""
    prefix = outer_code
    while prefix.endswith("00") and prefix:
        prefix = prefix[:-2]
    return region_code is not None and region_code.startswith(prefix)


def batch_of_id(session: Session, batch_id: int) -> CatalogueBatch:
    """Return a batch, or raise NotFoundError; batches are public."""
    found = session.get(CatalogueBatch, batch_id)
    if found is None:
        raise NotFoundError("catalogue_batch", batch_id)
    return found


def make_batch(session: Session, *, actor: Actor, form: BatchForm, now: datetime) -> CatalogueBatch:
    """Make a batch in the officer's own jurisdiction: national, or of their region.

    Raises
    ------
    ForbiddenError
        If the actor's bureau compiles no catalogue.
    InvalidError
        Naming each field that breaks a rule.
    """
    if actor.role is not Role.BUREAU_OFFICER or actor.is_sectoral:
        raise ForbiddenError("role_runs_no_batches")
    _check(session, form, known=None)
    made = CatalogueBatch(
        code=form.code,
        name=form.name,
        scope=CatalogueScope.NATIONAL if actor.is_national else CatalogueScope.LOCAL,
        region_code=None if actor.is_national else actor.region_code,
        call_text=form.call_text or None,
        opens_on=form.opens_on,
        closes_on=form.closes_on,
        created_by_id=actor.user_id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    _audited(session, actor, made, "batch.created", now)
    return made


def change_batch(
    session: Session, *, actor: Actor, batch_id: int, form: BatchForm, version: int, now: datetime
) -> CatalogueBatch:
    """Change what a batch says.

    Raises
    ------
    ConflictError
        If it was changed since `version` was read, or is published.
    InvalidError
        Naming each field that breaks a rule.
    """
    batch = _own(session, actor, batch_id, version)
    _check(session, form, known=batch)
    batch.code, batch.name, batch.call_text = form.code, form.name, form.call_text or None
    batch.opens_on, batch.closes_on = form.opens_on, form.closes_on
    session.flush()
    _audited(session, actor, batch, "batch.changed", now)
    return batch


def close_batch(
    session: Session, *, actor: Actor, batch_id: int, version: int, now: datetime
) -> CatalogueBatch:
    """Stop taking applications before the closing date; closing twice changes nothing."""
    batch = _own(session, actor, batch_id, version)
    if batch.closed_at is None:
        batch.closed_at = now
        session.flush()
        _audited(session, actor, batch, "batch.closed", now)
    return batch


def _own(session: Session, actor: Actor, batch_id: int, version: int) -> CatalogueBatch:
    batch = batch_of_id(session, batch_id)
    if not runs(actor, batch):
        raise NotFoundError("catalogue_batch", batch_id)
    if batch.version != version:
        raise ConflictError("changed_meanwhile")
    return batch


def _check(session: Session, form: BatchForm, *, known: CatalogueBatch | None) -> None:
    problems = [
        FieldProblem(field=name, rule="required")
        for name, value in (
            ("code", form.code),
            ("name", form.name),
            ("opens_on", form.opens_on),
            ("closes_on", form.closes_on),
        )
        if not value
    ]
    for name, text, limit in (
        ("code", form.code, MAX_CODE_CHARACTERS),
        ("name", form.name, MAX_NAME_CHARACTERS),
        ("call_text", form.call_text, MAX_CALL_CHARACTERS),
    ):
        if len(text) > limit:
            problems.append(FieldProblem(field=name, rule="too_long", values={"max": limit}))
    if form.opens_on and form.closes_on and form.closes_on < form.opens_on:
        problems.append(FieldProblem(field="closes_on", rule="not_before_from"))
    taken = session.scalar(select(CatalogueBatch).where(CatalogueBatch.code == form.code))
    if taken is not None and taken is not known:
        problems.append(FieldProblem(field="code", rule="batch_code_taken"))
    if problems:
        raise InvalidError(problems)


def _audited(
    session: Session, actor: Actor, batch: CatalogueBatch, action: str, now: datetime
) -> None:
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind="catalogue_batch",
        subject_id=batch.id,
        details={
            "code": batch.code,
            "opens_on": batch.opens_on,
            "closes_on": batch.closes_on,
            "version": batch.version,
        },
    )
