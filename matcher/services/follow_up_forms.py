"""What a follow-up form shows to whoever holds its link: the project, no contact data."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Demand, FollowUp, FollowUpToken, Lead, Outcome, Technology
from data.queries import follow_ups as reads
from data.vocabulary import FollowUpStatus, LeadSide, LeadStage
from matcher.services.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """A question with the names of its project and the answer given so far."""

    follow_up_id: int
    side: LeadSide
    technology_name: str
    demand_title: str
    stage: LeadStage
    accepted_at: datetime | None
    valid_until: datetime
    is_cancelled: bool
    outcome: Outcome | None


def form_of_link(session: Session, *, token_hash: str, now: datetime) -> FormFacts:
    """Return the form a link opens, as long as the link works; reading changes nothing.

    Raises
    ------
    NotFoundError
        If the link was never sent, was revoked, or is no longer valid.
    """
    link = session.scalar(select(FollowUpToken).where(FollowUpToken.token_hash == token_hash))
    if link is None or link.revoked_at is not None or link.valid_until < now:
        raise NotFoundError("follow_up_link")
    follow_up, lead, title, name = session.execute(
        select(FollowUp, Lead, Demand.title, Technology.name)
        .join(Lead, Lead.id == FollowUp.lead_id)
        .join(Demand, Demand.id == Lead.demand_id)
        .join(Technology, Technology.id == Lead.technology_id)
        .where(FollowUp.id == link.follow_up_id)
    ).one()
    return FormFacts(
        follow_up_id=follow_up.id,
        side=follow_up.side,
        technology_name=name,
        demand_title=title,
        stage=lead.stage,
        accepted_at=lead.accepted_at,
        valid_until=link.valid_until,
        is_cancelled=follow_up.status is FollowUpStatus.CANCELLED,
        outcome=reads.outcome_of(session, follow_up.id),
    )
