"""Use cases of reviewing: recommend, return, review, announce, publish, reject, withdraw."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import Application, CatalogueBatch, Technology
from data.queries import public_notices, review_rounds
from data.vocabulary import (
    Recommendation,
    ReviewSide,
    ReviewState,
    Role,
    WithdrawalReason,
)
from matcher import review_states
from matcher.form_diff import is_minor
from matcher.review_states import Need, ReviewMoveError, ReviewPosition, ReviewRule
from matcher.services import access, batches
from matcher.services.actor import Actor
from matcher.services.applications import history, publication, standing
from matcher.services.applications.publication import Prepared
from matcher.services.applications.updates import changes_of_update
from matcher.services.errors import ConflictError, FieldProblem, ForbiddenError, InvalidError

CORRECTION_DAYS: Final = 20
"""Days for a correction unless the officer says otherwise.

Source: docs/decisions/0160-review-moves.md.
"""

MAX_NOTE_CHARACTERS: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMove:
    """What a person asks of an application; only what the move needs is read."""

    to: ReviewState
    version: int | None = None
    """Version of the application that the person looked at."""

    note: str = ""
    """Reason or remark; the applicant reads it."""

    opinion: str = ""
    opinion_attachment_id: int | None = None
    is_complete: bool = False
    """The officer's word that the form was found complete."""

    notice_closes_on: date | None = None
    due_on: date | None = None
    withdrawal_reason: WithdrawalReason | None = None
    comes_from: ReviewState | None = None
    """The state that the person saw; None leaves it to the version."""


def sides_of(session: Session, actor: Actor, application: Application) -> tuple[ReviewSide, ...]:
    """Return the sides an actor may speak for; an officer of a local catalogue may have two."""
    if actor.role is Role.TECHNOLOGY_OWNER:
        return (ReviewSide.OWNER,)
    if actor.role is not Role.BUREAU_OFFICER:
        return ()
    sides = []
    if application.recommending_organization_id == actor.organization_id:
        sides.append(ReviewSide.RECOMMENDING_UNIT)
    if batches.runs(actor, _batch(session, application)):
        sides.append(ReviewSide.BUREAU)
    return tuple(sides)


def position_of(session: Session, application: Application) -> ReviewPosition:
    """Return where an application stands, as the rules see it."""
    return ReviewPosition(
        state=application.state,
        returned_from=application.returned_from,
        is_minor_update=_is_minor_update(session, application),
        notice_closes_on=application.notice_closes_on,
        has_open_round=review_rounds.open_round_of(session, application.id) is not None,
        has_open_comments=public_notices.open_comment_count(session, application.id) > 0,
    )


def offered_moves(
    session: Session, actor: Actor, application: Application
) -> dict[ReviewState, ReviewSide]:
    """Return the states the actor may move an application to, and for which side.

    Handing in again is left out: it is the form's own button (`applications.submit`).
    """
    position = position_of(session, application)
    found: dict[ReviewState, ReviewSide] = {}
    for side in sides_of(session, actor, application):
        for state in review_states.legal_moves(position, side):
            is_resubmission = (
                side is ReviewSide.OWNER and state in review_states.UNDER_REVIEW_STATES
            )
            if not is_resubmission:
                found.setdefault(state, side)
    return found


def move(
    session: Session,
    *,
    actor: Actor,
    application_id: int,
    move: ReviewMove,
    now: datetime,
    prepared: Prepared | None = None,
) -> Application:
    """Move an application to another state.

    Parameters
    ----------
    prepared : Prepared or None
        Vectors made before the transaction (`publication.prepare`), so that a published entry is
        matched at the next request; without them the next request encodes it.

    Raises
    ------
    NotFoundError
        If the actor may not know of the application.
    ForbiddenError
        If the actor has no part in it.
    matcher.review_states.ReviewMoveError
        If the move is not legal for the actor, or lacks what it needs.
    ConflictError
        If the application changed since `move.version` was read.
    """
    application = access.readable_application(session, actor, application_id)
    if move.version is not None and move.version != application.version:
        raise ConflictError("changed_meanwhile")
    if len(move.note) > MAX_NOTE_CHARACTERS or len(move.opinion) > MAX_NOTE_CHARACTERS:
        values = {"max": MAX_NOTE_CHARACTERS}
        raise InvalidError([FieldProblem(field="note", rule="too_long", values=values)])
    position = position_of(session, application)
    if move.comes_from is not None and position.state is not move.comes_from:
        raise ReviewMoveError(application.state, move.to, ReviewRule.NOT_A_NEXT_STATE)
    side = _side_for(session, actor, application, position, move.to)
    is_resubmission = side is ReviewSide.OWNER and move.to in review_states.UNDER_REVIEW_STATES
    if is_resubmission:
        raise ReviewMoveError(application.state, move.to, ReviewRule.NOT_A_NEXT_STATE)
    review_states.check_move(
        position,
        move.to,
        side,
        today=local_day(now),
        brought=brought(move),
        notice_closes_on=move.notice_closes_on,
    )
    _apply(session, actor, application, move, side=side, now=now, prepared=prepared)
    return application


