"""Organizations and users for tests, without going through the pages."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from data.models import Organization, User
from data.vocabulary import TOTP_REQUIRED_ROLES, JurisdictionKind, OrganizationStatus, Role
from matcher.services import passwords, second_factor, tokens, user_sessions
from matcher.services.accounts import KIND_OF_ROLE
from matcher.services.actor import Actor

PASSWORD = "correct horse battery staple"
_hash: list[str] = []
_numbers = count(1)


def password_hash() -> str:
    """The hash of PASSWORD, computed once per test run: argon2id is slow on purpose."""
    if not _hash:
        _hash.append(passwords.hash_password(PASSWORD))
    return _hash[0]


@dataclass
class Person:
    """A made user with what a test needs to act as them."""

    user: User
    organization: Organization
    totp_secret: str | None = None
    jurisdiction: JurisdictionKind | None = None

    @property
    def actor(self) -> Actor:
        return Actor(
            user_id=self.user.id,
            organization_id=self.organization.id,
            role=self.user.role,
            region_code=self.user.region_code,
            jurisdiction=self.jurisdiction,
        )


def make_organization(session: Session, now: datetime, role: Role, **fields) -> Organization:
    values = {
        "name": f"示例单位 {next(_numbers)}",
        "kind": KIND_OF_ROLE[role],
        "status": OrganizationStatus.APPROVED,
        "region_code": "320500",
        "created_at": now,
    }
    made = Organization(**(values | fields))
    session.add(made)
    session.flush()
    return made


def make_person(
    session: Session,
    now: datetime,
    role: Role = Role.PARK_MANAGER,
    *,
    organization: Organization | None = None,
    enrolled: bool | None = None,
    **fields,
) -> Person:
    """An active user; officers and administrators have a second factor unless told otherwise."""
    organization = organization or make_organization(session, now, role)
    values = {
        "email": f"user{next(_numbers)}@example.com",
        "name": "示例用户",
        "organization_id": organization.id,
        "role": role,
        "password_hash": password_hash(),
        "password_changed_at": now,
        "created_at": now,
    }
    user = User(**(values | fields))
    session.add(user)
    session.flush()
    person = Person(user, organization)
    if enrolled if enrolled is not None else role in TOTP_REQUIRED_ROLES:
        person.totp_secret = second_factor.enrol_directly(session, user.id, now=now)
    return person


def make_session_token(session: Session, person: Person, now: datetime) -> str:
    """The cookie value of a finished log-in."""
    token, _ = user_sessions.open_session(
        session,
        user_id=person.user.id,
        now=now,
        is_second_factor_passed=person.totp_secret is not None,
    )
    return token


def make_bearer(session: Session, person: Person, now: datetime) -> str:
    """A bearer token of the person."""
    return tokens.create_token(session, user_id=person.user.id, name="test", now=now)
