"""Logging in with a password, and the locks against guessing (ASVS 6.3.1; decision 0061)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import LoginThrottle, User
from data.queries.users import user_by_email
from matcher.services import audit, passwords, user_sessions
from matcher.services.secrets_of_users import hash_of

MAX_FAILURES = 5
LOCK = timedelta(minutes=15)
"""Five failures within the lock's length lock for that length. Source: SECURITY.md 6.3.1."""


class LogInResult(StrEnum):
    """How an attempt ended."""

    DONE = "done"
    CODE_NEEDED = "code_needed"
    WRONG = "wrong"
    LOCKED = "locked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A checked attempt, before anything is written."""

    email: str
    user_id: int | None
    """None: unknown, inactive, or the password is wrong."""

    known_user_id: int | None = None
    """Whose account was tried, for the audit trail."""

    fresh_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInOutcome:
    """The result, with the session token if there is one."""

    result: LogInResult
    token: str | None = None
    user_id: int | None = None


def check(session: Session, *, email: str, password: str) -> Attempt:
    """Check a password without writing: the slow part, outside any write lock."""
    email = email.strip().lower()
    user = user_by_email(session, email)
    if user is None:
        passwords.waste_time(password)
        return Attempt(email=email, user_id=None)
    is_right = passwords.is_correct(user.password_hash, password) and user.is_active
    fresh = None
    if is_right and passwords.HASHER.check_needs_rehash(user.password_hash):
        fresh = passwords.hash_password(password)
    return Attempt(
        email=email,
        user_id=user.id if is_right else None,
        known_user_id=user.id,
        fresh_hash=fresh,
    )


def settle(
    session: Session,
    attempt: Attempt,
    *,
    now: datetime,
    address_hash: str,
    user_agent: str | None = None,
) -> LogInOutcome:
    """Count the attempt, open a session if it may, and audit it.

    A lock refuses a right password too; it stands for unknown accounts alike, so that nothing
    is learned from it.
    """
    keys = (account_key(attempt.email), _address_key(address_hash))
    if any(is_locked(session, key, now=now) for key in keys):
        result = LogInOutcome(result=LogInResult.LOCKED)
    elif attempt.user_id is None:
        for key in keys:
            count_failure(session, key, now=now)
        result = LogInOutcome(result=LogInResult.WRONG)
    else:
        forget_failures(session, keys[0])
        result = _open(session, attempt, now, address_hash, user_agent)
    audit.record(
        session,
        now=now,
        action="login.password",
        actor_id=attempt.known_user_id,
        subject_kind="user",
        subject_id=attempt.known_user_id,
        is_success=result.token is not None,
        details={"result": result.result.value, "account": keys[0][:16]},
        address_hash=address_hash,
    )
    return result


def _open(
    session: Session, attempt: Attempt, now: datetime, address_hash: str, user_agent: str | None
) -> LogInOutcome:
    user = session.get_one(User, attempt.user_id)
    expires_at = user.initial_password_expires_at
    if user.must_change_password and expires_at is not None and expires_at <= now:
        return LogInOutcome(result=LogInResult.EXPIRED)
    if attempt.fresh_hash:
        user.password_hash = attempt.fresh_hash
    token, _ = user_sessions.open_session(
        session,
        user_id=user.id,
        now=now,
        is_second_factor_passed=False,
        address_hash=address_hash,
        user_agent=user_agent,
    )
    is_enrolled = user.totp_confirmed_at is not None
    if not is_enrolled:
        user.last_login_at = now
    result = LogInResult.CODE_NEEDED if is_enrolled else LogInResult.DONE
    return LogInOutcome(result=result, token=token, user_id=user.id)


def account_key(email: str) -> str:
    """Return the key of the lock on guessing an account's password."""
    return hash_of(f"account:{email}")


def _address_key(address_hash: str) -> str:
    return hash_of(f"address:{address_hash}")


def code_key(user_id: int) -> str:
    """Return the key of the lock on guessing a user's one-time codes and repeated password."""
    return hash_of(f"code:{user_id}")


def is_locked(session: Session, key: str, *, now: datetime) -> bool:
    """Return whether attempts under this key are refused."""
    row = _throttle(session, key)
    return row is not None and row.locked_until is not None and now < row.locked_until


def count_failure(session: Session, key: str, *, now: datetime) -> None:
    """Count one failure; the fifth within 15 minutes locks."""
    row = _throttle(session, key)
    if row is None:
        row = LoginThrottle(key_hash=key, failed_count=0, first_failed_at=now)
        session.add(row)
    elif now - row.first_failed_at >= LOCK:
        row.failed_count, row.first_failed_at, row.locked_until = 0, now, None
    row.failed_count += 1
    if row.failed_count >= MAX_FAILURES:
        row.locked_until = now + LOCK
        audit.record(
            session, now=now, action="login.locked", is_success=False, details={"key": key[:16]}
        )
    session.flush()


def forget_failures(session: Session, key: str) -> None:
    """Start counting afresh after a success."""
    row = _throttle(session, key)
    if row is not None:
        session.delete(row)
        session.flush()


def _throttle(session: Session, key: str) -> LoginThrottle | None:
    query = select(LoginThrottle).where(LoginThrottle.key_hash == key)
    return session.scalar(query.with_for_update())
