"""Yearly checks as a list: where each stands, and what the reader may do about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from data.vocabulary import CheckStatus, Role
from matcher.services import batches
from matcher.services.actor import Actor
from web.i18n import current_language

if TYPE_CHECKING:
    from data.queries.annual_checks import CheckRow

C = CheckStatus
_TONES = {
    C.OPEN: "amber",
    C.CONFIRMED: "blue",
    C.UPDATING: "blue",
    C.ACCEPTED: "green",
    C.REFUSED: "red",
    C.CANCELLED: "slate",
}
_TO_CONFIRM = frozenset({C.OPEN, C.UPDATING})
_TO_UPDATE = frozenset({C.OPEN, C.UPDATING, C.REFUSED})


def list_item(row: CheckRow, actor: Actor, today: date) -> dict[str, Any]:
    """Return one check with its status in words and the buttons the actor gets."""
    check, status = row.check, row.check.status
    is_owner = actor.role is Role.TECHNOLOGY_OWNER
    return {
        "check": check,
        "name": row.technology_name,
        "owner": row.owner_name,
        "status": status.label(current_language()),
        "tone": _TONES[status],
        "is_late": status is C.OPEN and check.due_on < today,
        "url": url_for("catalogue.show", technology_id=check.technology_id),
        "may_answer": is_owner and status in _TO_CONFIRM,
        "may_update": is_owner and status in _TO_UPDATE,
        "may_decide": status is C.CONFIRMED and batches.runs(actor, row.batch),
    }
