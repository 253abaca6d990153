"""What waits for an organization, counted for its home page."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from data.models import FollowUp, Lead
from data.vocabulary import FollowUpStatus, LeadSide, LeadStage


def waiting_leads(session: Session, organization_id: int) -> int:
    """Return how many introductions wait for this organization's yes or no."""
    statement = (
        select(func.count())
        .select_from(Lead)
        .where(
            or_(
                and_(
                    Lead.owner_organization_id == organization_id,
                    Lead.stage == LeadStage.INTRODUCED,
                ),
                and_(
                    Lead.demand_organization_id == organization_id,
                    Lead.stage == LeadStage.PROPOSED,
                ),
            )
        )
    )
    return session.scalar(statement) or 0


def open_questions(session: Session, organization_id: int) -> int:
    """Return how many questions on progress this organization was asked and has not answered."""
    is_theirs = or_(
        and_(Lead.owner_organization_id == organization_id, FollowUp.side == LeadSide.OWNER),
        and_(Lead.demand_organization_id == organization_id, FollowUp.side == LeadSide.DEMAND),
    )
    statement = (
        select(func.count())
        .select_from(FollowUp)
        .join(Lead, Lead.id == FollowUp.lead_id)
        .where(is_theirs, FollowUp.status == FollowUpStatus.ASKED)
    )
    return session.scalar(statement) or 0
