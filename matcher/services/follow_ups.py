"""Use cases of follow-ups: ask, remind, open by link, answer (PRODUCT §7, RULINGS 22)."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from data.clock import LOCAL_ZONE
from data.models import FollowUp, FollowUpToken, Lead, Outcome
from data.queries import follow_ups as reads
from data.vocabulary import (
    Barrier,
    FollowUpStatus,
    LeadSide,
    LeadStage,
    MeasurementMethod,
)
from matcher import follow_up_plan, lead_states
from matcher.services import access, audit, leads, outbox
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from matcher.services.runtime import Runtime

FORM_LIFETIME = timedelta(minutes=30)
"""How long an opened form may be saved without opening the link again. Source: UX.md."""

MAX_COMMENT_CHARACTERS = 2000
LOWEST_SATISFACTION, HIGHEST_SATISFACTION = 1, 5
ANSWERABLE_STAGES = (*lead_states.PIPELINE[1:-1], LeadStage.STALLED, LeadStage.DECLINED)
"""Stages a party may report; verified is the bureau's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one side reports; None is "not clear", never zero."""

    stage: LeadStage | None = None
    actual_investment_yuan: Decimal | None = None
    actual_abatement_tco2_per_year: float | None = None
    measurement_method: MeasurementMethod | None = None
    barrier: Barrier | None = None
    satisfaction: int | None = None
    comment: str | None = None


def link_token(runtime: Runtime, follow_up: FollowUp, message_number: int) -> str:
    """Return the token of one message's link; derived, never stored."""
    return runtime.sign("follow_up", follow_up.id, follow_up.round, message_number)


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def send_due_message(
    session: Session, runtime: Runtime, *, follow_up_id: int, now: datetime
) -> bool:
    """Write the message that is due for a question, or let the round end in silence.

    Safe to run twice or late: the row says what was sent, and the outbox key is unique.
    Returns whether a message was written.
    """
    follow_up = session.get(FollowUp, follow_up_id, with_for_update=True)
    if follow_up is None or follow_up.status not in reads.OPEN_STATUSES or follow_up.due_at > now:
        return False
    lead = session.get_one(Lead, follow_up.lead_id)
    if follow_up.status is FollowUpStatus.PLANNED:
        follow_up.asked_at, follow_up.status = now, FollowUpStatus.ASKED
    asked_at = follow_up.asked_at or now
    number = follow_up_plan.due_message(asked_at, sent_count=follow_up.messages_sent_count, now=now)
    if number is None:
        if follow_up_plan.is_silent(asked_at, now):
            follow_up.status = FollowUpStatus.SILENT
        return False
    _add_token(session, runtime, follow_up, number, asked_at, now)
    follow_up.messages_sent_count = number + 1
    follow_up.due_at = (
        follow_up_plan.message_due_at(asked_at, number + 1)
        if number + 1 < follow_up_plan.MESSAGE_COUNT
        else asked_at + follow_up_plan.SILENT_AFTER
    )
    organization_id = (
        lead.demand_organization_id
        if follow_up.side is LeadSide.DEMAND
        else lead.owner_organization_id
    )
    outbox.enqueue_for_organization(
        session,
        dedup_key=f"follow_up:{follow_up.id}:{follow_up.round}:{number}",
        template="follow_up",
        payload={"follow_up_id": follow_up.id, "message_number": number},
        organization_id=organization_id,
        now=now,
    )
    return True


def opened_by_link(session: Session, *, token: str, now: datetime) -> FollowUp:
    """Return the question a link belongs to; opening changes nothing (mail scanners prefetch).

    Raises
    ------
    NotFoundError
        If the link was never sent, was revoked, or is no longer valid.
    """
    found = reads.by_token_hash(session, hash_of(token))
    if found is None or found.revoked_at is not None or found.valid_until < now:
        raise NotFoundError("follow_up_link")
    return session.get_one(FollowUp, found.follow_up_id)


def revoke_links(session: Session, *, actor: Actor, follow_up_id: int, now: datetime) -> int:
    """End every link sent so far for one question; return how many were still valid.

    For a mail that went to the wrong reader. The question stays open: its next reminder brings a
    new link.

    Raises
    ------
    NotFoundError
        If the question is not the actor's side's; a bureau officer speaks for both.
    """
    follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None:
        raise NotFoundError("follow_up", follow_up_id)
    access.readable_lead(session, actor, follow_up.lead_id)
    if leads.side_of(actor) not in (follow_up.side, LeadSide.BUREAU):
        raise NotFoundError("follow_up", follow_up_id)
    links = reads.open_links(session, follow_up_id, now=now)
    for link in links:
        link.revoked_at = now
    audit.record(
        session,
        now=now,
        action="follow_up.links_revoked",
        actor=actor,
        subject_kind="follow_up",
        subject_id=follow_up_id,
        details={"count": len(links)},
    )
    return len(links)


