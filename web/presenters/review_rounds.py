"""Rounds of scoring as officers see them: the list, the matrix, the results, the decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import applications as application_reads
from data.queries import users as user_reads
from data.queries.review_rounds import Assigned, RoundItem, RoundRow
from data.vocabulary import AssignmentStatus, ReviewState, RoundStatus
from matcher.expert_review import GONE, PENDING, total
from matcher.services.expert_review.options import Option
from matcher.services.expert_review.views import RoundView
from web.i18n import current_language
from web.presenters import applications as application_words
from web.presenters.experts import field_labels
from web.presenters.my_reviews import TONES
from web.presenters.sheets import Sheet, workbook
from web.presenters.technology import type_label

if TYPE_CHECKING:
    from data.models import Application, ReviewRound

ROUND_TONES = {
    RoundStatus.PREPARING: "amber",
    RoundStatus.OPEN: "blue",
    RoundStatus.CLOSED: "green",
}


def title(row: RoundRow) -> str:
    """Return what a round is called."""
    stage = row.round.stage.label(current_language())
    return str(
        _("%(batch)s · %(stage)s, round %(number)s",
          batch=row.batch.name, stage=stage, number=row.round.number)
    )  # fmt: skip


def list_item(row: RoundRow, today: date) -> dict[str, Any]:
    """Return one line of the list of rounds."""
    is_open = row.round.status is RoundStatus.OPEN
    return {
        "url": url_for("review_rounds.show", round_id=row.round.id),
        "title": title(row),
        "status": _status(row),
        "due_on": row.round.due_on,
        "is_late": is_open and row.round.due_on < today,
        "experts": row.round.experts_per_application,
    }


def order_labels() -> dict[str, str]:
    """Return the orders of the list of rounds, by their value in the address."""
    return {"newest": _("Newest"), "due": _("Due first"), "batch": _("By batch")}


def rounds_workbook(rows: Sequence[RoundRow]) -> bytes:
    """Return the list of rounds as a spreadsheet."""
    language = current_language()
    columns = [
        (_("Batch"), 36),
        (_("Stage"), 12),
        (_("Round"), 8),
        (_("State"), 12),
        (_("Experts for each application"), 12),
        (_("Scores due on"), 14),
        (_("Opened on"), 14),
        (_("Closed on"), 14),
    ]
    lines = [
        [
            one.batch.name,
            one.round.stage.label(language),
            one.round.number,
            one.round.status.label(language),
            one.round.experts_per_application,
            one.round.due_on.isoformat(),
            format_date(one.round.opened_at, "yyyy-MM-dd") if one.round.opened_at else None,
            format_date(one.round.closed_at, "yyyy-MM-dd") if one.round.closed_at else None,
        ]
        for one in rows
    ]
    return workbook([Sheet(str(_("Expert reviews")), columns, lines)])


def round_page(session: Session, view: RoundView, today: date) -> dict[str, Any]:
    """Return the context of review_rounds/show.html."""
    row, status = view.row, view.round.status
    return list_item(row, today) | {
        "row": row,
        "round": view.round,
        "lines": [_line(session, view, item) for item in view.items],
        "indicators": [
            {"code": one.code, "name": one.name(current_language()), "share": share}
            for one, share in zip(
                view.system.indicators, view.system.shares().values(), strict=True
            )
        ],
        "spread_limit": f"{view.system.spread_limit:g}",
        "shows_scores": view.shows_scores,
        "is_complete": view.is_complete,
        "is_preparing": status is RoundStatus.PREPARING,
        "is_open": status is RoundStatus.OPEN,
        "is_closed": status is RoundStatus.CLOSED,
        "has_proposals": _count(view, {AssignmentStatus.PROPOSED}) > 0,
        "submitted_count": _count(view, {AssignmentStatus.SUBMITTED}),
        "pending_count": _count(view, set(PENDING)),
        "flagged_count": sum(one.is_flagged for one in view.results.values()),
        "closed_by": person_name(session, view.round.closed_by_id),
    }


def option(one: Option) -> dict[str, Any]:
    """Return one expert who could be asked, or why not."""
    language = current_language()
    why = None
    if one.ground is not None:
        why = one.ground.label(language)
    elif one.load >= one.capacity:
        why = str(_("No room: %(load)s of %(capacity)s", load=one.load, capacity=one.capacity))
    elif not one.is_available:
        why = str(_("Not available until the round is due"))
    profile = one.row.profile
    return {
        "id": one.row.id,
        "name": one.row.user.name,
        "organization": one.row.organization.name,
        "title": profile.title if profile else None,
        "fields": field_labels(profile.fields if profile else []),
        "fit": f"{one.fit:.0%}",
        "load": one.load,
        "capacity": one.capacity,
        "is_open": one.is_open,
        "why": why,
    }


def decision_of(
    session: Session, application: Application, after: ReviewRound
) -> dict[str, Any] | None:
    """Return what was decided on an application once its round was closed; None if nothing yet."""
    for event, name in application_reads.history(session, application.id):
        is_later = after.closed_at is not None and event.at >= after.closed_at
        if is_later and event.from_state is ReviewState(after.stage.value):
            state = event.to_state.label(current_language())
            return {"state": state, "by": name, "at": event.at, "note": event.note}
    return None


def person_name(session: Session, user_id: int | None) -> str | None:
    """Return the name of the person who did something, for officers."""
    return None if user_id is None else user_reads.user_of_id(session, user_id).name


def _status(row: RoundRow) -> dict[str, str]:
    status = row.round.status
    return {"text": status.label(current_language()), "tone": ROUND_TONES[status]}


def _count(view: RoundView, statuses: set[AssignmentStatus]) -> int:
    return sum(one.assignment.status in statuses for one in view.assigned)


def _line(session: Session, view: RoundView, item: RoundItem) -> dict[str, Any]:
    """Return one application of the matrix with its experts."""
    application = item.application
    held = [one for one in view.assigned if one.assignment.application_id == application.id]
    in_force = [one for one in held if one.assignment.status not in GONE]
    progress = view.progress[application.id]
    result = view.results.get(application.id)
    return {
        "id": application.id,
        "name": item.technology.name,
        "type": type_label(item.technology.technology_type),
        "owner": item.owner.name if item.owner else None,
        "url": url_for("applications.show", application_id=application.id),
        "state": application_words.state_tag(application.state),
        "is_in_review": progress.is_in_review,
        "missing": max(0, view.round.experts_per_application - len(in_force)),
        "experts": [_expert(view, one) for one in held],
        "result": None
        if result is None or result.mean is None
        else {
            "mean": f"{result.mean:.1f}",
            "spread": None if result.spread is None else f"{result.spread:.1f}",
            "is_flagged": result.is_flagged,
            "means": {code: f"{mean:.1f}" for code, mean in result.indicator_means.items()},
        },
        "decision": decision_of(session, application, view.round),
    }


def _expert(view: RoundView, one: Assigned) -> dict[str, Any]:
    assignment = one.assignment
    is_in = assignment.status is AssignmentStatus.SUBMITTED
    shows = view.shows_scores and is_in
    comments = {
        indicator.name(current_language()): assignment.comments[indicator.code]
        for indicator in view.system.indicators
        if shows and indicator.code in assignment.comments
    }
    return {
        "id": assignment.id,
        "name": one.expert_name,
        "organization": one.organization_name,
        "status": {
            "text": assignment.status.label(current_language()),
            "tone": TONES[assignment.status],
        },
        "fit": f"{assignment.fit:.0%}",
        "reason": assignment.declaration_reason,
        "is_gone": assignment.status in GONE,
        "may_remove": assignment.status not in GONE and not is_in,
        "total": f"{total(view.system, assignment.scores):.1f}" if shows else None,
        "comments": comments,
        "overall": assignment.overall_comment if shows else None,
    }
