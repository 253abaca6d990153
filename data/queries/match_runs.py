"""Reads of match runs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from data.models import Demand, Match, MatchRun

_NEWEST = (
    select(MatchRun.id)
    .where(
        MatchRun.demand_id == bindparam("demand_id"),
        MatchRun.inputs_hash == bindparam("inputs_hash"),
    )
    .order_by(MatchRun.id.desc())
    .limit(1)
)


def demand_inputs(
    session: Session, *, demand_id: int, readable: ColumnElement[bool]
) -> tuple[int, Mapping[str, float] | None] | None:
    """Return version and weights of a readable demand, or None."""
    row = session.execute(
        select(Demand.version, Demand.weights).where(Demand.id == demand_id, readable)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def lock_demand(session: Session, demand_id: int) -> None:
    """Let one transaction at a time store a run of a demand; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "sqlite":
        return
    session.execute(select(Demand.id).where(Demand.id == demand_id).with_for_update())


def newest_id(session: Session, *, demand_id: int, inputs_hash: str) -> int | None:
    """Return the id of the newest run of a demand with these inputs."""
    found: int | None = session.scalar(
        _NEWEST, {"demand_id": demand_id, "inputs_hash": inputs_hash}
    )
    return found


def is_of_demand(session: Session, *, run_id: int, demand_id: int) -> bool:
    """Return whether a run is one of a demand's."""
    found = select(MatchRun.id).where(MatchRun.id == run_id, MatchRun.demand_id == demand_id)
    return session.scalar(found) is not None


def response_of(session: Session, run_id: int) -> tuple[dict[str, Any], datetime]:
    """Return what a run answered, without its matches, and when."""
    row = session.execute(
        select(MatchRun.response, MatchRun.created_at).where(MatchRun.id == run_id)
    ).one()
    return row[0], row[1]


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
