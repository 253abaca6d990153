"""From an outbox row, which holds ids only, to its mail at the moment of sending."""

from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy.orm import Session

from data.clock import LOCAL_ZONE
from data.models import (
    Demand,
    FollowUp,
    Lead,
    LeadEvent,
    OutboxMessage,
    Technology,
    User,
)
from data.queries import follow_ups as reads
from data.vocabulary import FollowUpStatus
from data.vocabulary.term import Term
from matcher.lead_states import SILENCE_CONFIRMS_AFTER
from matcher.services import follow_ups
from matcher.services.mail import composition, review_letters
from matcher.services.mail.letter import Letter, NothingToSayError, page, write
from matcher.services.runtime import Runtime


def mail_of(
    session: Session, runtime: Runtime, message: OutboxMessage, *, now: datetime
) -> EmailMessage:
    """Return the mail of an outbox row, in its recipient's language.

    Raises
    ------
    NothingToSayError
        If it need not be sent any more.
    """
    recipient = session.get(User, message.recipient_user_id or 0)
    if recipient is None or not recipient.is_active:
        raise NothingToSayError("recipient")
    letter = _LETTERS[message.template](session, runtime, message.payload, recipient, now)
    return composition.compose(
        letter,
        sender=runtime.settings.mail_from,
        recipient=recipient.email,
        message_id=message_id_of(runtime, message.dedup_key),
        at=now,
    )


def message_id_of(runtime: Runtime, dedup_key: str) -> str:
    """Return the Message-ID of a key: the same at every attempt, and it tells nothing."""
    domain = runtime.settings.mail_from.rpartition("@")[2].strip("> ") or "localhost"
    return f"{runtime.sign('message_id', dedup_key)[:40]}@{domain}"


def _lead_opened(
    session: Session, runtime: Runtime, payload: Mapping[str, Any], to: User, _now: datetime
) -> Letter:
    lead = session.get_one(Lead, payload["lead_id"])
    is_owner = to.organization_id == lead.owner_organization_id
    template = "lead_opened_to_owner" if is_owner else "lead_opened_to_demand"
    return write(template, to.language, _names(session, lead), link=_lead_page(runtime, lead))


def _lead_moved(
    session: Session, runtime: Runtime, payload: Mapping[str, Any], to: User, _now: datetime
) -> Letter:
    lead = session.get_one(Lead, payload["lead_id"])
    event = session.get_one(LeadEvent, payload["event_id"])
    values = _names(session, lead) | {
        "from_stage": _label(event.from_stage, to.language),
        "to_stage": _label(event.to_stage, to.language),
        "confirm_by": _minute(event.at + SILENCE_CONFIRMS_AFTER),
    }
    return write(f"lead_{event.kind}", to.language, values, link=_lead_page(runtime, lead))


def _follow_up(
    session: Session, runtime: Runtime, payload: Mapping[str, Any], to: User, now: datetime
) -> Letter:
    follow_up = session.get_one(FollowUp, payload["follow_up_id"])
    number = int(payload["message_number"])
    token = follow_ups.link_token(runtime, follow_up, number)
    link = reads.by_token_hash(session, follow_ups.hash_of(token))
    is_open = link is not None and link.revoked_at is None and link.valid_until > now
    if link is None or not is_open or follow_up.status is not FollowUpStatus.ASKED:
        raise NothingToSayError("follow_up")
    lead = session.get_one(Lead, follow_up.lead_id)
    since = reads.stage_entered_at(session, lead.id, follow_up.round) or lead.stage_changed_at
    values = _names(session, lead) | {
        "stage": _label(follow_up.stage_at_ask, to.language),
        "since": f"{since.astimezone(LOCAL_ZONE):%Y-%m-%d}",
        "valid_until": _minute(link.valid_until),
    }
    template = "follow_up" if number == 0 else "follow_up_reminder"
    in_english = "?lang=en" if to.language == "en" else ""  # readers without a log-in
    address = page(runtime.settings.public_url, f"f/{token}{in_english}")
    return write(template, to.language, values, link=address)


def _names(session: Session, lead: Lead) -> dict[str, str]:
    return {
        "technology": session.get_one(Technology, lead.technology_id).name,
        "demand": session.get_one(Demand, lead.demand_id).title,
    }


def _lead_page(runtime: Runtime, lead: Lead) -> str:
    return page(runtime.settings.public_url, f"leads/{lead.id}")


def _label(stage: Term | None, language: str) -> str:
    return "—" if stage is None else stage.label(language)


def _minute(at: datetime) -> str:
    return f"{at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"


_Write = Callable[[Session, Runtime, Mapping[str, Any], User, datetime], Letter]
_LETTERS: Mapping[str, _Write] = {
    "lead_opened": _lead_opened,
    "lead_moved": _lead_moved,
    "follow_up": _follow_up,
    "application_moved": review_letters.application_moved,
    "annual_check": review_letters.annual_check,
    "review_round_asked": review_letters.round_asked,
    "review_round_reminder": review_letters.round_reminder,
}
"""What each `OutboxMessage.template` says."""
