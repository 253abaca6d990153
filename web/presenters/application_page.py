"""Everything the page of one application shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import format_date, format_time
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.clock import local_day
from data.queries import applications as reads
from data.vocabulary import CatalogueStatus, ReviewSide, ReviewState, Role, WithdrawalReason
from matcher.form_diff import differences
from matcher.services import applications, organizations
from matcher.services.actor import Actor
from matcher.services.applications import bulk
from matcher.services.applications import files as application_files
from matcher.services.applications.content import content_of
from matcher.services.applications.updates import with_cases
from matcher.services.errors import NotFoundError
from web.extensions import now
from web.i18n import current_language
from web.presenters import applications as shown
from web.presenters.form_content import content_sections, difference_rows
from web.presenters.review_files import file_rows
from web.presenters.review_findings import findings_of
from web.presenters.review_scores import score_rounds
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import Application, ApplicationEvent
    from data.queries.applications import ApplicationRow

S = ReviewState
_KINDS = {
    S.RETURNED: "warn",
    S.REJECTED: "bad",
    S.WITHDRAWN: "bad",
    S.SUPERSEDED: "warn",
}
BAD_MOVES = frozenset({S.RETURNED, S.REJECTED, S.WITHDRAWN})


def application_page(session: Session, actor: Actor, application: Application) -> dict[str, Any]:
    """Return the context of applications/show.html for an application the actor may read."""
    row = reads.row_of(session, application.id)
    if row is None:
        msg = "an application that was just read is gone"
        raise RuntimeError(msg)
    today = local_day(now())
    sides = applications.sides_of(session, actor, application)
    events = reads.history(session, application.id)
    reached = {event.to_state for event, _name in events}
    labels, at = shown.steps(application.state, application.returned_from, reached)
    handed_in = reads.contents(session, application.id)
    is_reviewer = bool({ReviewSide.BUREAU, ReviewSide.RECOMMENDING_UNIT} & set(sides))
    return {
        "application": application,
        "row": row,
        "state": shown.state_tag(application.state),
        "steps": labels,
        "step": at,
        "next_step": shown.next_step(row, sides, today),
        "moves": moves_of(session, actor, application),
        "is_owner": ReviewSide.OWNER in sides,
        "is_reviewer": is_reviewer,
        "facts": _facts(row),
        "findings": findings_of(session, application) if is_reviewer else None,
        "score_rounds": score_rounds(session, actor, application, row.batch),
        "files": _files(session, actor, application),
        "update_rows": _update_rows(session, row, handed_in),
        "correction_rows": _correction_rows(handed_in),
        "content": content_sections(handed_in[0].content or {}) if handed_in else [],
        "handed_in_at": handed_in[0].at if handed_in else None,
        "timeline_items": timeline(events, actor),
        "technology_url": _technology_url(actor, row),
        "owner_url": _owner_url(session, actor, application),
    }


def _owner_url(session: Session, actor: Actor, application: Application) -> str | None:
    """Return the page of the applicant's record, for officers who keep it."""
    if actor.role is not Role.BUREAU_OFFICER or application.organization_id is None:
        return None
    try:
        found = organizations.decidable(session, actor, application.organization_id)
    except NotFoundError:
        return None
    return url_for("organizations.show", organization_id=found.id)


def _files(session: Session, actor: Actor, application: Application) -> list[dict[str, Any]]:
    return file_rows(
        with_cases(session, application.technology_id),
        application_files.files(session, actor=actor, application_id=application.id),
        lambda file_id: url_for(
            "review_files.of_application", application_id=application.id, file_id=file_id
        ),
    )


def moves_of(session: Session, actor: Actor, application: Application) -> list[dict[str, Any]]:
    """Return the moves the actor may make, each with its page and its words."""
    offered = applications.offered_moves(session, actor, application)
    return [
        {
            "to": to.value,
            "label": move_text(application.state, to, side),
            "is_bad": to in BAD_MOVES,
            "url": url_for("application_moves.form", application_id=application.id, to=to.value),
        }
        for to, side in offered.items()
    ]


