"""One-time codes by TOTP and recovery codes (RULINGS 16; ASVS 6.3.3, 6.5; decision 0061)."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from data.models import User
from matcher.services import audit, log_ins, user_sessions
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem, InvalidError, TooManyError
from matcher.services.secrets_of_users import hash_of

STEP_SECONDS = 30
TOLERANCE = timedelta(seconds=5)
"""Typing time and clock drift allowed on each side: a code lives 40 s at most."""

RECOVERY_CODES = 10
_RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_RECOVERY_CHARACTERS = 16
ISSUER = "Tanqiao"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What an authenticator app is given."""

    secret: str
    uri: str


def begin_enrolment(session: Session, actor: Actor) -> Enrolment:
    """Return a new secret that is not in force until a code confirms it.

    Raises
    ------
    ConflictError
        If a second factor is in force: it must be removed first, with the password.
    """
    user = session.get_one(User, actor.user_id)
    if user.totp_confirmed_at is not None:
        raise ConflictError("already_enrolled")
    user.totp_secret = pyotp.random_base32()
    return _enrolment(user)


def waiting_enrolment(session: Session, actor: Actor) -> Enrolment | None:
    """Return the secret that waits for its first code; None if there is none.

    Raises
    ------
    ConflictError
        If a second factor is in force.
    """
    user = session.get_one(User, actor.user_id)
    if user.totp_confirmed_at is not None:
        raise ConflictError("already_enrolled")
    return _enrolment(user) if user.totp_secret is not None else None


def _enrolment(user: User) -> Enrolment:
    secret = str(user.totp_secret)
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)
    return Enrolment(secret=secret, uri=uri)


def confirm_enrolment(
    session: Session, actor: Actor, *, session_id: int, code: str, now: datetime
) -> tuple[list[str], str]:
    """Put the second factor in force; return recovery codes and the session's new token.

    Raises
    ------
    InvalidError
        If the code is not the app's present one.
    """
    user = session.get_one(User, actor.user_id)
    if user.totp_confirmed_at is not None or user.totp_secret is None:
        raise ConflictError("already_enrolled")
    if not _accept_totp(user, code, now):
        raise InvalidError([FieldProblem(field="code", rule="wrong_code")])
    user.totp_confirmed_at = now
    codes = _new_recovery_codes(user)
    user_sessions.end_all(session, user.id, now=now, but=session_id)
    token = user_sessions.rotate(session, session_id, now=now, is_second_factor_passed=True)
    _audit(session, actor, "totp.enrolled", now)
    return codes, token


def enrol_directly(session: Session, user_id: int, *, now: datetime) -> str:
    """Put a new secret in force and return it: for demo accounts and tests (RULINGS 16)."""
    user = session.get_one(User, user_id)
    user.totp_secret = pyotp.random_base32()
    user.totp_confirmed_at = now
    user.totp_last_step = None
    session.flush()
    return str(user.totp_secret)


def pass_code(
    session: Session,
    *,
    user_id: int,
    session_id: int,
    code: str,
    now: datetime,
    address_hash: str | None = None,
) -> str | None:
    """Finish a log-in by a code or a recovery code; return the new token, or None if wrong.

    Raises
    ------
    TooManyError
        If too many codes were wrong.
    """
    key = log_ins.code_key(user_id)
    if log_ins.is_locked(session, key, now=now):
        minutes = log_ins.LOCK.total_seconds() / 60
        raise TooManyError(
            "too_many_attempts",
            retry_after_seconds=int(log_ins.LOCK.total_seconds()),
            minutes=int(minutes),
        )
    user = session.get_one(User, user_id, with_for_update=True)
    is_recovery = _use_recovery_code(user, code)
    is_right = is_recovery or _accept_totp(user, code, now)
    token = None
    if is_right:
        log_ins.forget_failures(session, key)
        user.last_login_at = now
        token = user_sessions.rotate(session, session_id, now=now, is_second_factor_passed=True)
    else:
        log_ins.count_failure(session, key, now=now)
    audit.record(
        session,
        now=now,
        action="login.recovery_code" if is_recovery else "login.code",
        actor_id=user_id,
        subject_kind="user",
        subject_id=user_id,
        is_success=is_right,
        address_hash=address_hash,
    )
    return token


def renew_recovery_codes(session: Session, actor: Actor, *, now: datetime) -> list[str]:
    """Replace the recovery codes; the earlier ones are dead."""
    user = session.get_one(User, actor.user_id)
    if user.totp_confirmed_at is None:
        raise ConflictError("not_enrolled")
    codes = _new_recovery_codes(user)
    _audit(session, actor, "totp.recovery_codes_renewed", now)
    return codes


def remove(session: Session, actor: Actor, *, now: datetime) -> None:
    """Remove the actor's second factor; who needs one must enrol again at once."""
    _clear(session.get_one(User, actor.user_id))
    _audit(session, actor, "totp.removed", now)


def clear_for(session: Session, user: User) -> None:
    """Remove a user's second factor after the administrator checked who they are."""
    _clear(user)


def _clear(user: User) -> None:
    user.totp_secret = None
    user.totp_confirmed_at = None
    user.totp_last_step = None
    user.recovery_code_hashes = []


def _accept_totp(user: User, code: str, now: datetime) -> bool:
    """Return whether the code is right and was never accepted before (ASVS 6.5.1)."""
    given = code.replace(" ", "")
    if user.totp_secret is None or not (given.isascii() and given.isdigit()):
        return False
    totp = pyotp.TOTP(str(user.totp_secret), interval=STEP_SECONDS)
    steps = {int((now + drift).timestamp()) // STEP_SECONDS for drift in (-TOLERANCE, TOLERANCE)}
    for step in sorted(steps):
        is_new = user.totp_last_step is None or step > user.totp_last_step
        if is_new and hmac.compare_digest(totp.generate_otp(step), given):
            user.totp_last_step = step
            return True
    return False


def _new_recovery_codes(user: User) -> list[str]:
    codes = []
    for _ in range(RECOVERY_CODES):
        text = "".join(secrets.choice(_RECOVERY_ALPHABET) for _ in range(_RECOVERY_CHARACTERS))
        codes.append("-".join(text[i : i + 4] for i in range(0, _RECOVERY_CHARACTERS, 4)))
    user.recovery_code_hashes = [hash_of(_plain(code)) for code in codes]
    return codes


def _use_recovery_code(user: User, code: str) -> bool:
    digest = hash_of(_plain(code))
    if digest not in user.recovery_code_hashes:
        return False
    user.recovery_code_hashes = [kept for kept in user.recovery_code_hashes if kept != digest]
    return True


def _plain(code: str) -> str:
    return "".join(c for c in code.lower() if c.isalnum())


def _audit(session: Session, actor: Actor, action: str, now: datetime) -> None:
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind="user",
        subject_id=actor.user_id,
    )
