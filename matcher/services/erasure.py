"""Erasing a person: the account, and where the person's organization wrote the name (0178)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from data.models import (
    ApiToken,
    Application,
    ApplicationEvent,
    ExpertProfile,
    Notification,
    SavedSearch,
    Technology,
    TechnologyEdit,
    User,
    UserSession,
)
from matcher.services import audit, passwords, tokens, user_sessions
from matcher.services.errors import NotFoundError

ERASED: Final = "已删除"
"""Stands where a name or an address stood."""

SOURCE: Final = "technology_source"
"""技术来源: owner, contact and way of contact in one text."""

_SHORTEST: Final = 2
_CONTACT: Final = ("contact_name", "contact_phone", "mobile", "email")
_HEAD: Final = ("head_name", "head_phone")


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records held something of the person, beside the account."""

    snapshots: int
    forms: int


def erase_account(session: Session, *, user_id: int, now: datetime) -> Erased:
    """Take a person out of an account and out of the forms of the person's organization.

    The row stays, nameless and closed, so that histories keep who acted by number. The forms as
    handed in lose the name and the address wherever they stand, and the whole 技术来源 that names
    the person, since it holds ways of contact too. Erasing twice changes nothing more.

    Raises
    ------
    NotFoundError
        If there is no such user.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError("user", user_id)
    words = tuple(one for one in (user.email, user.name) if len(one) >= _SHORTEST and one != ERASED)
    found = Erased(
        snapshots=_erase_snapshots(session, user.organization_id, words),
        forms=_erase_forms(session, user.organization_id, words),
    )
    _erase_user(session, user, now)
    audit.record(
        session,
        now=now,
        action="user.erased",
        subject_kind="user",
        subject_id=user_id,
        details={"snapshots": found.snapshots, "forms": found.forms},
    )
    return found


def without(words: tuple[str, ...], value: Any) -> Any:  # noqa: ANN401 - whatever a form holds
    """Return a value of a form in which none of the words stands any more."""
    if isinstance(value, str):
        for word in words:
            value = value.replace(word, ERASED)
        return value
    if isinstance(value, list):
        return [without(words, one) for one in value]
    if isinstance(value, dict):
        return {key: _of_field(key, words, one) for key, one in value.items()}
    return value


def _of_field(name: str, words: tuple[str, ...], value: Any) -> Any:  # noqa: ANN401
    if name == SOURCE and isinstance(value, str) and any(word in value for word in words):
        return ERASED
    return without(words, value)


def _erase_snapshots(session: Session, organization_id: int, words: tuple[str, ...]) -> int:
    found = session.scalars(
        select(ApplicationEvent)
        .join(Application, Application.id == ApplicationEvent.application_id)
        .where(Application.organization_id == organization_id)
        .order_by(ApplicationEvent.id)
    )
    count = 0
    for event in found:
        content, note = without(words, event.content), without(words, event.note)
        if (content, note) != (event.content, event.note):
            event.content, event.note = content, note
            count += 1
    return count


def _erase_forms(session: Session, organization_id: int, words: tuple[str, ...]) -> int:
    own = Technology.organization_id == organization_id
    count = 0
    for technology in session.scalars(select(Technology).where(own).order_by(Technology.id)):
        source = _of_field(SOURCE, words, technology.technology_source)
        contact = _contact(technology.applicant_contact, words)
        if (source, contact) != (technology.technology_source, technology.applicant_contact):
            technology.technology_source, technology.applicant_contact = source, contact
            count += 1
    session.execute(  # what an undo would bring back
        delete(TechnologyEdit).where(
            TechnologyEdit.technology_id.in_(select(Technology.id).where(own)),
            or_(
                TechnologyEdit.field == SOURCE,
                TechnologyEdit.field.startswith("applicant_contact"),
            ),
        )
    )
    return count


def _contact(contact: Any, words: tuple[str, ...]) -> Any:  # noqa: ANN401 - a sealed column
    """Return the contact record without the person: who is named goes with the telephone."""
    if not isinstance(contact, Mapping):
        return contact
    kept = dict(contact)
    for names in (_CONTACT, _HEAD):
        if any(kept.get(name) in words for name in names):
            kept |= dict.fromkeys((name for name in names if name in kept), None)
    return kept


def _erase_user(session: Session, user: User, now: datetime) -> None:
    user_sessions.end_all(session, user.id, now=now)
    tokens.revoke_all(session, user.id, now=now)
    user.name, user.email = ERASED, f"erased-{user.id}@erased.invalid"
    user.is_active = False
    user.password_hash = passwords.hash_password(secrets.token_urlsafe(32))
    user.password_history, user.recovery_code_hashes = [], []
    user.totp_secret = user.totp_confirmed_at = None
    of_user = UserSession.user_id == user.id
    session.execute(update(UserSession).where(of_user).values(user_agent=None, address_hash=None))
    session.execute(update(ApiToken).where(ApiToken.user_id == user.id).values(name=ERASED))
    session.execute(
        update(ExpertProfile)
        .where(ExpertProfile.user_id == user.id)
        .values(title=None, ties=[], is_active=False)
    )
    session.execute(delete(SavedSearch).where(SavedSearch.user_id == user.id))
    session.execute(delete(Notification).where(Notification.user_id == user.id))
    session.flush()
