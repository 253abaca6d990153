"""Closing of demands whose last day has passed."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Demand
from data.vocabulary import DemandStatus
from matcher.services import audit, changes


def close_expired(session: Session, *, today: date, now: datetime) -> list[int]:
    """Close open demands that expired before `today`; return their ids.

    A demand is open through the whole of its last day. Its leads go on.
    """
    expired = session.scalars(
        select(Demand)
        .where(Demand.status == DemandStatus.OPEN, Demand.expires_on < today)
        .order_by(Demand.id)
        .with_for_update()
    ).all()
    ids = [demand.id for demand in expired]
    for demand in expired:
        demand.status, demand.updated_at = DemandStatus.CLOSED, now
    changes.announce(session, kind=changes.DEMAND, ids=ids, now=now)
    for demand_id in ids:
        audit.record(
            session, now=now, action="demand.expired", subject_kind="demand", subject_id=demand_id
        )
    return ids
