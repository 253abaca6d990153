"""Experts, rounds and score sheets, by the use cases themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Application, ExpertProfile, ReviewAssignment, ReviewRound
from data.vocabulary import AssignmentStatus, Declaration, ReviewStage, ReviewState, Role
from matcher.services.expert_review import assignments, rounds, sheets
from matcher.services.expert_review.sheets import Sheet
from tests.factories.applications import Desk, hand_in, make_desk, make_form, take_to
from tests.factories.people import Person, make_person

CODES = ("advancement", "maturity", "abatement_effect", "economy", "outlook", "verifiability")


@dataclass
class Panel:
    """A desk with applications in first review, and experts."""

    desk: Desk
    applications: list[Application]
    experts: list[Person]

    @property
    def officer(self) -> Person:
        return self.desk.officer


def make_expert(session: Session, now: datetime, **fields) -> Person:
    """An expert with a profile; keyword arguments are the profile's."""
    person = make_person(session, now, Role.EXPERT)
    values = {
        "user_id": person.user.id,
        "fields": ["steel"],
        "technology_types": ["2.1"],
        "created_at": now,
        "updated_at": now,
        "ties": [],
    }
    session.add(ExpertProfile(**(values | fields)))
    session.flush()
    return person


def make_panel(
    session: Session, now: datetime, *, applications: int = 2, experts: int = 3
) -> Panel:
    desk = make_desk(session, now)
    handed_in = [
        take_to(
            session,
            desk,
            hand_in(session, desk, make_form(session, desk.owner, now), now),
            ReviewState.FIRST_REVIEW,
            now,
        )
        for _ in range(applications)
    ]
    return Panel(desk, handed_in, [make_expert(session, now) for _ in range(experts)])


def make_round(session: Session, panel: Panel, now: datetime, **fields) -> ReviewRound:
    """A prepared round of the panel's applications, two experts each."""
    values = {
        "batch_id": panel.desk.batch.id,
        "stage": ReviewStage.FIRST_REVIEW,
        "experts_per_application": 2,
        "due_on": (now + timedelta(days=14)).date(),
    }
    return rounds.make_round(session, actor=panel.officer.actor, now=now, **(values | fields))


def open_round(session: Session, panel: Panel, now: datetime, **fields) -> ReviewRound:
    """An open round with the experts that were proposed."""
    made = make_round(session, panel, now, **fields)
    actor = panel.officer.actor
    assignments.propose_experts(
        session, actor=actor, round_id=made.id, version=made.version, now=now
    )
    return rounds.open_round(session, actor=actor, round_id=made.id, version=made.version, now=now)


def held(session: Session, round_id: int, *statuses: AssignmentStatus) -> list[ReviewAssignment]:
    """The assignments of a round, all or those in some statuses, by id."""
    found = session.scalars(
        select(ReviewAssignment)
        .where(ReviewAssignment.round_id == round_id)
        .order_by(ReviewAssignment.id)
    )
    return [one for one in found if not statuses or one.status in statuses]


def expert_of(panel: Panel, assignment: ReviewAssignment) -> Person:
    return next(one for one in panel.experts if one.user.id == assignment.expert_id)


def declare(
    session: Session,
    panel: Panel,
    assignment: ReviewAssignment,
    now: datetime,
    declaration: Declaration = Declaration.NO_CONFLICT,
) -> None:
    sheets.declare(
        session,
        actor=expert_of(panel, assignment).actor,
        assignment_id=assignment.id,
        declaration=declaration,
        reason="" if declaration is Declaration.NO_CONFLICT else "示例理由",
        now=now,
    )


def score(
    session: Session,
    panel: Panel,
    assignment: ReviewAssignment,
    now: datetime,
    points: float = 80,
) -> None:
    """Declare no conflict, and hand in the same points for every indicator."""
    declare(session, panel, assignment, now)
    sheets.submit(
        session,
        actor=expert_of(panel, assignment).actor,
        assignment_id=assignment.id,
        sheet=Sheet(scores=dict.fromkeys(CODES, points), overall_comment="示例意见"),
        version=None,
        now=now,
    )
