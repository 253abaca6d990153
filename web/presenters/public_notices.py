"""The public notice: what everybody may read of an application, and the comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy.orm import Session

from data.queries import applications as reads
from data.queries.applications import ApplicationRow
from data.queries.public_notices import CommentRow, NoticeBatch
from data.vocabulary import CommentStatus
from matcher.services.public_comments import takes_comments
from web.i18n import current_language
from web.presenters.form_content import value_text
from web.presenters.technology import category_label, field_label, type_label
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import PublicComment

PUBLIC_FIELDS: Final = (
    "technical_principle",
    "key_technology",
    "technical_indicators",
    "comparison_technology",
    "applicability",
    "typical_users",
    "adoption_share",
    "adoption_share_2030",
    "investment_2030_yuan",
    "abatement_potential_2030_tco2_per_year",
)
"""What the notice shows of the form; contacts, source and process stay with the reviewers."""


def batch_item(one: NoticeBatch) -> dict[str, Any]:
    """Return one batch of the list of notices."""
    language = current_language()
    return {
        "id": one.batch.id,
        "code": one.batch.code,
        "name": one.batch.name,
        "scope": one.batch.scope.label(language),
        "region": region_name(one.batch.region_code, language),
        "count": one.count,
        "opens_on": one.opens_on,
        "closes_on": one.closes_on,
        "url": url_for("public_notices.show", batch_id=one.batch.id),
    }


def notice_item(row: ApplicationRow, now: datetime) -> dict[str, Any]:
    """Return one application of a notice."""
    technology, application = row.technology, row.application
    return {
        "id": application.id,
        "name": technology.name,
        "owner": row.owner_name,
        "unit": row.unit_name,
        "region": region_name(row.owner_region_code, current_language()),
        "category": category_label(technology.technology_type),
        "type": type_label(technology.technology_type),
        "fields": value_text("technology", "fields", technology.fields),
        "stage": technology.stage,
        "opens_on": application.notice_opens_on,
        "closes_on": application.notice_closes_on,
        "is_open": takes_comments(row, now),
        "url": url_for("public_notices.application", application_id=application.id),
    }


def public_facts(session: Session, row: ApplicationRow) -> list[dict[str, Any]]:
    """Return what the notice shows of the form as it was handed in."""
    handed_in = reads.last_content(session, row.application.id)
    content = (handed_in.content if handed_in else None) or {}
    return [
        {
            "label": field_label("technology", name),
            "value": value_text("technology", name, content.get(name)),
        }
        for name in PUBLIC_FIELDS
    ]


def public_comments(found: Sequence[PublicComment]) -> list[dict[str, Any]]:
    """Return the published comments with their answers, without names."""
    return [
        {"at": one.at, "text": one.text, "answer": one.answer, "answered_at": one.answered_at}
        for one in found
    ]


def comment_item(row: CommentRow) -> dict[str, Any]:
    """Return one comment as its officer sees it."""
    comment = row.comment
    is_open = comment.status is CommentStatus.OPEN
    return {
        "id": comment.id,
        "technology": row.technology.name,
        "owner": row.owner_name,
        "batch": row.batch.name,
        "at": comment.at,
        "text": comment.text,
        "sender": comment.sender,
        "receipt_code": comment.receipt_code,
        "status": {
            "text": comment.status.label(current_language()),
            "tone": "amber" if is_open else "green",
        },
        "is_open": is_open,
        "answer": comment.answer,
        "is_published": comment.is_published,
        "unpublished_reason": comment.unpublished_reason,
        "answered_by": row.answered_by,
        "answered_at": comment.answered_at,
        "version": comment.version,
        "application_url": url_for("applications.show", application_id=row.application.id),
        "url": url_for("public_comments.show", comment_id=comment.id),
    }
