"""Reads of demands."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.models import Demand, Enterprise, Lead, Organization, Park
from data.vocabulary import DemandStatus


def page(
    session: Session,
    *,
    readable: ColumnElement[bool],
    before_id: int | None = None,
    limit: int = 20,
    status: DemandStatus | None = None,
    organization_id: int | None = None,
    query: str = "",
) -> Sequence[Demand]:
    """Return readable demands, newest first, `limit` after the cursor `before_id`."""
    statement = select(Demand).where(readable)
    if before_id is not None:
        statement = statement.where(Demand.id < before_id)
    if status is not None:
        statement = statement.where(Demand.status == status)
    if organization_id is not None:
        statement = statement.where(Demand.organization_id == organization_id)
    if query:
        found = Demand.title.icontains(query, autoescape=True) | Demand.text.icontains(
            query, autoescape=True
        )
        statement = statement.where(found)
    return session.scalars(statement.order_by(Demand.id.desc()).limit(limit)).all()


def count(session: Session, *, readable: ColumnElement[bool]) -> int:
    """Return the number of readable demands."""
    return session.scalar(select(func.count()).select_from(Demand).where(readable)) or 0


def has_number(session: Session, *, organization_id: int, external_id: str) -> bool:
    """Return whether an organization has a demand with this number of its own."""
    found = select(Demand.id).where(
        Demand.organization_id == organization_id, Demand.external_id == external_id
    )
    return session.scalar(found) is not None


def lead_counts(session: Session, demand_ids: Sequence[int]) -> dict[int, int]:
    """Return the number of leads of each demand that has any."""
    rows = session.execute(
        select(Lead.demand_id, func.count())
        .where(Lead.demand_id.in_(demand_ids))
        .group_by(Lead.demand_id)
        .order_by(Lead.demand_id)
    )
    return dict(rows.tuples().all())


def parks_of(session: Session, organization_id: int) -> Sequence[Park]:
    """Return the parks an organization manages, by name."""
    return session.scalars(
        select(Park).where(Park.organization_id == organization_id).order_by(Park.name, Park.id)
    ).all()


def enterprises_of(session: Session, organization_id: int) -> Sequence[Enterprise]:
    """Return the enterprises an organization stands for, or that lie in its parks, by name."""
    in_parks = select(Park.id).where(Park.organization_id == organization_id)
    return session.scalars(
        select(Enterprise)
        .where((Enterprise.organization_id == organization_id) | Enterprise.park_id.in_(in_parks))
        .order_by(Enterprise.name, Enterprise.id)
    ).all()


def organization_names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return the names of organizations by id."""
    rows = session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(ids))
        .order_by(Organization.id)
    )
    return dict(rows.tuples().all())
