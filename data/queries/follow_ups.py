"""Reads of follow-ups and of what the funnel counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.orm import Session

from data.models import Demand, FollowUp, FollowUpToken, Lead, LeadEvent, Outcome, Technology
from data.vocabulary import FollowUpStatus

OPEN_STATUSES = (FollowUpStatus.PLANNED, FollowUpStatus.ASKED)
CONFIRMED_KINDS = ("moved", "confirmed", "auto_confirmed")
"""Kinds of lead events after which the lead is in the stage they name."""


def due(session: Session, *, now: datetime, limit: int = 500) -> Sequence[int]:
    """Return ids of questions with a message due, earliest first."""
    return session.scalars(
        select(FollowUp.id)
        .where(FollowUp.status.in_(OPEN_STATUSES), FollowUp.due_at <= now)
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(limit)
    ).all()


def by_token_hash(session: Session, token_hash: str) -> FollowUpToken | None:
    """Return the link with this hash, if it was ever sent."""
    return session.scalar(select(FollowUpToken).where(FollowUpToken.token_hash == token_hash))


def open_links(session: Session, follow_up_id: int, *, now: datetime) -> Sequence[FollowUpToken]:
    """Return the links of a question that still work, oldest first."""
    return session.scalars(
        select(FollowUpToken)
        .where(
            FollowUpToken.follow_up_id == follow_up_id,
            FollowUpToken.revoked_at.is_(None),
            FollowUpToken.valid_until >= now,
        )
        .order_by(FollowUpToken.message_number)
    ).all()


def outcome_of(session: Session, follow_up_id: int) -> Outcome | None:
    """Return the answer to a question, if there is one."""
    return session.scalar(select(Outcome).where(Outcome.follow_up_id == follow_up_id))


def of_lead(session: Session, lead_id: int) -> Sequence[FollowUp]:
    """Return a lead's questions, oldest first."""
    return session.scalars(
        select(FollowUp)
        .where(FollowUp.lead_id == lead_id)
        .order_by(FollowUp.round, FollowUp.side, FollowUp.id)
    ).all()


def funnel_leads(
    session: Session,
    *,
    readable: ColumnElement[bool],
    from_at: datetime | None = None,
    to_at: datetime | None = None,
    region_prefix: str = "",
    technology_type: str = "",
) -> Sequence[RowMapping]:
    """Return id, stage, region and type of every lead the funnel counts, by id."""
    statement = (
        select(
            Lead.id,
            Lead.stage,
            Demand.region_code,
            Technology.technology_type,
        )
        .join(Demand, Demand.id == Lead.demand_id)
        .join(Technology, Technology.id == Lead.technology_id)
        .where(readable)
    )
    if from_at is not None:
        statement = statement.where(Lead.created_at >= from_at)
    if to_at is not None:
        statement = statement.where(Lead.created_at < to_at)
    if region_prefix:
        statement = statement.where(Demand.region_code.startswith(region_prefix, autoescape=True))
    if technology_type:
        statement = statement.where(
            Technology.technology_type.startswith(technology_type, autoescape=True)
        )
    return session.execute(statement.order_by(Lead.id)).mappings().all()


def stage_entered_at(session: Session, lead_id: int, round_number: int) -> datetime | None:
    """Return when the stage of a round was entered: rounds count confirmed changes from 1."""
    return session.scalar(
        select(LeadEvent.at)
        .where(
            LeadEvent.lead_id == lead_id,
            LeadEvent.kind.in_(CONFIRMED_KINDS),
            LeadEvent.to_stage.is_not(None),
        )
        .order_by(LeadEvent.at, LeadEvent.id)
        .offset(round_number - 1)
        .limit(1)
    )


def stages_reached(session: Session, readable: ColumnElement[bool]) -> Sequence[RowMapping]:
    """Return lead id and stage of every confirmed move of readable leads, oldest first."""
    statement = (
        select(LeadEvent.lead_id, LeadEvent.to_stage)
        .join(Lead, Lead.id == LeadEvent.lead_id)
        .where(
            readable,
            LeadEvent.kind.in_(CONFIRMED_KINDS),
            LeadEvent.to_stage.is_not(None),
        )
        .order_by(LeadEvent.id)
    )
    return session.execute(statement).mappings().all()


def answers(session: Session, readable: ColumnElement[bool]) -> Sequence[RowMapping]:
    """Return lead id, whether asked, and the answered stage, one row per question, by id."""
    statement = (
        select(FollowUp.lead_id, FollowUp.asked_at, FollowUp.answered_at, Outcome.stage)
        .join(Lead, Lead.id == FollowUp.lead_id)
        .join(Outcome, Outcome.follow_up_id == FollowUp.id, isouter=True)
        .where(readable, FollowUp.asked_at.is_not(None))
        .order_by(FollowUp.id)
    )
    return session.execute(statement).mappings().all()
