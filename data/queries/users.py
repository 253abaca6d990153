"""Reads of people, their log-ins and their tokens."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from data.models import (
    ApiToken,
    AuditEvent,
    Jurisdiction,
    LoginThrottle,
    Organization,
    User,
    UserSession,
)
from data.vocabulary import JurisdictionKind, OrganizationStatus, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The user behind a credential, with all that the gate asks of them."""

    user_id: int
    user_name: str
    organization_id: int
    organization_name: str
    organization_status: OrganizationStatus
    role: Role
    region_code: str | None
    jurisdiction: JurisdictionKind | None
    language: str
    is_active: bool
    must_change_password: bool
    password_changed_at: datetime
    has_second_factor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A log-in as the gate sees it."""

    id: int
    csrf_token: str
    is_second_factor_passed: bool
    created_at: datetime
    last_seen_at: datetime
    reauthenticated_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A bearer token as the gate sees it."""

    id: int
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


_IDENTITY = (
    User.id,
    User.name,
    User.organization_id,
    Organization.name,
    Organization.status,
    User.role,
    User.region_code,
    Jurisdiction.kind,
    User.language,
    User.is_active,
    User.must_change_password,
    User.password_changed_at,
    User.totp_confirmed_at,
)


def _identity(row: Row[tuple[object, ...]]) -> Identity:
    values = list(row)[: len(_IDENTITY)]
    names = list(Identity.__dataclass_fields__)
    fields = dict(zip(names, values, strict=True))
    fields["has_second_factor"] = fields["has_second_factor"] is not None
    return Identity(**fields)


# Built once: every request with a credential runs one of them.
_BY_SESSION = (
    select(
        *_IDENTITY,
        UserSession.id,
        UserSession.csrf_token,
        UserSession.is_second_factor_passed,
        UserSession.created_at,
        UserSession.last_seen_at,
        UserSession.reauthenticated_at,
        UserSession.revoked_at,
    )
    .join(User, User.id == UserSession.user_id)
    .join(Organization, Organization.id == User.organization_id)
    .join(Jurisdiction, Jurisdiction.id == Organization.jurisdiction_id, isouter=True)
    .where(UserSession.token_hash == bindparam("token_hash"))
)
_BY_TOKEN = (
    select(*_IDENTITY, ApiToken.id, ApiToken.expires_at, ApiToken.last_used_at, ApiToken.revoked_at)
    .join(User, User.id == ApiToken.user_id)
    .join(Organization, Organization.id == User.organization_id)
    .join(Jurisdiction, Jurisdiction.id == Organization.jurisdiction_id, isouter=True)
    .where(ApiToken.token_hash == bindparam("token_hash"))
)


def identity_of_session(session: Session, token_hash: str) -> tuple[Identity, SessionRow] | None:
    """Return the user and the log-in of a session token's hash."""
    row = session.execute(_BY_SESSION, {"token_hash": token_hash}).first()
    if row is None:
        return None
    values = list(row)[len(_IDENTITY) :]
    return _identity(row), SessionRow(
        **dict(zip(SessionRow.__dataclass_fields__, values, strict=True))
    )


def identity_of_token(session: Session, token_hash: str) -> tuple[Identity, TokenRow] | None:
    """Return the user and the token of a bearer token's hash."""
    row = session.execute(_BY_TOKEN, {"token_hash": token_hash}).first()
    if row is None:
        return None
    values = list(row)[len(_IDENTITY) :]
    return _identity(row), TokenRow(**dict(zip(TokenRow.__dataclass_fields__, values, strict=True)))


def user_by_email(session: Session, email: str) -> User | None:
    """Return the user with this e-mail address, in any case."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def sessions_of_user(session: Session, user_id: int) -> list[UserSession]:
    """Return the log-ins that were not ended, latest use first."""
    return list(
        session.scalars(
            select(UserSession)
            .where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
            .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
        )
    )


def tokens_of_user(session: Session, user_id: int) -> list[ApiToken]:
    """Return the tokens that were not revoked, newest first."""
    return list(
        session.scalars(
            select(ApiToken)
            .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
            .order_by(ApiToken.id.desc())
        )
    )


def users(
    session: Session, *, text: str = "", before_id: int | None = None, limit: int = 50
) -> list[tuple[User, str]]:
    """Return users with the names of their organizations, newest first."""
    query: Select[tuple[User, str]] = (
        select(User, Organization.name)
        .join(Organization, Organization.id == User.organization_id)
        .order_by(User.id.desc())
        .limit(limit)
    )
    if text:
        query = query.where(
            or_(
                User.email.contains(text.lower(), autoescape=True),
                User.name.contains(text, autoescape=True),
                Organization.name.contains(text, autoescape=True),
            )
        )
    if before_id is not None:
        query = query.where(User.id < before_id)
    return [(user, name) for user, name in session.execute(query)]


def active_users_with_role(session: Session, role: Role) -> int:
    """Return how many active users have the role."""
    query = select(func.count()).where(User.role == role, User.is_active.is_(True))
    return session.scalar(query) or 0


def locked_throttles(session: Session, *, now: datetime) -> list[LoginThrottle]:
    """Return the locks that still hold, latest end first."""
    return list(
        session.scalars(
            select(LoginThrottle)
            .where(LoginThrottle.locked_until > now)
            .order_by(LoginThrottle.locked_until.desc(), LoginThrottle.id)
        )
    )


def audit_events(
    session: Session,
    *,
    action: str = "",
    before_id: int | None = None,
    limit: int = 50,
) -> list[AuditEvent]:
    """Return audit events, newest first; `action` is a prefix such as `login`."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit)
    if action:
        query = query.where(AuditEvent.action.startswith(action, autoescape=True))
    if before_id is not None:
        query = query.where(AuditEvent.id < before_id)
    return list(session.scalars(query))


def failed_log_ins(
    session: Session, *, before_id: int | None = None, limit: int = 50
) -> list[AuditEvent]:
    """Return log-ins that failed, newest first."""
    query = (
        select(AuditEvent)
        .where(AuditEvent.action.startswith("login"), AuditEvent.is_success.is_(False))
        .order_by(AuditEvent.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(AuditEvent.id < before_id)
    return list(session.scalars(query))


def user_of_id(session: Session, user_id: int) -> User:
    """Return the user, who exists."""
    return session.get_one(User, user_id)
