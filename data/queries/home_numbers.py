"""The few counts that stand on the public home page: sums only, no record."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Demand, Lead, Technology
from data.vocabulary import CatalogueStatus, DemandStatus, LeadStage

REALIZED = (LeadStage.COMMISSIONED, LeadStage.VERIFIED)
"""Stages in which a technology runs at its site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeNumbers:
    """How much there is, for everyone to see."""

    technologies_by_type: dict[str, int]
    open_demand_count: int
    lead_count: int
    realized_count: int

    @property
    def technology_count(self) -> int:
        """The published technologies, also those without a type's code."""
        return sum(self.technologies_by_type.values())


def home_numbers(session: Session) -> HomeNumbers:
    """Return the counts of the home page."""
    types = session.execute(
        select(func.coalesce(Technology.technology_type, ""), func.count())
        .where(Technology.catalogue_status == CatalogueStatus.PUBLISHED)
        .group_by(Technology.technology_type)
        .order_by(Technology.technology_type)
    )
    open_demands = select(func.count()).where(Demand.status == DemandStatus.OPEN)
    stages = session.execute(
        select(Lead.stage, func.count())
        .where(Lead.stage != LeadStage.PROPOSED)
        .group_by(Lead.stage)
        .order_by(Lead.stage)
    )
    leads = dict(stages.tuples().all())
    return HomeNumbers(
        technologies_by_type=dict(types.tuples().all()),
        open_demand_count=session.scalar(open_demands) or 0,
        lead_count=sum(leads.values()),
        realized_count=sum(leads.get(stage, 0) for stage in REALIZED),
    )
