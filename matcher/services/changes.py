"""The change sequence: how every process learns what to re-index (RETRIEVAL 'What follows' 6)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from data.models import Change

TECHNOLOGY = "technology"
DEMAND = "demand"
LEXICAL = "lexical"
ENCODER = "encoder"
_CHANGE_LOCK = 741003


def announce(session: Session, *, kind: str, ids: Iterable[int], now: datetime) -> None:
    """Append changes in the transaction that made them.

    On PostgreSQL a lock held until commit keeps sequence numbers in commit order: without it a
    reader could see number 8, and number 7 only later, and would never look back for it.
    """
    rows = [{"subject_kind": kind, "subject_id": i, "changed_at": now} for i in ids]
    if not rows:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHANGE_LOCK})
    session.execute(insert(Change), rows)
