"""Users: creation with a one-time password, change of password and profile, re-authentication."""

from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from data.models import Organization, User
from data.queries.organizations import organization_by_name
from data.queries.users import user_by_email
from data.settings import PasswordProfile
from data.vocabulary import OrganizationKind, OrganizationStatus, Role
from matcher.services import audit, log_ins, passwords, user_sessions
from matcher.services.actor import Actor
from matcher.services.errors import FieldProblem, InvalidError, TooManyError
from matcher.services.jurisdictions import KIND_OF_SYSTEM, assign_jurisdiction
from matcher.services.secrets_of_users import new_one_time_password

MAX_NAME_CHARACTERS = 80
MAX_ORGANIZATION_CHARACTERS = 200
LANGUAGES = ("zh", "en")

KIND_OF_ROLE = {
    Role.PARK_MANAGER: OrganizationKind.PARK_OPERATOR,
    Role.ENTERPRISE_USER: OrganizationKind.ENTERPRISE,
    Role.TECHNOLOGY_OWNER: OrganizationKind.TECHNOLOGY_OWNER,
    Role.BUREAU_OFFICER: OrganizationKind.BUREAU,
    Role.EXPERT: OrganizationKind.INSTITUTE,
    Role.SYSTEM_ADMIN: OrganizationKind.OPERATOR,
    Role.SECURITY_ADMIN: OrganizationKind.OPERATOR,
    Role.AUDIT_ADMIN: OrganizationKind.OPERATOR,
}
"""What a new organization is when its first user has this role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimePassword:
    """A first password: shown once, stored nowhere."""

    user_id: int
    email: str
    password: str
    expires_at: datetime


def create_user(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    organization_name: str,
    region_code: str | None,
    now: datetime,
    must_change_password: bool = True,
    actor: Actor | None = None,
    jurisdiction_code: str | None = None,
) -> OneTimePassword:
    """Create an active user, and an approved organization if there is none of this name.

    Parameters
    ----------
    region_code
        A bureau officer's region, and the region of a new organization; None: whole country.
    must_change_password
        False only for demo accounts (RULINGS 18).
    actor
        The administrator; None is the operator's command line.
    jurisdiction_code
        System of a new recommending unit that is no region: XPCC, SASAC, ASSOCIATIONS, INSTITUTES.

    Raises
    ------
    InvalidError
        Naming each field that breaks a rule.
    """
    email = checked_email(session, email)
    name = checked_name(name, "name", MAX_NAME_CHARACTERS)
    organization_name = checked_name(
        organization_name, "organization_name", MAX_ORGANIZATION_CHARACTERS
    )
    organization = organization_by_name(session, organization_name)
    if organization is None:
        organization = _new_organization(
            session, organization_name, role, region_code, now, jurisdiction_code
        )
    password = new_one_time_password()
    expires_at = now + passwords.INITIAL_PASSWORD_LIFE
    user = User(
        email=email,
        name=name,
        organization_id=organization.id,
        role=role,
        region_code=region_code if role is Role.BUREAU_OFFICER else None,
        password_hash=passwords.hash_password(password),
        password_changed_at=now,
        must_change_password=must_change_password,
        initial_password_expires_at=expires_at if must_change_password else None,
        created_at=now,
    )
    session.add(user)
    session.flush()
    audit.record(
        session,
        now=now,
        action="user.created",
        actor=actor,
        subject_kind="user",
        subject_id=user.id,
        details={"role": role.value, "organization_id": organization.id},
    )
    return OneTimePassword(user_id=user.id, email=email, password=password, expires_at=expires_at)


def _new_organization(
    session: Session,
    name: str,
    role: Role,
    region_code: str | None,
    now: datetime,
    jurisdiction_code: str | None,
) -> Organization:
    kind = KIND_OF_ROLE[role]
    made = Organization(
        name=name,
        kind=KIND_OF_SYSTEM[jurisdiction_code] if jurisdiction_code else kind,
        status=OrganizationStatus.APPROVED,
        region_code=region_code,
        created_at=now,
        decided_at=now,
    )
    session.add(made)
    session.flush()
    assign_jurisdiction(session, made, code=jurisdiction_code)
    return made


def checked_email(session: Session, email: str) -> str:
    """Return the address in small letters, or raise InvalidError if bad or taken."""
    try:
        found = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise InvalidError([FieldProblem(field="email", rule="bad_email")]) from error
    address = found.normalized.lower()
    if user_by_email(session, address) is not None:
        raise InvalidError([FieldProblem(field="email", rule="email_taken")])
    return address


def checked_name(text: str, field: str, max_characters: int) -> str:
    """Return a one-line text without outer spaces, or raise InvalidError (ASVS 1.3.11)."""
    text = text.strip()
    if not text:
        raise InvalidError([FieldProblem(field=field, rule="required")])
    if len(text) > max_characters:
        limit = {"max": max_characters}
        raise InvalidError([FieldProblem(field=field, rule="too_long", values=limit)])
    if any(not c.isprintable() for c in text):
        raise InvalidError([FieldProblem(field=field, rule="control_character")])
    return text


def change_password(
    session: Session,
    actor: Actor,
    *,
    session_id: int,
    present: str,
    new: str,
    profile: PasswordProfile,
    now: datetime,
) -> str:
    """Change the actor's password, end their other log-ins, return this one's new token.

    Raises
    ------
    InvalidError
        If the present one is wrong or the new one breaks the profile.
    """
    user = session.get_one(User, actor.user_id)
    _require_present(session, user, present, "present_password", now)
    organization = session.get_one(Organization, user.organization_id)
    problems = passwords.problems_of(
        new,
        profile=profile,
        personal=[user.email, user.name, organization.name],
        history=[user.password_hash, *user.password_history],
        field="new_password",
    )
    if present == new:
        problems.append(FieldProblem(field="new_password", rule="password_used_before"))
    if problems:
        raise InvalidError(problems)
    store_password(user, new, now=now)
    user_sessions.end_all(session, user.id, now=now, but=session_id)
    _audit_own(session, actor, "password.changed", now)
    return user_sessions.rotate(session, session_id, now=now)


def store_password(user: User, password: str, *, now: datetime, must_change: bool = False) -> None:
    """Replace a password that was checked before; keeps the last five hashes."""
    history = [user.password_hash, *user.password_history][: passwords.DENGBAO_HISTORY]
    user.password_history = history
    user.password_hash = passwords.hash_password(password)
    user.password_changed_at = now
    user.must_change_password = must_change
    user.initial_password_expires_at = (
        now + passwords.INITIAL_PASSWORD_LIFE if must_change else None
    )


def reauthenticate(
    session: Session, actor: Actor, *, session_id: int, password: str, now: datetime
) -> str:
    """Open the sensitive settings for ten minutes; return the session's new token."""
    user = session.get_one(User, actor.user_id)
    _require_present(session, user, password, "password", now)
    _audit_own(session, actor, "login.reauthenticated", now)
    return user_sessions.rotate(session, session_id, now=now, reauthenticated_at=now)