def move_text(state: ReviewState, to: ReviewState, side: ReviewSide) -> str:
    """Return what a move is called on a button."""
    if to is S.REJECTED and side is ReviewSide.RECOMMENDING_UNIT:
        return str(_("Do not recommend"))
    if to is S.SECOND_REVIEW and state is S.PUBLIC_NOTICE:
        return str(_("Back to second review"))
    if to is S.WITHDRAWN and state is not S.PUBLISHED:
        return str(_("Take the application back"))
    texts = {
        S.RECOMMENDED: _("Recommend"),
        S.RETURNED: _("Return for correction"),
        S.FIRST_REVIEW: _("Take into first review"),
        S.SECOND_REVIEW: _("Pass to second review"),
        S.PUBLIC_NOTICE: _("Announce the public notice"),
        S.PUBLISHED: _("Publish"),
        S.REJECTED: _("Do not pass"),
        S.WITHDRAWN: _("Withdraw from the catalogue"),
    }
    return str(texts[to])


def bulk_text(to: ReviewState) -> str:
    """Return what a move of several applications is called on its button and page."""
    return move_text(bulk.COMES_FROM[to], to, bulk.side_of(to))


def timeline(
    events: Sequence[tuple[ApplicationEvent, str | None]], actor: Actor
) -> list[dict[str, Any]]:
    """Return the history, oldest first; who acted is named to officers, the side to owners."""
    names_people = actor.role is Role.BUREAU_OFFICER
    return [_event(event, name, names_people=names_people) for event, name in events]


def _event(event: ApplicationEvent, name: str | None, *, names_people: bool) -> dict[str, Any]:
    language = current_language()
    reason = _reason(event.reason)
    side = event.side.label(language)
    who = f"{side} · {name}" if name and names_people else side
    title = event.to_state.label(language)
    is_again = event.content is not None and event.from_state is S.RETURNED
    if is_again:
        title = str(_("Handed in again: %(state)s", state=title))
    return {
        "at": f"{format_date(event.at)} {format_time(event.at, 'HH:mm')}",
        "at_iso": event.at.isoformat(),
        "title": title,
        "text": " · ".join(part for part in (reason, event.note or "") if part),
        "who": who,
        "kind": _KINDS.get(event.to_state, "ok"),
    }


def _reason(code: str | None) -> str:
    if code is None or code not in list(WithdrawalReason):
        return code or ""
    return WithdrawalReason(code).label(current_language())


def _facts(row: ApplicationRow) -> list[dict[str, Any]]:
    application, language = row.application, current_language()
    batch = row.batch
    found = [
        {"label": _("Batch"), "value": batch.name if batch else _("imported without a batch")},
        {"label": _("Applicant"), "value": row.owner_name},
        {"label": _("Region"), "value": region_name(row.owner_region_code, language)},
        {"label": _("Recommending unit"), "value": row.unit_name},
        {
            "label": _("Handed in"),
            "value": format_date(application.submitted_at) if application.submitted_at else None,
        },
    ]
    if application.recommendation is not None:
        opinion = application.recommendation.label(language)
        text = f"{opinion}：{application.opinion}" if application.opinion else opinion
        found.append({"label": _("Opinion of the recommending unit"), "value": text})
    if application.notice_closes_on is not None:
        opens_on = application.notice_opens_on
        days = [format_date(day) for day in (opens_on, application.notice_closes_on) if day]
        found.append({"label": _("Public notice"), "value": " – ".join(days)})
    if application.published_on is not None:
        published = format_date(application.published_on)
        found.append({"label": _("Published on"), "value": published})
    if application.number_in_batch is not None:
        found.append({"label": _("Number in the batch"), "value": application.number_in_batch})
    return found


def _update_rows(
    session: Session, row: ApplicationRow, handed_in: Sequence[ApplicationEvent]
) -> list[dict[str, Any]] | None:
    """Return what the update as handed in changes in the entry; None if it is no update."""
    if row.technology.supersedes_id is None or not handed_in:
        return None
    before = content_of(with_cases(session, row.technology.supersedes_id))
    return difference_rows(differences(before, handed_in[0].content or {}))


def _correction_rows(handed_in: Sequence[ApplicationEvent]) -> list[dict[str, Any]] | None:
    if len(handed_in) < 2:  # noqa: PLR2004 - a version and the one before it
        return None
    new, old = handed_in
    return difference_rows(differences(old.content or {}, new.content or {}))


def _technology_url(actor: Actor, row: ApplicationRow) -> str | None:
    is_own = row.technology.organization_id == actor.organization_id
    if row.technology.catalogue_status is CatalogueStatus.DRAFT and not is_own:
        return None
    return url_for("catalogue.show", technology_id=row.technology.id)
