"""Reads of match runs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Match, MatchRun


def newest(session: Session, *, demand_id: int, inputs_hash: str) -> MatchRun | None:
    """Return the newest run of a demand with these inputs."""
    return session.scalar(
        select(MatchRun)
        .where(MatchRun.demand_id == demand_id, MatchRun.inputs_hash == inputs_hash)
        .order_by(MatchRun.id.desc())
        .limit(1)
    )


def of_demand(session: Session, *, demand_id: int, limit: int = 20) -> Sequence[MatchRun]:
    """Return a demand's runs, newest first."""
    return session.scalars(
        select(MatchRun)
        .where(MatchRun.demand_id == demand_id)
        .order_by(MatchRun.id.desc())
        .limit(limit)
    ).all()


def items(session: Session, *, run_id: int, limit: int) -> list[dict[str, Any]]:
    """Return the matches of a run as they were returned, best first."""
    return list(
        session.scalars(
            select(Match.item).where(Match.run_id == run_id).order_by(Match.rank).limit(limit)
        )
    )
