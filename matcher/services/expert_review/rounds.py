"""Use cases of a round: made, opened, closed; a closed one is never scored again."""

from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import ReviewRound, RoundApplication
from data.queries import review_rounds as reads
from data.vocabulary import AssignmentStatus, ReviewStage, RoundStatus
from matcher.expert_review import Result
from matcher.services import audit, batches, review_access
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from matcher.services.expert_review import letters, systems
from matcher.services.expert_review.views import results_of, view_of

MAX_EXPERTS: Final = 15
MAX_REASON_CHARACTERS: Final = 2000


def make_round(
    session: Session,
    *,
    actor: Actor,
    batch_id: int,
    stage: ReviewStage,
    experts_per_application: int,
    due_on: date,
    now: datetime,
    flagged_of: int | None = None,
) -> ReviewRound:
    """Prepare a round of the applications that stand in a stage of a batch.

    Parameters
    ----------
    flagged_of : int or None
        A closed round of the same batch and stage; only what it flagged is scored again.

    Raises
    ------
    NotFoundError
        If the actor's bureau does not run the batch.
    ConflictError
        If the stage has a round that is not closed, or nothing to score.
    InvalidError
        Naming each field that breaks a rule.
    """
    batch = batches.batch_of_id(session, batch_id)
    if not batches.runs(actor, batch):
        raise NotFoundError("catalogue_batch", batch_id)
    _check(experts_per_application, due_on, now)
    if reads.unfinished(session, batch_id, stage) is not None:
        raise ConflictError("round_unfinished")
    wanted = list(reads.waiting(session, batch_id, stage))
    if flagged_of is not None:
        flagged = _flagged(session, actor, flagged_of, batch_id, stage)
        wanted = [one for one in wanted if one in flagged]
    if not wanted:
        raise ConflictError("round_without_applications")
    made = ReviewRound(
        batch_id=batch_id,
        stage=stage,
        number=reads.last_number(session, batch_id, stage) + 1,
        previous_round_id=flagged_of,
        experts_per_application=experts_per_application,
        due_on=due_on,
        created_at=now,
        created_by_id=actor.user_id,
        is_demo=batch.is_demo,
    )
    session.add(made)
    session.flush()
    session.add_all([RoundApplication(round_id=made.id, application_id=one) for one in wanted])
    session.flush()
    audited(session, made, "review_round.made", actor=actor, now=now, application_ids=wanted)
    return made


def open_round(
    session: Session, *, actor: Actor, round_id: int, version: int, now: datetime
) -> ReviewRound:
    """Freeze the indicators, tell the proposed experts, and let them score.

    Raises
    ------
    ConflictError
        If the round is open already or changed since `version` was read, or an application has no
        expert.
    """
    row = review_access.readable_round(session, actor, round_id)
    opened = at_version(row.round, version)
    if opened.status is not RoundStatus.PREPARING:
        raise ConflictError("round_opened_already")
    _require_experts(session, round_id)
    opened.indicator_system = systems.system_of(row.batch).as_data()
    opened.indicator_system_version = row.batch.indicator_system_version
    row.batch.indicator_system = opened.indicator_system
    opened.status = RoundStatus.OPEN
    opened.opened_at, opened.opened_by_id = now, actor.user_id
    confirmed = confirm(session, actor, round_id, now)
    session.flush()
    audited(
        session,
        opened,
        "review_round.opened",
        actor=actor,
        now=now,
        indicator_system_version=opened.indicator_system_version,
        assignment_ids=confirmed,
    )
    return opened


def confirm(session: Session, actor: Actor, round_id: int, now: datetime) -> list[int]:
    """Turn proposals into assignments that the experts see and are told of; return their ids."""
    found = [
        one.assignment
        for one in reads.assignments(session, round_id)
        if one.assignment.status is AssignmentStatus.PROPOSED
    ]
    for assignment in found:
        assignment.status = AssignmentStatus.ASSIGNED
        assignment.assigned_at, assignment.assigned_by_id = now, actor.user_id
    session.flush()
    letters.tell_experts(session, round_id, found, now)
    return [one.id for one in found]


