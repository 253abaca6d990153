"""People, their log-ins, their tokens, and the locks against guessing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, EncryptedJson
from data.vocabulary import Role


class User(Base):
    """A person who acts for one organization in one role."""

    __tablename__ = "user"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower-cased."""

    name: Mapped[str] = mapped_column(String(80))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    role: Mapped[Role]
    region_code: Mapped[str | None] = mapped_column(String(6))
    """A bureau officer's region (GB/T 2260 prefix); None is the whole country."""

    language: Mapped[str] = mapped_column(String(5), default="zh")
    is_active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime]
    password_history: Mapped[list[str]] = mapped_column(default=list)
    """Hashes of earlier passwords, newest first (profile `dengbao`)."""

    must_change_password: Mapped[bool] = mapped_column(default=False)
    initial_password_expires_at: Mapped[datetime | None]
    totp_secret: Mapped[Any | None] = mapped_column(EncryptedJson)
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    """Last accepted time step, so that a code works once."""

    recovery_code_hashes: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    last_login_at: Mapped[datetime | None]


class UserSession(Base):
    """A log-in; the browser holds the token, the table only its hash."""

    __tablename__ = "user_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    is_second_factor_passed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    reauthenticated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    address_hash: Mapped[str | None] = mapped_column(String(64))
    user_agent: Mapped[str | None] = mapped_column(String(200))


class ApiToken(Base):
    """A bearer token; acts as its user (RULINGS 14)."""

    __tablename__ = "api_token"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    prefix: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class LoginThrottle(Base):
    """Failed attempts by account or by address, so that guessing is locked out."""

    __tablename__ = "login_throttle"

    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    failed_count: Mapped[int] = mapped_column(default=0)
    first_failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
