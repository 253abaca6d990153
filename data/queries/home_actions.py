"""What waits for an organization, counted for its home page."""

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from data.models import (
    AnnualCheck,
    CatalogueBatch,
    FollowUp,
    Lead,
    Organization,
    PublicComment,
    ReviewRound,
    Technology,
)
from data.vocabulary import (
    CommentStatus,
    FollowUpStatus,
    LeadSide,
    LeadStage,
    OrganizationStatus,
    RoundStatus,
)


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


def waiting_checks(session: Session, waiting: ColumnElement[bool]) -> int:
    """Return how many yearly checks a predicate finds; it may look at the entry's batch."""
    statement = (
        select(func.count())
        .select_from(AnnualCheck)
        .join(Technology, Technology.id == AnnualCheck.technology_id)
        .join(CatalogueBatch, CatalogueBatch.id == Technology.batch_id, isouter=True)
        .where(waiting)
    )
    return session.scalar(statement) or 0


def open_comments(session: Session, readable: ColumnElement[bool]) -> int:
    """Return how many readable comments on public notices wait for an answer."""
    statement = (
        select(func.count())
        .select_from(PublicComment)
        .where(readable, PublicComment.status == CommentStatus.OPEN)
    )
    return session.scalar(statement) or 0


def unfinished_rounds(session: Session, readable: ColumnElement[bool]) -> int:
    """Return how many readable rounds of scoring are not closed."""
    statement = (
        select(func.count())
        .select_from(ReviewRound)
        .where(readable, ReviewRound.status != RoundStatus.CLOSED)
    )
    return session.scalar(statement) or 0


def pending_registrations(session: Session, region_prefix: str) -> int:
    """Return how many organizations of a region wait for a decision; empty is the country."""
    statement = (
        select(func.count())
        .select_from(Organization)
        .where(Organization.status == OrganizationStatus.PENDING)
    )
    if region_prefix:
        within = Organization.region_code.startswith(region_prefix, autoescape=True)
        statement = statement.where(within)
    return session.scalar(statement) or 0
