"""The audit trail: append with a hash chain, and verify it (等保2.0 8.1.4.3, RULINGS 19)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from data.models import AuditEvent
from matcher.services.actor import Actor

GENESIS_HASH = "0" * 64
_AUDIT_LOCK = 741002


def record(
    session: Session,
    *,
    now: datetime,
    action: str,
    actor: Actor | None = None,
    actor_id: int | None = None,
    subject_kind: str | None = None,
    subject_id: int | None = None,
    is_success: bool = True,
    details: Mapping[str, Any] | None = None,
    address_hash: str | None = None,
) -> AuditEvent:
    """Append one event to the chain; call it last in a unit of work, it serialises writers.

    `details` holds ids, codes, numbers and hashes, never personal values.
    """
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _AUDIT_LOCK})
    previous = session.scalar(select(AuditEvent.event_hash).order_by(AuditEvent.id.desc()).limit(1))
    event = AuditEvent(
        at=now,
        actor_id=actor.user_id if actor else actor_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        is_success=is_success,
        details=json.loads(json.dumps(dict(details or {}), default=str)),
        address_hash=actor.address_hash if actor else address_hash,
        previous_hash=previous or GENESIS_HASH,
    )
    event.event_hash = event_hash(event)
    session.add(event)
    session.flush()
    return event


def event_hash(event: AuditEvent) -> str:
    """Return the SHA-256 of an event's content and of the hash before it."""
    content = [
        event.at.isoformat(),
        event.actor_id,
        event.action,
        event.subject_kind,
        event.subject_id,
        event.is_success,
        event.details,
        event.address_hash,
        event.previous_hash,
    ]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_broken_event_id(session: Session) -> int | None:
    """Return the id of the first event that does not follow from the one before, or None."""
    expected = GENESIS_HASH
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id)).yield_per(1000):
        if event.previous_hash != expected or event.event_hash != event_hash(event):
            return event.id
        expected = event.event_hash
    return None
