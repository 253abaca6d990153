"""Reads of rounds of scoring: rounds, their applications, who scores what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.models import (
    Application,
    CatalogueBatch,
    Organization,
    ReviewAssignment,
    ReviewRound,
    RoundApplication,
    Technology,
    User,
)
from data.queries.applications import Owner, Unit
from data.vocabulary import AssignmentStatus, ReviewStage, ReviewState, RoundStatus

SHOWN_TO_EXPERTS = tuple(
    one
    for one in AssignmentStatus
    if one not in {AssignmentStatus.PROPOSED, AssignmentStatus.CANCELLED}
)
"""Assignments an expert knows of: what was only proposed or taken back is none of them."""

EXPORTED = 2000
"""Rounds of one list or spreadsheet: decades of a national bureau."""

TO_SCORE = (AssignmentStatus.ASSIGNED, AssignmentStatus.ACCEPTED)
"""Assignments whose scores are still to come."""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its batch and the person who closed it."""

    round: ReviewRound
    batch: CatalogueBatch

    @property
    def id(self) -> int:
        """The round's id."""
        return self.round.id


@dataclass(frozen=True, slots=True)
class RoundItem:
    """An application in a round."""

    entry: RoundApplication
    application: Application
    technology: Technology
    owner: Organization | None
    unit_name: str | None


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment with the expert's name and organization."""

    assignment: ReviewAssignment
    expert_name: str
    organization_name: str


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment as its expert sees it in a list."""

    assignment: ReviewAssignment
    round: ReviewRound
    batch: CatalogueBatch
    application: Application
    technology: Technology
    owner_name: str | None
    unit_name: str | None


def rounds(
    session: Session,
    *,
    readable: ColumnElement[bool],
    batch_id: int | None = None,
    statuses: Sequence[RoundStatus] = (),
    limit: int = EXPORTED,
) -> Sequence[RoundRow]:
    """Return readable rounds, newest first; no status is all of them."""
    found = (
        select(ReviewRound, CatalogueBatch)
        .join(CatalogueBatch, CatalogueBatch.id == ReviewRound.batch_id)
        .where(readable)
        .order_by(ReviewRound.id.desc())
        .limit(limit)
    )
    if batch_id is not None:
        found = found.where(ReviewRound.batch_id == batch_id)
    if statuses:
        found = found.where(ReviewRound.status.in_(statuses))
    return [RoundRow(*row) for row in session.execute(found)]


def round_row(session: Session, round_id: int, *, readable: ColumnElement[bool]) -> RoundRow | None:
    """Return one round with its batch, or None where it is not readable."""
    found = session.execute(
        select(ReviewRound, CatalogueBatch)
        .join(CatalogueBatch, CatalogueBatch.id == ReviewRound.batch_id)
        .where(ReviewRound.id == round_id, readable)
    ).first()
    return None if found is None else RoundRow(*found)


def last_number(session: Session, batch_id: int, stage: ReviewStage) -> int:
    """Return the number of the latest round of a stage in a batch; 0 where there is none."""
    found = session.scalar(
        select(func.max(ReviewRound.number)).where(
            ReviewRound.batch_id == batch_id, ReviewRound.stage == stage
        )
    )
    return found or 0


def unfinished(session: Session, batch_id: int, stage: ReviewStage) -> ReviewRound | None:
    """Return the round of a stage that is not closed, or None."""
    return session.scalar(
        select(ReviewRound).where(
            ReviewRound.batch_id == batch_id,
            ReviewRound.stage == stage,
            ReviewRound.status != RoundStatus.CLOSED,
        )
    )


def has_opened(session: Session, batch_id: int) -> bool:
    """Return whether any round of a batch was ever opened."""
    found = session.scalar(
        select(ReviewRound.id)
        .where(ReviewRound.batch_id == batch_id, ReviewRound.status != RoundStatus.PREPARING)
        .limit(1)
    )
    return found is not None


def waiting(session: Session, batch_id: int, stage: ReviewStage) -> Sequence[int]:
    """Return the applications of a batch that stand in a stage, by id."""
    return session.scalars(
        select(Application.id)
        .where(Application.batch_id == batch_id, Application.state == ReviewState(stage.value))
        .order_by(Application.id)
    ).all()


def items(session: Session, round_id: int) -> Sequence[RoundItem]:
    """Return the applications of a round, by id."""
    rows = session.execute(
        select(RoundApplication, Application, Technology, Owner, Unit.name)
        .join(Application, Application.id == RoundApplication.application_id)
        .join(Technology, Technology.id == Application.technology_id)
        .join(Owner, Owner.id == Application.organization_id, isouter=True)
        .join(Unit, Unit.id == Application.recommending_organization_id, isouter=True)
        .where(RoundApplication.round_id == round_id)
        .order_by(Application.id)
    )
    return [RoundItem(*row) for row in rows]


def assignments(session: Session, round_id: int) -> Sequence[Assigned]:
    """Return all assignments of a round with names, by application, then by expert."""
    rows = session.execute(
        select(ReviewAssignment, User.name, Organization.name)
        .join(User, User.id == ReviewAssignment.expert_id)
        .join(Organization, Organization.id == User.organization_id)
        .where(ReviewAssignment.round_id == round_id)
        .order_by(ReviewAssignment.application_id, ReviewAssignment.expert_id)
    )
    return [Assigned(*row) for row in rows]


def open_round_of(session: Session, application_id: int) -> ReviewRound | None:
    """Return the open round in which an application is scored, or None."""
    return session.scalar(
        select(ReviewRound)
        .join(RoundApplication, RoundApplication.round_id == ReviewRound.id)
        .where(
            RoundApplication.application_id == application_id,
            ReviewRound.status == RoundStatus.OPEN,
        )
        .order_by(ReviewRound.id)
        .limit(1)
    )


def closed_results(
    session: Session, application_id: int
) -> Sequence[tuple[ReviewRound, RoundApplication]]:
    """Return the results of an application in closed rounds, oldest round first."""
    rows = session.execute(
        select(ReviewRound, RoundApplication)
        .join(RoundApplication, RoundApplication.round_id == ReviewRound.id)
        .where(
            RoundApplication.application_id == application_id,
            ReviewRound.status == RoundStatus.CLOSED,
        )
        .order_by(ReviewRound.id)
    )
    return [(found, entry) for found, entry in rows]


def asked_before(
    session: Session, *, batch_id: int, stage: ReviewStage
) -> Mapping[int, frozenset[int]]:
    """Return which experts scored each application in rounds of a stage; absent is none."""
    rows = session.execute(
        select(ReviewAssignment.application_id, ReviewAssignment.expert_id)
        .join(ReviewRound, ReviewRound.id == ReviewAssignment.round_id)
        .where(
            ReviewRound.batch_id == batch_id,
            ReviewRound.stage == stage,
            ReviewRound.status == RoundStatus.CLOSED,
            ReviewAssignment.status == AssignmentStatus.SUBMITTED,
        )
    )
    found: dict[int, set[int]] = {}
    for application_id, expert_id in rows:
        found.setdefault(application_id, set()).add(expert_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def tasks(
    session: Session,
    *,
    readable: ColumnElement[bool],
    assignment_id: int | None = None,
) -> Sequence[Task]:
    """Return an expert's assignments, those that are due first, then by id."""
    found = (
        select(
            ReviewAssignment,
            ReviewRound,
            CatalogueBatch,
            Application,
            Technology,
            Owner.name,
            Unit.name,
        )
        .join(ReviewRound, ReviewRound.id == ReviewAssignment.round_id)
        .join(CatalogueBatch, CatalogueBatch.id == ReviewRound.batch_id)
        .join(Application, Application.id == ReviewAssignment.application_id)
        .join(Technology, Technology.id == Application.technology_id)
        .join(Owner, Owner.id == Application.organization_id, isouter=True)
        .join(Unit, Unit.id == Application.recommending_organization_id, isouter=True)
        .where(readable)
        .order_by(ReviewRound.due_on, ReviewAssignment.id)
    )
    if assignment_id is not None:
        found = found.where(ReviewAssignment.id == assignment_id)
    return [Task(*row) for row in session.execute(found)]


def unscored(
    session: Session,
    *,
    due_from: date | None = None,
    due_until: date | None = None,
    round_id: int | None = None,
    expert_id: int | None = None,
) -> Sequence[ReviewAssignment]:
    """Return assignments of open rounds whose scores are still to come, by id.

    An application that left the stage of its round keeps nobody waiting.
    """
    wanted = (
        select(ReviewAssignment, ReviewRound.stage, Application.state)
        .join(ReviewRound, ReviewRound.id == ReviewAssignment.round_id)
        .join(Application, Application.id == ReviewAssignment.application_id)
        .where(ReviewRound.status == RoundStatus.OPEN, ReviewAssignment.status.in_(TO_SCORE))
        .order_by(ReviewAssignment.id)
    )
    if due_from is not None:
        wanted = wanted.where(ReviewRound.due_on >= due_from)
    if due_until is not None:
        wanted = wanted.where(ReviewRound.due_on <= due_until)
    if round_id is not None:
        wanted = wanted.where(ReviewRound.id == round_id)
    if expert_id is not None:
        wanted = wanted.where(ReviewAssignment.expert_id == expert_id)
    return [
        assignment
        for assignment, stage, state in session.execute(wanted)
        if state is ReviewState(stage.value)
    ]