def _apply(
    session: Session,
    actor: Actor,
    application: Application,
    move: ReviewMove,
    *,
    side: ReviewSide,
    now: datetime,
    prepared: Prepared | None,
) -> None:
    technology = session.get_one(Technology, application.technology_id)
    details = _changed_columns(application, technology, move, side=side, now=now)
    if move.to is ReviewState.PUBLISHED:
        details |= publication.numbered(session, application, technology, now=now)
    event = history.write_move(
        session,
        application,
        move.to,
        actor=actor,
        side=side,
        note=move.note or move.opinion,
        reason=move.withdrawal_reason.value if move.withdrawal_reason else None,
        details=details,
        now=now,
    )
    if move.to is ReviewState.PUBLISHED:
        publication.keep_vector(session, technology, prepared)
    standing.settle(session, technology, now=now)
    history.audited(session, application, event, actor=actor)


def _changed_columns(
    application: Application,
    technology: Technology,
    move: ReviewMove,
    *,
    side: ReviewSide,
    now: datetime,
) -> dict[str, Any]:
    """Write what a move changes beside the state; return what the audit trail keeps of it."""
    today = local_day(now)
    by_unit = side is ReviewSide.RECOMMENDING_UNIT
    if move.to is ReviewState.RECOMMENDED:
        application.recommendation = Recommendation.SUPPORTED
        application.opinion = technology.recommendation_opinion = move.opinion
        application.opinion_attachment_id = move.opinion_attachment_id
        application.recommended_at = now
        return {"opinion_attachment_id": move.opinion_attachment_id}
    if move.to is ReviewState.REJECTED and by_unit:
        application.recommendation = Recommendation.NOT_SUPPORTED
        application.opinion = move.note
    if move.to is ReviewState.RETURNED:
        application.returned_from = application.state
        application.returned_reason = move.note
        application.due_on = move.due_on or today + timedelta(days=CORRECTION_DAYS)
        return {"due_on": application.due_on.isoformat()}
    if move.to is ReviewState.PUBLIC_NOTICE and move.notice_closes_on is not None:
        application.notice_opens_on = today
        application.notice_closes_on = move.notice_closes_on
        return {"notice_closes_on": move.notice_closes_on.isoformat()}
    if move.to is ReviewState.WITHDRAWN:
        application.withdrawal_reason = move.withdrawal_reason
    return {}


def brought(move: ReviewMove) -> set[Need]:
    """Return which of the needs of a move are met."""
    given = {
        Need.NOTE: bool(move.note.strip()),
        Need.OPINION: bool(move.opinion.strip()),
        Need.COMPLETENESS: move.is_complete,
        Need.NOTICE_CLOSES_ON: move.notice_closes_on is not None,
        Need.WITHDRAWAL_REASON: move.withdrawal_reason is not None,
    }
    return {need for need, is_given in given.items() if is_given}


def _side_for(
    session: Session,
    actor: Actor,
    application: Application,
    position: ReviewPosition,
    wanted: ReviewState,
) -> ReviewSide:
    sides = sides_of(session, actor, application)
    if not sides:
        raise ForbiddenError("no_part_in_application")
    fitting = [side for side in sides if wanted in review_states.legal_moves(position, side)]
    return (fitting or sides)[0]


def _is_minor_update(session: Session, application: Application) -> bool:
    if application.state is not ReviewState.FIRST_REVIEW:
        return False
    technology = session.get_one(Technology, application.technology_id)
    if technology.supersedes_id is None:
        return False
    return is_minor(changes_of_update(session, technology))


def _batch(session: Session, application: Application) -> CatalogueBatch | None:
    if application.batch_id is None:
        return None
    return session.get(CatalogueBatch, application.batch_id)