def close_round(
    session: Session, *, actor: Actor, round_id: int, version: int, reason: str, now: datetime
) -> ReviewRound:
    """Close a round and keep its results; nothing of it changes afterwards.

    Raises
    ------
    ConflictError
        If it is not open, or changed since `version` was read.
    InvalidError
        If scores are missing and no reason says why it is closed all the same.
    """
    review_access.readable_round(session, actor, round_id)
    view = view_of(session, actor, round_id)
    closed = at_version(view.round, version)
    if closed.status is not RoundStatus.OPEN:
        raise ConflictError("round_not_open")
    reason = reason.strip()
    if len(reason) > MAX_REASON_CHARACTERS:
        values = {"max": MAX_REASON_CHARACTERS}
        raise InvalidError([FieldProblem(field="reason", rule="too_long", values=values)])
    if not view.is_complete and not reason:
        raise InvalidError([FieldProblem(field="reason", rule="round_reason_required")])
    results = results_of(view.system, view.items, view.assigned)
    for item in view.items:
        _keep(item.entry, results[item.application.id])
    closed.status = RoundStatus.CLOSED
    closed.closed_at, closed.closed_by_id = now, actor.user_id
    closed.close_reason = reason or None
    session.flush()
    audited(
        session,
        closed,
        "review_round.closed",
        actor=actor,
        now=now,
        is_complete=view.is_complete,
        results={key: [one.count, one.mean, one.spread] for key, one in results.items()},
    )
    return closed


def at_version(found: ReviewRound, version: int) -> ReviewRound:
    """Return the round, or refuse what was decided on an older look at it."""
    if found.version != version:
        raise ConflictError("changed_meanwhile")
    return found


def audited(
    session: Session,
    changed: ReviewRound,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    **details: object,
) -> None:
    """Record a change of a round in the audit trail."""
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind="review_round",
        subject_id=changed.id,
        details={
            "batch_id": changed.batch_id,
            "stage": changed.stage.value,
            "number": changed.number,
            "version": changed.version,
            **details,
        },
    )


def _keep(entry: RoundApplication, result: Result) -> None:
    entry.mean_score, entry.spread = result.mean, result.spread
    entry.is_flagged, entry.score_count = result.is_flagged, result.count
    entry.indicator_means = dict(result.indicator_means)


def _flagged(
    session: Session, actor: Actor, round_id: int, batch_id: int, stage: ReviewStage
) -> set[int]:
    row = review_access.readable_round(session, actor, round_id)
    if (row.round.batch_id, row.round.stage) != (batch_id, stage):
        raise NotFoundError("review_round", round_id)
    if row.round.status is not RoundStatus.CLOSED:
        raise ConflictError("round_unfinished")
    return {one.application.id for one in reads.items(session, round_id) if one.entry.is_flagged}


def _require_experts(session: Session, round_id: int) -> None:
    held = {
        one.assignment.application_id
        for one in reads.assignments(session, round_id)
        if one.assignment.status is AssignmentStatus.PROPOSED
    }
    if any(one.application.id not in held for one in reads.items(session, round_id)):
        raise ConflictError("round_without_experts")


def _check(experts_per_application: int, due_on: date, now: datetime) -> None:
    problems = []
    if not 1 <= experts_per_application <= MAX_EXPERTS:
        rule = "too_small" if experts_per_application < 1 else "too_large"
        values = {"min": 1, "max": MAX_EXPERTS}
        problems.append(FieldProblem(field="experts_per_application", rule=rule, values=values))
    if due_on < local_day(now):
        problems.append(FieldProblem(field="due_on", rule="in_past"))
    if problems:
        raise InvalidError(problems)
