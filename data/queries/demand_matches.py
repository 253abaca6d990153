"""Reads across needs and what they were matched with."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.models import Demand, Match, MatchRun
from data.vocabulary import DemandStatus

SHOWN_NEEDS = 10


@dataclass(frozen=True, slots=True)
class DemandRank:
    """A need, and at which rank its newest run shows a technology; None: it does not."""

    demand_id: int
    title: str
    rank: int | None


def newest_run_ids() -> ColumnElement[int]:
    """Return the newest run of each need, as a subquery of ids."""
    return select(func.max(MatchRun.id)).group_by(MatchRun.demand_id).scalar_subquery()


def open_demands_with_rank(
    session: Session, *, organization_id: int, technology_id: int
) -> Sequence[DemandRank]:
    """Return an organization's open needs, those that show the technology first."""
    ranks = (
        select(MatchRun.demand_id, Match.rank)
        .join(Match, Match.run_id == MatchRun.id)
        .where(Match.technology_id == technology_id, MatchRun.id.in_(newest_run_ids()))
        .subquery()
    )
    statement = (
        select(Demand.id, Demand.title, ranks.c.rank)
        .join(ranks, ranks.c.demand_id == Demand.id, isouter=True)
        .where(Demand.organization_id == organization_id, Demand.status == DemandStatus.OPEN)
        .order_by(func.coalesce(ranks.c.rank, 1_000_000), Demand.id.desc())
        .limit(SHOWN_NEEDS)
    )
    return [DemandRank(*row) for row in session.execute(statement)]


def match_counts(session: Session, demand_ids: Sequence[int]) -> dict[int, int]:
    """Return how many technologies the newest run of each need shows; none where none ran."""
    rows = session.execute(
        select(MatchRun.demand_id, func.count(Match.id))
        .join(Match, Match.run_id == MatchRun.id, isouter=True)
        .where(MatchRun.demand_id.in_(demand_ids), MatchRun.id.in_(newest_run_ids()))
        .group_by(MatchRun.demand_id)
        .order_by(MatchRun.demand_id)
    )
    return dict(rows.tuples().all())
