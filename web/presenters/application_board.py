"""The board of a batch: a column a state, each with its count and a link to its list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from data.queries import application_lists as reads
from data.vocabulary import ReviewState
from web.i18n import current_language
from web.presenters.technology import type_label

S = ReviewState
ALWAYS = (S.SUBMITTED, S.RECOMMENDED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE, S.PUBLISHED)
CARDS = 20
"""Cards of one column; the count says how many there are."""


def columns(
    session: Session,
    readable: ColumnElement[bool],
    batch_id: int,
    counts: Mapping[ReviewState, int],
    today: date,
) -> list[dict[str, Any]]:
    """Return the columns of the board: the steps always, the ends where there is something."""
    shown = [state for state in S if state in ALWAYS or counts.get(state)]
    return [_column(session, readable, batch_id, state, counts, today) for state in shown]


def _column(
    session: Session,
    readable: ColumnElement[bool],
    batch_id: int,
    state: ReviewState,
    counts: Mapping[ReviewState, int],
    today: date,
) -> dict[str, Any]:
    rows = []
    if counts.get(state):
        wanted = reads.ApplicationFilter(batch_id=batch_id, states=(state,))
        rows = list(reads.page(session, readable=readable, wanted=wanted, limit=CARDS))
    return {
        "title": state.label(current_language()),
        "count": counts.get(state, 0),
        "url": url_for("applications.index", batch_id=batch_id, state=state.value),
        "cards": [
            {
                "title": row.technology.name,
                "url": url_for("applications.show", application_id=row.id),
                "who": row.owner_name,
                "unit": row.unit_name,
                "type": type_label(row.technology.technology_type),
                "since": format_date(row.application.state_since),
                "is_late": row.application.due_on is not None and row.application.due_on < today,
                "is_update": row.technology.supersedes_id is not None,
            }
            for row in rows
        ],
        "more": max(counts.get(state, 0) - CARDS, 0),
        "more_text": _("All %(count)s", count=counts.get(state, 0)),
    }