def answer(session: Session, *, follow_up_id: int, given: Answer, now: datetime) -> Outcome:
    """Record what a side reports; a second answer to the same question replaces the first.

    The reported stage moves the lead where that side may move it; where it may not, the answer
    is kept as reported and the lead stays.

    Raises
    ------
    InvalidError
        If a value is out of range or a barrier is missing.
    ConflictError
        If the question was cancelled.
    """
    follow_up = session.get(FollowUp, follow_up_id, with_for_update=True)
    if follow_up is None:
        raise NotFoundError("follow_up", follow_up_id)
    if follow_up.status is FollowUpStatus.CANCELLED:
        raise ConflictError("follow_up_cancelled")
    _check(given)
    outcome = reads.outcome_of(session, follow_up_id)
    if outcome is None:
        outcome = Outcome(
            follow_up_id=follow_up.id,
            lead_id=follow_up.lead_id,
            side=follow_up.side,
            receipt_number=_receipt_number(follow_up, now),
            answered_at=now,
        )
        session.add(outcome)
    for name in Answer.__dataclass_fields__:
        setattr(outcome, name, getattr(given, name))
    outcome.updated_at = now
    follow_up.status, follow_up.answered_at = FollowUpStatus.ANSWERED, now
    session.flush()
    if given.stage is not None:
        leads.move_by_answer(
            session,
            lead_id=follow_up.lead_id,
            side=follow_up.side,
            to=given.stage,
            barrier=given.barrier,
            now=now,
        )
    audit.record(
        session,
        now=now,
        action="follow_up.answered",
        subject_kind="follow_up",
        subject_id=follow_up.id,
        details={"side": follow_up.side.value, "round": follow_up.round},
    )
    return outcome


def _add_token(
    session: Session,
    runtime: Runtime,
    follow_up: FollowUp,
    number: int,
    asked_at: datetime,
    now: datetime,
) -> None:
    session.add(
        FollowUpToken(
            follow_up_id=follow_up.id,
            message_number=number,
            token_hash=hash_of(link_token(runtime, follow_up, number)),
            valid_until=follow_up_plan.link_valid_until(
                asked_at, message_number=number, sent_at=now
            ),
        )
    )


def _receipt_number(follow_up: FollowUp, now: datetime) -> str:
    return f"HF{now.astimezone(LOCAL_ZONE):%Y%m%d}-{follow_up.id:06d}"


def _check(given: Answer) -> None:
    problems: list[FieldProblem] = []
    if given.stage is not None and given.stage not in ANSWERABLE_STAGES:
        expected = ", ".join(ANSWERABLE_STAGES)
        problems.append(
            FieldProblem(field="stage", rule="not_in_list", values={"expected": expected})
        )
    needs_barrier = given.stage in (LeadStage.STALLED, LeadStage.DECLINED)
    if needs_barrier and given.barrier is None:
        problems.append(FieldProblem(field="barrier", rule="required"))
    if given.actual_investment_yuan is not None and given.actual_investment_yuan < 0:
        problems.append(FieldProblem(field="actual_investment_yuan", rule="not_negative"))
    tonnes = given.actual_abatement_tco2_per_year
    if tonnes is not None and not math.isfinite(tonnes):
        problems.append(FieldProblem(field="actual_abatement_tco2_per_year", rule="invalid"))
    if given.satisfaction is not None and given.satisfaction < LOWEST_SATISFACTION:
        problems.append(
            FieldProblem(
                field="satisfaction", rule="too_small", values={"min": LOWEST_SATISFACTION}
            )
        )
    if given.satisfaction is not None and given.satisfaction > HIGHEST_SATISFACTION:
        problems.append(
            FieldProblem(
                field="satisfaction", rule="too_large", values={"max": HIGHEST_SATISFACTION}
            )
        )
    if given.comment is not None and len(given.comment) > MAX_COMMENT_CHARACTERS:
        problems.append(
            FieldProblem(field="comment", rule="too_long", values={"max": MAX_COMMENT_CHARACTERS})
        )
    if problems:
        raise InvalidError(problems)
