"""Self-registration of an organization, and the bureau's or administrator's decision on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from data.models import Organization, User
from data.queries.organizations import organization_by_credit_code, organization_by_name
from data.reference.divisions import divisions
from data.settings import PasswordProfile
from data.vocabulary import OrganizationStatus, Role
from matcher import credit_codes
from matcher.services import accounts, audit, passwords
from matcher.services.access import in_region
from matcher.services.actor import Actor
from matcher.services.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)

REGISTRABLE_ROLES = (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER)
"""Roles that people may register for themselves; the others are created."""

DECIDING_ROLES = frozenset({Role.BUREAU_OFFICER, Role.SYSTEM_ADMIN})
MAX_ADDRESS_CHARACTERS = 300
MAX_NOTE_CHARACTERS = 500
CONSENT_VERSION = "2026-01"
"""Version of the notice people agree to at registration; kept with the consent (PIPL 14)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What someone registering fills in."""

    organization_name: str
    role: str
    region_code: str
    address: str
    unified_social_credit_code: str
    """Empty is allowed."""

    name: str
    email: str
    password: str
    has_consented: bool


def register(
    session: Session,
    form: Registration,
    *,
    profile: PasswordProfile,
    now: datetime,
    language: str = "zh",
    address_hash: str | None = None,
) -> User:
    """Create a pending organization with its first user.

    Raises
    ------
    InvalidError
        With every field that breaks a rule, in the form's order; nothing is saved.
    """
    checks = _Checks()
    name = checks.run(lambda: _free_name(session, form.organization_name))
    code = checks.run(lambda: _free_code(session, form.unified_social_credit_code))
    checks.run(lambda: _region(form.region_code))
    checks.run(lambda: _role(form.role))
    if len(form.address) > MAX_ADDRESS_CHARACTERS:
        limit = {"max": MAX_ADDRESS_CHARACTERS}
        checks.problems.append(FieldProblem(field="address", rule="too_long", values=limit))
    person = checks.run(
        lambda: accounts.checked_name(form.name, "name", accounts.MAX_NAME_CHARACTERS)
    )
    email = checks.run(lambda: accounts.checked_email(session, form.email))
    checks.problems += passwords.problems_of(
        form.password, profile=profile, personal=[form.email, form.name, form.organization_name]
    )
    if not form.has_consented:
        checks.problems.append(FieldProblem(field="consent", rule="must_accept"))
    if checks.problems or name is None or person is None or email is None:
        raise InvalidError(checks.problems)
    role = Role(form.role)
    organization = Organization(
        name=name,
        kind=accounts.KIND_OF_ROLE[role],
        unified_social_credit_code=code or None,
        region_code=form.region_code,
        address=form.address.strip() or None,
        created_at=now,
    )
    session.add(organization)
    session.flush()
    user = User(
        email=email,
        name=person,
        organization_id=organization.id,
        role=role,
        language=language,
        password_hash=passwords.hash_password(form.password),
        password_changed_at=now,
        created_at=now,
    )
    session.add(user)
    session.flush()
    audit.record(
        session,
        now=now,
        action="organization.registered",
        actor_id=user.id,
        subject_kind="organization",
        subject_id=organization.id,
        details={"role": role.value, "consent_version": CONSENT_VERSION},
        address_hash=address_hash,
    )
    return user


class _Checks:
    """Collects the problems of several fields, so that all are shown at once."""

    def __init__(self) -> None:
        self.problems: list[FieldProblem] = []

    def run(self, check: Callable[[], str]) -> str | None:
        try:
            return check()
        except InvalidError as error:
            self.problems += error.problems
            return None


def _free_name(session: Session, text: str) -> str:
    name = accounts.checked_name(text, "organization_name", accounts.MAX_ORGANIZATION_CHARACTERS)
    if organization_by_name(session, name) is not None:
        raise _invalid("organization_name", "organization_taken")
    return name


def _free_code(session: Session, text: str) -> str:
    code = credit_codes.normalized(text)
    if code and not credit_codes.is_valid(code):
        raise _invalid("unified_social_credit_code", "bad_credit_code")
    if code and organization_by_credit_code(session, code) is not None:
        raise _invalid("unified_social_credit_code", "credit_code_taken")
    return code


def _region(code: str) -> str:
    if not code:
        raise _invalid("region_code", "required")
    if code not in divisions():
        raise _invalid("region_code", "unknown_region")
    return code


def _role(code: str) -> str:
    if code not in REGISTRABLE_ROLES:
        raise _invalid("role", "required")
    return code


def _invalid(field: str, rule: str) -> InvalidError:
    return InvalidError([FieldProblem(field=field, rule=rule)])


def decidable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of organizations this actor may see and decide on."""
    if actor.role is Role.SYSTEM_ADMIN:
        return true()
    return in_region(Organization.region_code, actor)


def decidable(session: Session, actor: Actor, organization_id: int) -> Organization:
    """Return the organization, or raise NotFoundError if it is not the actor's to decide."""
    if actor.role not in DECIDING_ROLES:
        raise ForbiddenError
    found = session.scalar(
        select(Organization).where(Organization.id == organization_id, decidable_by(actor))
    )
    if found is None:
        raise NotFoundError("organization", organization_id)
    return found


def decide(
    session: Session,
    actor: Actor,
    organization_id: int,
    *,
    is_approved: bool,
    note: str,
    version: int,
    now: datetime,
) -> Organization:
    """Approve or reject a waiting organization.

    Parameters
    ----------
    version
        Version the decider looked at: of two deciding at once one wins (ASVS 2.3.4).

    Raises
    ------
    NotFoundError
        If it is outside the actor's region.
    ConflictError
        If it was decided meanwhile.
    InvalidError
        If a rejection gives no reason.
    """
    found = decidable(session, actor, organization_id)
    note = note.strip()
    if not is_approved and not note:
        raise _invalid("note", "required")
    if len(note) > MAX_NOTE_CHARACTERS:
        limit = {"max": MAX_NOTE_CHARACTERS}
        raise InvalidError([FieldProblem(field="note", rule="too_long", values=limit)])
    if found.status is not OrganizationStatus.PENDING or found.version != version:
        raise ConflictError("already_decided")
    found.status = OrganizationStatus.APPROVED if is_approved else OrganizationStatus.REJECTED
    found.decided_at, found.decided_by_id = now, actor.user_id
    found.decision_note = note or None
    session.flush()
    audit.record(
        session,
        now=now,
        action="organization.approved" if is_approved else "organization.rejected",
        actor=actor,
        subject_kind="organization",
        subject_id=found.id,
    )
    return found
