"""Switching one quantity that was read from a need's text off, or on again (RULINGS 5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from data.models import Demand
from matcher.quantities import FIELDS, field_key
from matcher.services import access, audit, changes
from matcher.services.actor import Actor
from matcher.services.demand_profiles import INFERRED
from matcher.services.errors import FieldProblem, InvalidError

CODES = frozenset({*map(field_key, FIELDS), *INFERRED})
"""What can be read or inferred, by the names `ignore_understood` takes."""


def use_reading(
    session: Session, *, actor: Actor, demand_id: int, code: str, is_used: bool, now: datetime
) -> Demand:
    """Record whether a quantity read from the text counts; saying so twice changes nothing.

    Raises
    ------
    NotFoundError
        If the demand is not the actor's own.
    InvalidError
        If nothing of this name is ever read.
    """
    demand = access.own_demand(session, actor, demand_id)
    if code not in CODES:
        raise InvalidError([FieldProblem(field="code", rule="unknown_code")])
    others = [name for name in demand.ignore_understood if field_key(name) != code]
    wanted = others if is_used else [*others, code]
    if set(wanted) == {field_key(name) for name in demand.ignore_understood}:
        return demand
    demand.ignore_understood = wanted
    demand.updated_at = now
    session.flush()
    changes.announce(session, kind=changes.DEMAND, ids=[demand.id], now=now)
    audit.record(
        session,
        now=now,
        action="demand.changed",
        actor=actor,
        subject_kind="demand",
        subject_id=demand.id,
        details={"fields": ["ignore_understood"]},
    )
    return demand
