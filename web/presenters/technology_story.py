"""What stands around an entry, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.reference.fields import fields
from data.reference.taxonomy import topics
from data.vocabulary import CatalogueStatus, ReviewState, WithdrawalReason
from matcher.services import technology_story as story
from matcher.services.technology_story import HistoryItem, SimilarEntry
from web.extensions import runtime
from web.i18n import current_language
from web.presenters import technology as words

if TYPE_CHECKING:
    from data.models import Technology

_KINDS = {ReviewState.WITHDRAWN: "bad", ReviewState.SUPERSEDED: "warn"}


def technology_story(session: Session, technology: Technology) -> dict[str, Any]:
    """Return history, use, likeness and directions of an entry for catalogue/show.html."""
    events = story.history(session, technology)
    running, verified = story.projects_in_use(session, technology.id)
    successor = story.successor_of(session, technology.id)
    return {
        "standing": _standing(technology, events),
        "successor": {
            "name": successor.name,
            "url": url_for("catalogue.show", technology_id=successor.id),
        }
        if successor
        else None,
        "history": [_event(one) for one in events],
        "directions": _directions(technology),
        "running_count": running,
        "verified_count": verified,
        "similar": [_similar(one) for one in story.similar(session, runtime(), technology)],
    }


def _standing(technology: Technology, events: list[HistoryItem]) -> str | None:
    """Return why an entry that was published is in the catalogue no more."""
    if technology.catalogue_status is CatalogueStatus.SUPERSEDED:
        return str(_("An update has taken the place of this entry. It is matched no more."))
    if technology.catalogue_status is not CatalogueStatus.WITHDRAWN:
        return None
    left = next((one for one in events if one.state is ReviewState.WITHDRAWN), None)
    if left is None:
        return str(_("This entry has left the catalogue. It is matched no more."))
    day = format_date(left.day, "medium")
    return str(_("This entry left the catalogue on %(day)s. It is matched no more.", day=day))


def _event(one: HistoryItem) -> dict[str, Any]:
    language = current_language()
    titles = {
        ReviewState.PUBLISHED: _("Published as an update") if one.is_update else _("Published"),
        ReviewState.WITHDRAWN: _("Left the catalogue"),
        ReviewState.SUPERSEDED: _("Superseded by an update"),
    }
    reasons = {reason.value: reason.label(language) for reason in WithdrawalReason}
    return {
        "at": format_date(one.day, "medium"),
        "at_iso": one.day.isoformat(),
        "title": titles[one.state],
        "text": reasons.get(one.reason or "") if one.state is ReviewState.WITHDRAWN else None,
        "kind": _KINDS.get(one.state, "ok"),
    }


def _directions(technology: Technology) -> list[dict[str, str]]:
    language = current_language()
    return [
        {
            "label": topics()[code].label(language),
            "url": url_for("catalogue.index", topic=code),
        }
        for code in technology.technology_topics
        if code in topics()
    ]


def _similar(one: SimilarEntry) -> dict[str, Any]:
    language = current_language()
    labels = {field.label_zh: field.label(language) for field in fields().values()}
    why = []
    if one.topics:
        why.append(_("same direction: %(what)s", what=words.topic_labels(one.topics)))
    elif one.has_same_type:
        why.append(_("same type"))
    if one.fields:
        shared = words.joined(labels[field] for field in one.fields)
        why.append(_("same field: %(what)s", what=shared))
    why.append(_("likeness of texts %(share)s percent", share=round(one.cosine * 100)))
    return {
        "name": one.name,
        "url": url_for("catalogue.show", technology_id=one.technology_id),
        "why": why,
    }
