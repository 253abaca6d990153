"""Log-ins kept in our own table: open, recognise, touch, end (ASVS 7.2-7.5)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from data.models import LoginThrottle, UserSession
from data.queries.users import Identity, SessionRow, identity_of_session
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError
from matcher.services.secrets_of_users import hash_of, new_token

TOUCH_EVERY = timedelta(minutes=1)
"""last_seen_at is written at most this often: one write a minute, not one a click."""

REAUTHENTICATION_MINUTES = 10
"""How long a repeated password opens the sensitive settings. Source: decision 0061."""

HALF_LIFE = timedelta(minutes=10)
"""How long a log-in waits for its one-time code after the password."""

KEEP_ENDED = timedelta(days=30)
KEEP_FAILED = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a log-in lives."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """A recognised log-in."""

    identity: Identity
    row: SessionRow

    def was_reauthenticated(self, now: datetime) -> bool:
        """Return whether the password was given again a short while ago."""
        at = self.row.reauthenticated_at
        return at is not None and now - at < timedelta(minutes=REAUTHENTICATION_MINUTES)


def open_session(
    session: Session,
    *,
    user_id: int,
    now: datetime,
    is_second_factor_passed: bool,
    address_hash: str | None = None,
    user_agent: str | None = None,
    reauthenticated_at: datetime | None = None,
) -> tuple[str, int]:
    """Start a log-in; return its token, which is stored nowhere, and its id."""
    token = new_token()
    row = UserSession(
        token_hash=hash_of(token),
        user_id=user_id,
        csrf_token=secrets.token_hex(32),
        is_second_factor_passed=is_second_factor_passed,
        created_at=now,
        last_seen_at=now,
        reauthenticated_at=reauthenticated_at,
        address_hash=address_hash,
        user_agent=(user_agent or "")[:200] or None,
    )
    session.add(row)
    session.flush()
    return token, row.id


def recognise(session: Session, token: str, *, now: datetime, limits: Limits) -> LogIn | None:
    """Return the log-in of a token that is alive and whose user is active, else None."""
    found = identity_of_session(session, hash_of(token))
    if found is None:
        return None
    identity, row = found
    is_alive = (
        row.revoked_at is None
        and identity.is_active
        and now - row.last_seen_at < limits.idle
        and now - row.created_at < limits.absolute
    )
    return LogIn(identity=identity, row=row) if is_alive else None


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Note that the log-in is in use."""
    session.execute(
        update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now)
    )


def rotate(session: Session, session_id: int, *, now: datetime, **changes: object) -> str:
    """Give a log-in a new token and CSRF token (change of privilege), with changed fields."""
    token = new_token()
    session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
        .values(
            token_hash=hash_of(token),
            csrf_token=secrets.token_hex(32),
            last_seen_at=now,
            **changes,
        )
    )
    return token


def end(session: Session, session_id: int, *, now: datetime) -> None:
    """End a log-in: its cookie is dead from now on, wherever it was copied to."""
    session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def end_own(session: Session, actor: Actor, session_id: int, *, now: datetime) -> None:
    """End one of the actor's log-ins.

    Raises
    ------
    NotFoundError
        If it is not theirs.
    """
    found = session.get(UserSession, session_id)
    if found is None or found.user_id != actor.user_id or found.revoked_at is not None:
        raise NotFoundError("session", session_id)
    found.revoked_at = now


def end_all(session: Session, user_id: int, *, now: datetime, but: int | None = None) -> None:
    """End every log-in of a user, or every other one."""
    query = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.revoked_at.is_(None)
    )
    if but is not None:
        query = query.where(UserSession.id != but)
    session.execute(query.values(revoked_at=now))


def purge(session: Session, *, now: datetime, limits: Limits) -> None:
    """Delete log-ins that ended a month ago and failures a day old; a job's to call, any time."""
    session.execute(delete(LoginThrottle).where(LoginThrottle.first_failed_at < now - KEEP_FAILED))
    horizon = now - KEEP_ENDED
    session.execute(
        delete(UserSession).where(
            or_(
                UserSession.revoked_at < horizon,
                UserSession.created_at < horizon - limits.absolute,
            )
        )
    )
