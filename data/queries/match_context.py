"""What stands beside a match on its page: owners, batches, leads already open."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import CatalogueBatch, Lead, Organization, Technology
from data.vocabulary import LeadStage


def owners_and_batches(
    session: Session, technology_ids: Sequence[int]
) -> tuple[dict[int, Organization], dict[int, CatalogueBatch]]:
    """Return the owners and batches of technologies, each by its id."""
    of_them = Technology.id.in_(technology_ids)
    owners = session.scalars(
        select(Organization)
        .where(Organization.id.in_(select(Technology.organization_id).where(of_them)))
        .order_by(Organization.id)
    )
    batches = session.scalars(
        select(CatalogueBatch)
        .where(CatalogueBatch.id.in_(select(Technology.batch_id).where(of_them)))
        .order_by(CatalogueBatch.id)
    )
    return {one.id: one for one in owners}, {one.id: one for one in batches}


def leads_of_demand(session: Session, demand_id: int) -> dict[int, int]:
    """Return the lead that was not declined, by technology."""
    rows = session.execute(
        select(Lead.technology_id, Lead.id)
        .where(Lead.demand_id == demand_id, Lead.stage != LeadStage.DECLINED)
        .order_by(Lead.id)
    )
    return dict(rows.tuples().all())
