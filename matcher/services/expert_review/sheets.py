"""Use cases of an expert: declare, save a draft of the scores, hand them in."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from data.models import ReviewAssignment
from data.queries.review_rounds import Task
from data.vocabulary import AssignmentStatus, Declaration, ReviewState, RoundStatus
from matcher.expert_review import DECLARED_AS, IndicatorSystem, read_system, score_problems
from matcher.services import audit, review_access
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem, InvalidError
from matcher.services.expert_review.systems import system_of

MAX_COMMENT_CHARACTERS: Final = 1000
MAX_OVERALL_CHARACTERS: Final = 4000
MAX_REASON_CHARACTERS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An expert's scores as typed.

    Attributes
    ----------
    scores : mapping
        Points by indicator; absent is not given yet.
    comments : mapping
        Remarks by indicator.
    """

    scores: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    overall_comment: str = ""


def system_of_task(task: Task) -> IndicatorSystem:
    """Return the indicators of an assignment: those the round was opened with."""
    frozen = task.round.indicator_system
    return system_of(task.batch) if frozen is None else read_system(frozen)


def may_see_form(task: Task) -> bool:
    """Return whether the expert may see the form: only after declaring no conflict."""
    return task.assignment.status in {AssignmentStatus.ACCEPTED, AssignmentStatus.SUBMITTED}


def may_score(task: Task) -> bool:
    """Return whether scores may still be written."""
    return (
        task.round.status is RoundStatus.OPEN
        and task.assignment.status is AssignmentStatus.ACCEPTED
        and task.application.state is ReviewState(task.round.stage.value)
    )


def declare(
    session: Session,
    *,
    actor: Actor,
    assignment_id: int,
    declaration: Declaration,
    reason: str,
    now: datetime,
) -> ReviewAssignment:
    """Declare no conflict, an interest, or that the expert cannot take it; before the form.

    An expert who has accepted may still stand back until the scores are in: an interest may show
    only on the form.

    Raises
    ------
    NotFoundError
        If it is not the actor's assignment.
    ConflictError
        If the round is closed or the assignment is settled.
    InvalidError
        If standing back or declining lacks a reason.
    """
    task = _open_task(session, actor, assignment_id)
    assignment = task.assignment
    is_accepted = assignment.status is AssignmentStatus.ACCEPTED
    may_declare = assignment.status is AssignmentStatus.ASSIGNED or (
        is_accepted and declaration is not Declaration.NO_CONFLICT
    )
    if not may_declare:
        raise ConflictError("declared_already")
    reason = reason.strip()
    if declaration is not Declaration.NO_CONFLICT and not reason:
        raise InvalidError([FieldProblem(field="reason", rule="required")])
    _limit("reason", reason, MAX_REASON_CHARACTERS)
    assignment.declaration, assignment.declaration_reason = declaration, reason or None
    assignment.declared_at = now
    assignment.status = DECLARED_AS[declaration]
    session.flush()
    _audited(session, actor, assignment, "review_assignment.declared", now)
    return assignment


def save_draft(
    session: Session,
    *,
    actor: Actor,
    assignment_id: int,
    sheet: Sheet,
    version: int | None,
    now: datetime,
) -> ReviewAssignment:
    """Keep a sheet that is not finished, so that nothing is lost when the browser closes.

    Raises
    ------
    ConflictError
        If it was saved elsewhere since `version` was read, or may not be written any more.
    InvalidError
        Naming each field that breaks a rule; missing points are none.
    """
    task = _writable(session, actor, assignment_id, version)
    _take(task, sheet, is_final=False)
    task.assignment.saved_at = now
    session.flush()
    return task.assignment


def submit(
    session: Session,
    *,
    actor: Actor,
    assignment_id: int,
    sheet: Sheet,
    version: int | None,
    now: datetime,
) -> ReviewAssignment:
    """Hand in the scores; they are final.

    Raises
    ------
    ConflictError
        If the sheet was saved elsewhere since `version` was read, or the round is closed.
    InvalidError
        Naming each indicator without points, or with points out of range.
    """
    task = _writable(session, actor, assignment_id, version)
    _take(task, sheet, is_final=True)
    assignment = task.assignment
    assignment.saved_at = assignment.submitted_at = now
    assignment.status = AssignmentStatus.SUBMITTED
    session.flush()
    _audited(session, actor, assignment, "review_assignment.submitted", now)
    return assignment


def _open_task(session: Session, actor: Actor, assignment_id: int) -> Task:
    task = review_access.own_task(session, actor, assignment_id)
    if task.round.status is not RoundStatus.OPEN:
        raise ConflictError("round_closed")
    if task.application.state is not ReviewState(task.round.stage.value):
        raise ConflictError("application_left_review")
    return task


def _writable(session: Session, actor: Actor, assignment_id: int, version: int | None) -> Task:
    task = _open_task(session, actor, assignment_id)
    if task.assignment.status is AssignmentStatus.SUBMITTED:
        raise ConflictError("scores_are_in")
    if task.assignment.status is not AssignmentStatus.ACCEPTED:
        raise ConflictError("declaration_first")
    if version is not None and version != task.assignment.version:
        raise ConflictError("changed_meanwhile")
    return task


def _take(task: Task, sheet: Sheet, *, is_final: bool) -> None:
    system = system_of_task(task)
    known = set(system.codes)
    scores = {code: float(value) for code, value in sheet.scores.items() if code in known}
    problems = [
        FieldProblem(
            field=f"score_{one.code}",
            rule=one.rule,
            values={"min": 0, "max": f"{one.max_points:g}"},
        )
        for one in score_problems(system, scores, is_final=is_final)
    ]
    comments = {
        code: text.strip()
        for code, text in sheet.comments.items()
        if code in known and text.strip()
    }
    problems += [
        FieldProblem(
            field=f"comment_{code}", rule="too_long", values={"max": MAX_COMMENT_CHARACTERS}
        )
        for code, text in comments.items()
        if len(text) > MAX_COMMENT_CHARACTERS
    ]
    if problems:
        raise InvalidError(problems)
    _limit("overall_comment", sheet.overall_comment, MAX_OVERALL_CHARACTERS)
    assignment = task.assignment
    assignment.scores = {code: value for code, value in scores.items() if math.isfinite(value)}
    assignment.comments = dict(comments)
    assignment.overall_comment = sheet.overall_comment.strip() or None


def _limit(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise InvalidError([FieldProblem(field=name, rule="too_long", values={"max": most})])


def _audited(
    session: Session, actor: Actor, assignment: ReviewAssignment, action: str, now: datetime
) -> None:
    """Record a step of an expert; points stay out, so that the trail shows nobody early."""
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind="review_assignment",
        subject_id=assignment.id,
        details={
            "round_id": assignment.round_id,
            "application_id": assignment.application_id,
            "status": assignment.status.value,
            "version": assignment.version,
        },
    )
