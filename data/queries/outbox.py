"""Reads of messages on their way out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from data.models import OutboxMessage
from data.vocabulary import OutboxStatus


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(
        OutboxMessage.status == OutboxStatus.PENDING,
        OutboxMessage.run_at <= now,
        or_(OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until <= now),
    )


def has_due(session: Session, *, now: datetime) -> bool:
    """Return whether a message waits that nobody holds."""
    return session.scalar(select(OutboxMessage.id).where(_due(now)).limit(1)) is not None


def claimable(session: Session, *, now: datetime, limit: int) -> Sequence[OutboxMessage]:
    """Return due messages that nobody holds, earliest first, locked to this transaction.

    Rows that another transaction holds are passed over on PostgreSQL; on SQLite there is no
    other writing transaction.
    """
    return session.scalars(
        select(OutboxMessage)
        .where(_due(now))
        .order_by(OutboxMessage.run_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def counts(session: Session) -> dict[OutboxStatus, int]:
    """Return how many messages stand in each status."""
    rows = session.execute(
        select(OutboxMessage.status, func.count())
        .group_by(OutboxMessage.status)
        .order_by(OutboxMessage.status)
    )
    found = dict(rows.tuples().all())
    return {status: found.get(status, 0) for status in OutboxStatus}
