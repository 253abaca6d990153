"""Use cases of delivery: claim messages, hand them over once, note it at once (decision 0081).

A message is claimed by lease in one short transaction, handed over outside any transaction, and
noted as sent right after the server's 250. A process that dies between the 250 and that note is
the only way to a second mail, and both carry the same Message-ID.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session

from data.clock import Clock
from data.models import OutboxMessage
from data.queries import outbox as reads
from data.session import Sessions, reading, unit_of_work
from data.vocabulary import OutboxStatus
from matcher.services import audit
from matcher.services.mail.letter import NothingToSayError
from matcher.services.mail.outgoing import mail_of
from matcher.services.mail.transports import (
    Channel,
    MailServerDownError,
    Transport,
    failure_name,
)
from matcher.services.runtime import Runtime

log = structlog.get_logger(__name__)

BATCH_COUNT = 20
"""Messages claimed at once. Source: docs/decisions/0081-delivery-of-mail.md."""

RETRY_AFTER = timedelta(minutes=1)
LONGEST_RETRY_AFTER = timedelta(hours=12)
"""Waits after a refusal: the first, doubled each time, up to the longest. Decision 0081."""

MAX_ATTEMPTS = 18
"""Refusals before a message is given up, about four days. Source: RFC 5321 §4.5.4.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Who delivers: a process with its way out."""

    sessions: Sessions
    runtime: Runtime
    transport: Transport
    clock: Clock
    owner: str
    lease: timedelta


def deliver_batch(courier: Courier, *, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Claim a few due messages and hand them over; return how many were accepted.

    Raises
    ------
    MailServerDownError
        If the server cannot be reached; the claimed messages are free again, untouched.
    """
    with reading(courier.sessions) as session:
        if not reads.has_due(session, now=courier.clock()):
            return 0
    with unit_of_work(courier.sessions) as session:
        claimed = claim(session, owner=courier.owner, lease=courier.lease, now=courier.clock())
    waiting = list(claimed)
    sent_count = 0
    renew_at = courier.clock() + courier.lease / 4
    try:
        with courier.transport.open() as channel:
            while waiting and not should_stop():
                if courier.clock() >= renew_at:
                    renew_at = courier.clock() + courier.lease / 4
                    _renew(courier, waiting)
                sent_count += _deliver(courier, channel, waiting.pop(0))
    finally:
        if sent_count < len(claimed):
            with unit_of_work(courier.sessions) as session:
                release(session, owner=courier.owner, ids=claimed)
    return sent_count


def claim(
    session: Session, *, owner: str, lease: timedelta, now: datetime, limit: int = BATCH_COUNT
) -> list[int]:
    """Take due messages for one process until the lease ends; return their ids in order."""
    rows = reads.claimable(session, now=now, limit=limit)
    for row in rows:
        row.lease_owner, row.lease_until = owner, now + lease
    session.flush()
    return [row.id for row in rows]


def release(session: Session, *, owner: str, ids: Sequence[int]) -> None:
    """Give back what was claimed and is still held."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids), OutboxMessage.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
    )


def mark_sent(session: Session, *, message_id: int, now: datetime) -> bool:
    """Note that the server accepted a message; return False if that was noted before.

    It is noted even if the lease was lost: it is true, and stops the new holder.
    """
    return _update_pending(
        session,
        message_id,
        status=OutboxStatus.SENT,
        sent_at=now,
        last_error=None,
        lease_owner=None,
        lease_until=None,
    )


def mark_refused(session: Session, *, message_id: int, error: str, now: datetime) -> OutboxStatus:
    """Note a refusal: try again later, or give the message up with an audit event.

    `error` holds no personal value.
    """
    message = session.get_one(OutboxMessage, message_id, with_for_update=True)
    if message.status is not OutboxStatus.PENDING:
        return message.status
    message.attempts_count += 1
    message.last_error = error
    message.lease_owner = message.lease_until = None
    message.run_at = now + retry_after(message.attempts_count)
    if message.attempts_count >= MAX_ATTEMPTS:
        message.status = OutboxStatus.FAILED
        audit.record(
            session,
            now=now,
            action="mail.failed",
            subject_kind="outbox_message",
            subject_id=message.id,
            is_success=False,
            details={"attempts": message.attempts_count, "error": error},
        )
    return message.status


def retry_after(attempts_count: int) -> timedelta:
    """Return how long to wait after this many refusals (at least 1)."""
    doublings = min(attempts_count - 1, 20)  # beyond, the longest wait holds anyway
    return min(RETRY_AFTER * (1 << doublings), LONGEST_RETRY_AFTER)


def _deliver(courier: Courier, channel: Channel, message_id: int) -> bool:
    """Hand one message over and note it; return whether the server accepted it."""
    try:
        mail = _mail(courier, message_id)
        if mail is None:
            return False
        channel.send(mail)
        accepted_at = time.perf_counter()
    except MailServerDownError:
        raise
    except NothingToSayError:
        with unit_of_work(courier.sessions) as session:
            _update_pending(session, message_id, status=OutboxStatus.CANCELLED, lease_owner=None)
        log.info("mail_cancelled", message=message_id)
        return False
    except Exception as error:  # whatever it was, one message stops no other
        _refused(courier, message_id, failure_name(error))
        return False
    with unit_of_work(courier.sessions) as session:
        is_first = mark_sent(session, message_id=message_id, now=courier.clock())
    window_ms = (time.perf_counter() - accepted_at) * 1000
    log.info("mail_sent", message=message_id, window_ms=round(window_ms, 3), is_first=is_first)
    return True


def _mail(courier: Courier, message_id: int) -> EmailMessage | None:
    """Return the mail of a message that is still ours to send."""
    now = courier.clock()
    with reading(courier.sessions) as session:
        message = session.get_one(OutboxMessage, message_id)
        is_ours = message.lease_owner == courier.owner and (message.lease_until or now) > now
        if not is_ours or message.status is not OutboxStatus.PENDING:
            log.warning("mail_lease_lost", message=message_id)
            return None
        return mail_of(session, courier.runtime, message, now=now)


def _refused(courier: Courier, message_id: int, error: str) -> None:
    with unit_of_work(courier.sessions) as session:
        status = mark_refused(session, message_id=message_id, error=error, now=courier.clock())
    log.warning("mail_refused", message=message_id, error=error, status=status.value)


def _renew(courier: Courier, ids: Sequence[int]) -> None:
    with unit_of_work(courier.sessions) as session:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(ids), OutboxMessage.lease_owner == courier.owner)
            .values(lease_until=courier.clock() + courier.lease)
        )


def _update_pending(session: Session, message_id: int, **values: Any) -> bool:  # noqa: ANN401
    result: Any = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.status == OutboxStatus.PENDING)
        .values(**values)
    )
    return int(result.rowcount) == 1
