"""Bearer tokens: create, recognise, list, revoke. A token acts as its user (RULINGS 14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.models import ApiToken, User
from data.queries.users import Identity, TokenRow, identity_of_token
from data.vocabulary import OrganizationStatus
from matcher.services import audit
from matcher.services.actor import Actor
from matcher.services.errors import FieldProblem, InvalidError, NotFoundError, TooManyError
from matcher.services.secrets_of_users import hash_of, new_token

PREFIX = "tq_"
"""Marks our tokens, so that secret scanners and people recognise them."""

SHOWN_CHARACTERS = 9
MAX_NAME_CHARACTERS = 80
MAX_TOKENS = 20
"""Tokens a user may hold at once. Source: docs/decisions/0062-tokens.md."""

TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUse:
    """A recognised token."""

    identity: Identity
    row: TokenRow


def create_token(
    session: Session,
    *,
    user_id: int,
    name: str,
    now: datetime,
    expires_at: datetime | None = None,
    actor: Actor | None = None,
) -> str:
    """Create a token for a user and return it; only its hash is kept.

    Raises
    ------
    NotFoundError
        If there is no such active user.
    InvalidError
        If the name is empty or too long, or the expiry has passed.
    TooManyError
        If the user holds 20 tokens already.
    """
    user = session.get(User, user_id)
    if user is None or not user.is_active:
        raise NotFoundError("user", user_id)
    name = name.strip()
    _check(name, expires_at, now)
    held = select(func.count(ApiToken.id)).where(
        ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None)
    )
    if (session.scalar(held) or 0) >= MAX_TOKENS:
        raise TooManyError("too_many_tokens", limit=MAX_TOKENS)
    secret = PREFIX + new_token()
    row = ApiToken(
        token_hash=hash_of(secret),
        prefix=secret[:SHOWN_CHARACTERS],
        user_id=user_id,
        name=name,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        now=now,
        action="token.created",
        actor=actor,
        actor_id=None if actor else user_id,
        subject_kind="api_token",
        subject_id=row.id,
    )
    return secret


def _check(name: str, expires_at: datetime | None, now: datetime) -> None:
    problems = []
    if not name:
        problems.append(FieldProblem(field="name", rule="required"))
    if len(name) > MAX_NAME_CHARACTERS:
        limit = {"max": MAX_NAME_CHARACTERS}
        problems.append(FieldProblem(field="name", rule="too_long", values=limit))
    if expires_at is not None and expires_at <= now:
        problems.append(FieldProblem(field="expires_at", rule="not_in_future"))
    if problems:
        raise InvalidError(problems)


def recognise(session: Session, secret: str, *, now: datetime) -> TokenUse | None:
    """Return the use of a token that is alive and whose user may act, else None."""
    found = identity_of_token(session, hash_of(secret))
    if found is None:
        return None
    identity, row = found
    is_alive = (
        row.revoked_at is None
        and (row.expires_at is None or now < row.expires_at)
        and identity.is_active
        and identity.organization_status is OrganizationStatus.APPROVED
    )
    return TokenUse(identity=identity, row=row) if is_alive else None


def touch(session: Session, token_id: int, *, now: datetime) -> None:
    """Note that the token is in use."""
    session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now))


def revoke_own(session: Session, actor: Actor, token_id: int, *, now: datetime) -> None:
    """Revoke one of the actor's tokens.

    Raises
    ------
    NotFoundError
        If it is not theirs or was revoked before.
    """
    found = session.get(ApiToken, token_id)
    if found is None or found.user_id != actor.user_id or found.revoked_at is not None:
        raise NotFoundError("api_token", token_id)
    found.revoked_at = now
    audit.record(
        session,
        now=now,
        action="token.revoked",
        actor=actor,
        subject_kind="api_token",
        subject_id=token_id,
    )


def revoke_all(session: Session, user_id: int, *, now: datetime) -> None:
    """Revoke every token of a user."""
    session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )
