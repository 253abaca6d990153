"""Messages written with their cause: enqueue here, deliver in `delivery` (decision 0080)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import OutboxMessage, User


def enqueue(
    session: Session,
    *,
    dedup_key: str,
    template: str,
    payload: Mapping[str, Any],
    recipient_user_id: int,
    now: datetime,
    run_at: datetime | None = None,
) -> bool:
    """Write one message in the caller's transaction; return False if its key exists already.

    `payload` holds ids only. The same key is the same message, however often this is called.
    """
    found = select(OutboxMessage.id).where(OutboxMessage.dedup_key == dedup_key)
    if session.scalar(found) is not None:
        return False
    session.add(
        OutboxMessage(
            dedup_key=dedup_key,
            template=template,
            payload=dict(payload),
            recipient_user_id=recipient_user_id,
            run_at=run_at or now,
            created_at=now,
        )
    )
    session.flush()
    return True


def enqueue_for_organization(
    session: Session,
    *,
    dedup_key: str,
    template: str,
    payload: Mapping[str, Any],
    organization_id: int,
    now: datetime,
    run_at: datetime | None = None,
) -> int:
    """Write one message to each active user of an organization; return how many were new."""
    recipients = session.scalars(
        select(User.id)
        .where(User.organization_id == organization_id, User.is_active)
        .order_by(User.id)
    ).all()
    return sum(
        enqueue(
            session,
            dedup_key=f"{dedup_key}:{user_id}",
            template=template,
            payload=payload,
            recipient_user_id=user_id,
            now=now,
            run_at=run_at,
        )
        for user_id in recipients
    )
