"""Use cases of the applicant: choose where to apply, hand in, hand in again, take upward."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from data.clock import local_day
from data.models import Application, CatalogueBatch, Jurisdiction, Organization, Technology
from data.queries import applications as reads
from data.vocabulary import (
    CatalogueScope,
    CatalogueStatus,
    ReviewSide,
    ReviewState,
)
from matcher import review_states
from matcher.review_states import ReviewPosition
from matcher.services import access, batches
from matcher.services.actor import REGIONAL_KINDS, Actor
from matcher.services.applications import completeness, history, standing
from matcher.services.applications.content import content_hash, content_of
from matcher.services.errors import ConflictError, FieldProblem, InvalidError


@dataclass(frozen=True, slots=True)
class SubmissionChoices:
    """Where an owner may apply with a technology today."""

    batches: Sequence[CatalogueBatch]
    units: Sequence[tuple[Organization, Jurisdiction]]
    returned: Application | None
    """An application that waits for a correction: it goes back to its batch and unit."""

    running: Application | None
    """The application that runs for it, returned or not; one at a time."""

    superseded_id: int | None
    """The published entry that this technology updates."""


def choices(
    session: Session, *, actor: Actor, technology_id: int, now: datetime
) -> SubmissionChoices:
    """Return the batches and recommending units open to an owner for a technology.

    An update may always go to the batch of the entry it updates, whatever its dates.
    """
    technology = access.own_technology(session, actor, technology_id)
    owner = session.get_one(Organization, actor.organization_id)
    today = local_day(now)
    open_ones = batches.open_batches(session, today=today, region_code=owner.region_code)
    kept = _batch_of_superseded(session, technology)
    if kept is not None and kept not in open_ones:
        open_ones = [kept, *open_ones]
    if technology.catalogue_status is CatalogueStatus.PUBLISHED:
        open_ones = [one for one in open_ones if one.scope is CatalogueScope.NATIONAL]
    units = [
        (unit, jurisdiction)
        for unit, jurisdiction in reads.recommending_units(session)
        if recommends_for(jurisdiction, owner.region_code)
    ]
    return SubmissionChoices(
        open_ones,
        units,
        returned=reads.returned_of(session, technology_id),
        running=next(
            (
                one
                for one in reads.of_technology(session, technology_id)
                if one.state in review_states.RUNNING_STATES
            ),
            None,
        ),
        superseded_id=technology.supersedes_id,
    )


def recommends_for(jurisdiction: Jurisdiction, region_code: str | None) -> bool:
    """Return whether a unit of this jurisdiction may recommend an owner of this region.

    A bureau recommends those of its region; 国资委, 兵团, associations and institutes whoever
    names them (附件2 十三).
    """
    if jurisdiction.kind in REGIONAL_KINDS:
        return jurisdiction.region_code is not None and batches.within(
            region_code, jurisdiction.region_code
        )
    return True


def submit(
    session: Session,
    *,
    actor: Actor,
    technology_id: int,
    batch_id: int | None,
    recommending_organization_id: int | None,
    now: datetime,
    note: str | None = None,
) -> Application:
    """Hand in a technology: a new application, or a returned one again.

    Parameters
    ----------
    batch_id, recommending_organization_id : int or None
        Where a new application goes; ignored for a returned one, which keeps its batch and unit.
    note : str or None
        What the applicant says to it.

    Raises
    ------
    NotFoundError
        If the technology is not the actor's.
    ConflictError
        If it stands where nothing can be handed in, or an application of it runs already.
    InvalidError
        Naming each required field that is empty, or why batch or unit do not fit.
    """
    access.own_technology(session, actor, technology_id)
    technology = session.get_one(
        Technology,
        technology_id,
        options=[selectinload(Technology.cases)],
        populate_existing=True,
        with_for_update=True,
    )
    problems = completeness.missing(technology)
    if problems:
        raise InvalidError(problems)
    returned = reads.returned_of(session, technology_id)
    if returned is not None:
        return _again(session, actor, returned, technology, note, now)
    return _anew(
        session, actor, technology, batch_id, recommending_organization_id, note=note, now=now
    )


def _anew(
    session: Session,
    actor: Actor,
    technology: Technology,
    batch_id: int | None,
    unit_id: int | None,
    *,
    note: str | None,
    now: datetime,
) -> Application:
    previous = _previous(session, technology)
    batch = _checked_batch(session, actor, technology, batch_id, previous=previous, now=now)
    unit = _checked_unit(session, actor, unit_id)
    technology.recommending_unit = unit.name
    technology.recommendation_opinion = None
    application = Application(
        technology_id=technology.id,
        batch_id=batch.id,
        organization_id=actor.organization_id,
        state=ReviewState.SUBMITTED,
        recommending_organization_id=unit.id,
        previous_application_id=previous.id if previous else None,
        submitted_at=now,
        submitted_by_id=actor.user_id,
        state_since=now,
        created_at=now,
        is_demo=technology.is_demo,
    )
    session.add(application)
    try:
        session.flush()
    except IntegrityError as error:  # the other window was faster by a moment
        raise ConflictError("application_running") from error
    _handed_in(
        session,
        actor,
        application,
        technology,
        to=ReviewState.SUBMITTED,
        from_state=ReviewState.DRAFT,
        note=note,
        now=now,
    )
    return application


def _again(
    session: Session,
    actor: Actor,
    application: Application,
    technology: Technology,
    note: str | None,
    now: datetime,
) -> Application:
    position = ReviewPosition(state=application.state, returned_from=application.returned_from)
    to = review_states.resubmitted_to(position)
    application.returned_from = application.returned_reason = application.due_on = None
    application.submitted_at, application.submitted_by_id = now, actor.user_id
    _handed_in(
        session,
        actor,
        application,
        technology,
        to=to,
        from_state=ReviewState.RETURNED,
        note=note,
        now=now,
    )
    return application


def _handed_in(
    session: Session,
    actor: Actor,
    application: Application,
    technology: Technology,
    *,
    to: ReviewState,
    from_state: ReviewState,
    note: str | None,
    now: datetime,
) -> None:
    content = content_of(technology)
    event = history.write_move(
        session,
        application,
        to,
        actor=actor,
        side=ReviewSide.OWNER,
        from_state=from_state,
        note=note,
        details={
            "content_sha256": content_hash(content),
            "technology_version": technology.version,
            "case_count": len(technology.cases),
        },
        content=content,
        now=now,
    )
    standing.settle(session, technology, now=now)
    history.audited(session, application, event, actor=actor)


def _previous(session: Session, technology: Technology) -> Application | None:
    """Return the local listing that an application takes upward; None where it starts anew."""
    status = technology.catalogue_status
    if status is CatalogueStatus.DRAFT:
        return None
    running = {one.state for one in reads.of_technology(session, technology.id)}
    if running & set(review_states.RUNNING_STATES):
        raise ConflictError("application_running")
    if status is not CatalogueStatus.PUBLISHED:
        raise ConflictError("technology_not_a_draft")
    listed = standing.listed_application(session, technology.id)
    batch = None
    if listed is not None and listed.batch_id is not None:
        batch = session.get(CatalogueBatch, listed.batch_id)
    if listed is None or batch is None or batch.scope is CatalogueScope.NATIONAL:
        raise ConflictError("technology_listed_nationally")
    return listed


def _checked_batch(
    session: Session,
    actor: Actor,
    technology: Technology,
    batch_id: int | None,
    *,
    previous: Application | None,
    now: datetime,
) -> CatalogueBatch:
    batch = None if batch_id is None else session.get(CatalogueBatch, batch_id)
    if batch is None:
        raise _invalid("batch_id", "choose_one")
    owner = session.get_one(Organization, actor.organization_id)
    if previous is not None and batch.scope is not CatalogueScope.NATIONAL:
        raise _invalid("batch_id", "batch_not_national")
    if not batches.takes_region(batch, owner.region_code):
        raise _invalid("batch_id", "batch_of_other_region")
    is_update_there = _batch_of_superseded(session, technology) is batch
    if not is_update_there and not batches.is_open(batch, local_day(now)):
        raise _invalid("batch_id", "batch_not_open")
    return batch


def _batch_of_superseded(session: Session, technology: Technology) -> CatalogueBatch | None:
    if technology.supersedes_id is None:
        return None
    listed = standing.listed_application(session, technology.supersedes_id)
    if listed is None or listed.batch_id is None:
        return None
    return session.get(CatalogueBatch, listed.batch_id)


def _checked_unit(session: Session, actor: Actor, unit_id: int | None) -> Organization:
    owner = session.get_one(Organization, actor.organization_id)
    for unit, jurisdiction in reads.recommending_units(session):
        if unit.id == unit_id:
            if recommends_for(jurisdiction, owner.region_code):
                return unit
            raise _invalid("recommending_organization_id", "unit_of_other_region")
    raise _invalid("recommending_organization_id", "choose_one")


def _invalid(field: str, rule: str) -> InvalidError:
    return InvalidError([FieldProblem(field=field, rule=rule)])
