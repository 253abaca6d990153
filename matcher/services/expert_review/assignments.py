"""Use cases of assigning: experts proposed, added, taken off, confirmed."""

from datetime import datetime

from sqlalchemy.orm import Session

from data.models import ReviewAssignment, ReviewRound
from data.queries import review_rounds as reads
from data.queries.review_rounds import RoundItem
from data.vocabulary import AssignmentStatus, RoundStatus
from matcher.expert_review import GONE, Task, propose
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, NotFoundError
from matcher.services.expert_review import grounds, rounds
from matcher.services.expert_review.options import Desk, desk_of, options, task_of
from matcher.services.expert_review.views import view_of


def propose_experts(
    session: Session, *, actor: Actor, round_id: int, version: int, now: datetime
) -> int:
    """Propose experts wherever an application of the round lacks some; return how many.

    Earlier proposals that were not confirmed make room for the new ones. Who scored an
    application in an earlier round of the stage is not proposed for it again.

    Raises
    ------
    ConflictError
        If scores may be seen already, or the round changed since `version` was read.
    """
    desk = _desk(session, actor, round_id, version, now)
    for one in desk.assigned:
        if one.assignment.status is AssignmentStatus.PROPOSED:
            session.delete(one.assignment)
    session.flush()
    desk = desk_of(session, actor, desk.round, now)
    seen = reads.asked_before(session, batch_id=desk.round.batch_id, stage=desk.round.stage)
    known = grounds.grounds_of(session, desk.experts, desk.items)
    reviewers = [grounds.reviewer_of(one, load=desk.load(one.id)) for one in desk.experts]
    tasks = [_task(desk, item, known, seen.get(item.application.id, frozenset()))
             for item in desk.items]  # fmt: skip
    picks = propose(reviewers, tasks)
    for pick in picks:
        session.add(_made(desk.round, actor, pick.application_id, pick.expert_id, pick.fit, now))
    _changed(session, desk.round, "review_round.experts_proposed", actor, now,
             picks=[[pick.application_id, pick.expert_id] for pick in picks])  # fmt: skip
    return len(picks)


def add_expert(
    session: Session,
    *,
    actor: Actor,
    round_id: int,
    application_id: int,
    expert_id: int,
    version: int,
    now: datetime,
) -> ReviewAssignment:
    """Add an expert whom the officer chose.

    Raises
    ------
    ConflictError
        If there is a conflict of interest, no room at the expert's desk, or the expert was asked.
    NotFoundError
        If the officer keeps no such expert, or the round has no such application.
    """
    desk = _desk(session, actor, round_id, version, now)
    item = desk.item(application_id)
    if any(one.assignment.expert_id == expert_id for one in desk.held(application_id)):
        raise ConflictError("expert_asked_already")
    open_to = options(
        session, actor=actor, round_id=round_id, application_id=application_id, now=now
    )
    chosen = next((one for one in open_to if one.row.id == expert_id), None)
    if chosen is None:
        raise NotFoundError("expert", expert_id)
    if chosen.ground is not None:
        raise ConflictError("expert_in_conflict", ground=chosen.ground.value)
    if chosen.load >= chosen.capacity:
        raise ConflictError("expert_without_room", capacity=chosen.capacity)
    if not chosen.is_available:
        raise ConflictError("expert_unavailable")
    made = _made(desk.round, actor, item.application.id, expert_id, chosen.fit, now)
    session.add(made)
    session.flush()
    _changed(session, desk.round, "review_round.expert_added", actor, now,
             application_id=application_id, expert_id=expert_id)  # fmt: skip
    return made


def remove_expert(
    session: Session, *, actor: Actor, assignment_id: int, round_id: int, version: int,
    now: datetime,
) -> None:  # fmt: skip
    """Take an expert off an application, as long as the scores are not in.

    Raises
    ------
    ConflictError
        If the scores are in, or the round is closed or changed since `version` was read.
    """
    desk = _desk(session, actor, round_id, version, now)
    found = [one.assignment for one in desk.assigned if one.assignment.id == assignment_id]
    if not found:
        raise NotFoundError("review_assignment", assignment_id)
    if found[0].status is AssignmentStatus.SUBMITTED:
        raise ConflictError("scores_are_in")
    application_id, expert_id = found[0].application_id, found[0].expert_id
    if found[0].status is AssignmentStatus.PROPOSED:
        session.delete(found[0])
    else:
        found[0].status = AssignmentStatus.CANCELLED
    session.flush()
    _changed(session, desk.round, "review_round.expert_removed", actor, now,
             application_id=application_id, expert_id=expert_id)  # fmt: skip


def confirm_proposals(
    session: Session, *, actor: Actor, round_id: int, version: int, now: datetime
) -> int:
    """Tell the experts who were proposed after the round had opened; return how many."""
    desk = _desk(session, actor, round_id, version, now)
    if desk.round.status is not RoundStatus.OPEN:
        raise ConflictError("round_not_open")
    confirmed = rounds.confirm(session, actor, round_id, now)
    _changed(session, desk.round, "review_round.experts_confirmed", actor, now,
             assignment_ids=confirmed)  # fmt: skip
    return len(confirmed)


def _desk(session: Session, actor: Actor, round_id: int, version: int, now: datetime) -> Desk:
    view = view_of(session, actor, round_id)
    found = rounds.at_version(view.round, version)
    if found.status is RoundStatus.CLOSED:
        raise ConflictError("round_closed")
    if view.shows_scores:
        raise ConflictError("scores_are_shown")
    return desk_of(session, actor, found, now)


def _task(desk: Desk, item: RoundItem, known: grounds.Grounds, seen: frozenset[int]) -> Task:
    application_id = item.application.id
    held = desk.held(application_id)
    in_force = sum(one.assignment.status not in GONE for one in held)
    in_conflict = {one.id for one in desk.experts if known.of(one.id, application_id)}
    return task_of(
        item,
        needed=max(0, desk.round.experts_per_application - in_force),
        barred=frozenset(in_conflict | {one.assignment.expert_id for one in held} | seen),
    )


def _made(
    found: ReviewRound, actor: Actor, application_id: int, expert_id: int, fit: float, now: datetime
) -> ReviewAssignment:
    return ReviewAssignment(
        round_id=found.id,
        application_id=application_id,
        expert_id=expert_id,
        fit=fit,
        assigned_at=now,
        assigned_by_id=actor.user_id,
    )


def _changed(
    session: Session,
    found: ReviewRound,
    action: str,
    actor: Actor,
    now: datetime,
    **details: object,
) -> None:
    """Raise the round's version, so that a second officer is told, and record the change."""
    found.version += 1
    session.flush()
    rounds.audited(session, found, action, actor=actor, now=now, **details)
