"""What administrators do to users; the three administrators are separate (三员分立)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import LoginThrottle, User
from data.queries.users import active_users_with_role, locked_throttles
from data.vocabulary import Role
from matcher.services import (
    accounts,
    audit,
    log_ins,
    passwords,
    second_factor,
    tokens,
    user_sessions,
)
from matcher.services.accounts import OneTimePassword
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, ForbiddenError, NotFoundError
from matcher.services.secrets_of_users import new_one_time_password


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A lock against guessing that still holds."""

    id: int
    user_id: int | None
    """None: an address, or an account that does not exist."""

    user_name: str | None
    failed_count: int
    locked_until: datetime


def deactivate(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Close an account: its log-ins and tokens die at once (ASVS 7.4.2).

    Raises
    ------
    ConflictError
        If it is the actor's own, or the last active system administrator's.
    """
    user = _other(session, actor, user_id)
    is_last = active_users_with_role(session, Role.SYSTEM_ADMIN) <= 1
    if user.role is Role.SYSTEM_ADMIN and user.is_active and is_last:
        raise ConflictError("last_system_admin")
    user.is_active = False
    user_sessions.end_all(session, user.id, now=now)
    tokens.revoke_all(session, user.id, now=now)
    _audit(session, actor, "user.deactivated", user.id, now)


def activate(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Open a closed account again; its password and second factor are as before."""
    user = _other(session, actor, user_id)
    user.is_active = True
    _audit(session, actor, "user.activated", user.id, now)


def reset_password(
    session: Session, actor: Actor, user_id: int, *, now: datetime
) -> OneTimePassword:
    """Give a new one-time password and end all log-ins; the second factor stays (ASVS 6.4.3)."""
    user = _other(session, actor, user_id)
    password = new_one_time_password()
    accounts.store_password(user, password, now=now, must_change=True)
    user_sessions.end_all(session, user.id, now=now)
    _audit(session, actor, "user.password_reset", user.id, now)
    return OneTimePassword(
        user_id=user.id,
        email=user.email,
        password=password,
        expires_at=now + passwords.INITIAL_PASSWORD_LIFE,
    )


def reset_second_factor(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Remove a lost second factor and end all log-ins.

    Only the security administrator may, who cannot reset passwords: one person alone can
    never take over an account (decision 0061).
    """
    if actor.role is not Role.SECURITY_ADMIN:
        raise ForbiddenError
    user = _found(session, user_id)
    if user.id == actor.user_id:
        raise ConflictError("own_account")
    second_factor.clear_for(session, user)
    user_sessions.end_all(session, user.id, now=now)
    _audit(session, actor, "user.second_factor_reset", user.id, now)


def locks(session: Session, *, now: datetime) -> list[Lock]:
    """Return the locks that hold, with the account's name where there is one."""
    rows = locked_throttles(session, now=now)
    if not rows:
        return []
    owners: dict[str, tuple[int, str]] = {}
    for user_id, email, name in session.execute(select(User.id, User.email, User.name)):
        owners[log_ins.account_key(email)] = (user_id, name)
        owners[log_ins.code_key(user_id)] = (user_id, name)
    return [_lock(row, owners.get(row.key_hash)) for row in rows]


def _lock(row: LoginThrottle, owner: tuple[int, str] | None) -> Lock:
    assert row.locked_until is not None  # noqa: S101 - the query asks for it
    return Lock(
        id=row.id,
        user_id=owner[0] if owner else None,
        user_name=owner[1] if owner else None,
        failed_count=row.failed_count,
        locked_until=row.locked_until,
    )


def unlock(session: Session, actor: Actor, lock_id: int, *, now: datetime) -> None:
    """End a lock before its time."""
    row = session.get(LoginThrottle, lock_id)
    if row is None:
        raise NotFoundError("lock", lock_id)
    key = row.key_hash[:16]
    session.delete(row)
    audit.record(session, now=now, action="login.unlocked", actor=actor, details={"key": key})


def _other(session: Session, actor: Actor, user_id: int) -> User:
    if actor.role is not Role.SYSTEM_ADMIN:
        raise ForbiddenError
    if user_id == actor.user_id:
        raise ConflictError("own_account")
    return _found(session, user_id)


def _found(session: Session, user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError("user", user_id)
    return user


def _audit(session: Session, actor: Actor, action: str, user_id: int, now: datetime) -> None:
    audit.record(
        session, now=now, action=action, actor=actor, subject_kind="user", subject_id=user_id
    )
