"""Reads of organizations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Organization, User
from data.vocabulary import OrganizationStatus


def organization_of_id(session: Session, organization_id: int) -> Organization:
    """Return the organization, which exists."""
    return session.get_one(Organization, organization_id)


def organization_by_name(session: Session, name: str) -> Organization | None:
    """Return the organization of exactly this name."""
    return session.scalar(select(Organization).where(Organization.name == name.strip()))


def organization_by_credit_code(session: Session, code: str) -> Organization | None:
    """Return the organization with this 统一社会信用代码."""
    return session.scalar(
        select(Organization).where(Organization.unified_social_credit_code == code)
    )


def organizations_in_region(
    session: Session,
    *,
    region_prefix: str = "",
    status: OrganizationStatus | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> list[Organization]:
    """Return organizations of a region, newest first; an empty prefix is the whole country."""
    query = select(Organization).order_by(Organization.id.desc()).limit(limit)
    if region_prefix:
        query = query.where(Organization.region_code.startswith(region_prefix, autoescape=True))
    if status is not None:
        query = query.where(Organization.status == status)
    if before_id is not None:
        query = query.where(Organization.id < before_id)
    return list(session.scalars(query))


def members(session: Session, organization_id: int) -> list[User]:
    """Return the users of an organization, oldest first."""
    return list(
        session.scalars(
            select(User).where(User.organization_id == organization_id).order_by(User.id)
        )
    )