def _require_present(
    session: Session, user: User, password: str, field: str, now: datetime
) -> None:
    key = log_ins.code_key(user.id)
    if log_ins.is_locked(session, key, now=now):
        seconds = int(log_ins.LOCK.total_seconds())
        raise TooManyError("too_many_attempts", retry_after_seconds=seconds, minutes=seconds // 60)
    if not passwords.is_correct(user.password_hash, password):
        raise InvalidError([FieldProblem(field=field, rule="wrong_password")])


def change_profile(session: Session, actor: Actor, *, name: str, language: str) -> None:
    """Change the actor's name and language."""
    user = session.get_one(User, actor.user_id)
    if language not in LANGUAGES:
        expected = {"expected": ", ".join(LANGUAGES)}
        raise InvalidError([FieldProblem(field="language", rule="not_in_list", values=expected)])
    user.name = checked_name(name, "name", MAX_NAME_CHARACTERS)
    user.language = language


def change_email(session: Session, actor: Actor, *, email: str, now: datetime) -> None:
    """Change the actor's address; the caller has re-authenticated (ASVS 7.5.1)."""
    user = session.get_one(User, actor.user_id)
    if email.strip().lower() == user.email:
        return
    user.email = checked_email(session, email)
    _audit_own(session, actor, "email.changed", now)


def _audit_own(session: Session, actor: Actor, action: str, now: datetime) -> None:
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind="user",
        subject_id=actor.user_id,
    )
