"""Moving one application: a page a move, with what the move needs; and its conflict page."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from data.clock import local_day
from data.vocabulary import ReviewState, WithdrawalReason
from matcher import review_states
from matcher.review_states import Need, ReviewMoveError, ReviewRule
from matcher.services import access, applications
from matcher.services.applications import ReviewMove, opinions
from matcher.services.applications.moves import CORRECTION_DAYS, MAX_NOTE_CHARACTERS
from matcher.services.errors import ConflictError, FieldProblem, InvalidError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, runtime, settings, writing
from web.forms import content_of, form_page, notify, redirect_to, text
from web.i18n import current_language
from web.messages import problem_message
from web.pages.applications import SIDES
from web.presenters import applications as shown
from web.presenters.application_page import application_page, move_text

bp = Blueprint("application_moves", __name__, url_prefix="/applications/<int:application_id>/moves")

NOTICE_DAYS = 10
"""Length of a public notice that the form offers; the officer may change it."""

FIELD_OF_RULE = {
    ReviewRule.NOTE_REQUIRED: "note",
    ReviewRule.OPINION_REQUIRED: "opinion",
    ReviewRule.COMPLETENESS_REQUIRED: "is_complete",
    ReviewRule.NOTICE_DATE_REQUIRED: "notice_closes_on",
    ReviewRule.NOTICE_TOO_SHORT: "notice_closes_on",
    ReviewRule.REASON_REQUIRED: "withdrawal_reason",
}


@bp.get("/<to>")
@allow(*SIDES, Access.SESSION_ONLY)
def form(application_id: int, to: str) -> ResponseReturnValue:
    """Show the form of one move: what it does, and what it needs."""
    return _form(application_id, _state(to), [])


@bp.post("/<to>")
@allow(*SIDES, Access.SESSION_ONLY)
def move(application_id: int, to: str) -> ResponseReturnValue:
    """Move an application: recommend, return, review, announce, publish, reject, withdraw."""
    wanted = _state(to)
    actor = required_actor()
    with read_only() as session:
        access.readable_application(session, actor, application_id)
    try:
        given = given_move(wanted)
        prepared = None
        if wanted is ReviewState.PUBLISHED:
            prepared = applications.prepare(runtime(), [application_id])
        with writing() as session:
            stamp_id = _kept_stamp(session, application_id, wanted)
            made = applications.move(
                session,
                actor=actor,
                application_id=application_id,
                move=replace(given, opinion_attachment_id=stamp_id),
                now=now(),
                prepared=prepared,
            )
    except InvalidError as error:
        return _form(application_id, wanted, list(error.problems)), 422
    except ReviewMoveError as error:
        field = FIELD_OF_RULE.get(error.code)
        if field is None:
            return _conflict(application_id, error.code.value), 409
        problem = FieldProblem(field=field, rule=error.code.value)
        return _form(application_id, wanted, [problem]), 422
    except (ConflictError, StaleDataError):
        return _conflict(application_id, None), 409
    state = made.state.label(current_language())
    notify(_("The application is now in the state “%(state)s”.", state=state))
    return redirect_to("applications.show", application_id=application_id)


def given_move(wanted: ReviewState) -> ReviewMove:
    """Return the move as it was posted.

    Raises
    ------
    InvalidError
        If a date or a reason cannot be read.
    """
    reason = text("withdrawal_reason")
    if reason and reason not in list(WithdrawalReason):
        raise InvalidError([FieldProblem(field="withdrawal_reason", rule="choose_one")])
    return ReviewMove(
        to=wanted,
        version=int(text("version")) if text("version").isdecimal() else None,
        note=request.form.get("note", "").strip(),
        opinion=request.form.get("opinion", "").strip(),
        is_complete=bool(text("is_complete")),
        notice_closes_on=_day("notice_closes_on"),
        due_on=_day("due_on") if wanted is ReviewState.RETURNED else None,
        withdrawal_reason=WithdrawalReason(reason) if reason else None,
    )


def _day(name: str) -> date | None:
    given = text(name)
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InvalidError([FieldProblem(field=name, rule="not_a_date")]) from error


def _kept_stamp(session: Session, application_id: int, wanted: ReviewState) -> int | None:
    file = request.files.get("stamp")
    if wanted is not ReviewState.RECOMMENDED or file is None or not file.filename:
        return None
    try:
        kept = opinions.keep_stamp(
            session,
            settings().var / "uploads",
            actor=required_actor(),
            application_id=application_id,
            file_name=file.filename,
            content=content_of(file),
            max_bytes=settings().max_upload_mb * 2**20,
            now=now(),
        )
    except InvalidError as error:
        problems = [
            FieldProblem(field="stamp", rule=one.rule, values=one.values) for one in error.problems
        ]
        raise InvalidError(problems) from error
    return kept.id


def _form(application_id: int, wanted: ReviewState, problems: list[FieldProblem]) -> str:
    actor = required_actor()
    today = local_day(now())
    with read_only() as session:
        application = access.readable_application(session, actor, application_id)
        offered = applications.offered_moves(session, actor, application)
        position = applications.position_of(session, application)
        view = application_page(session, actor, application)
    side = offered.get(wanted)
    if side is None:
        return _conflict(application_id, None)
    needs = review_states.needs_of(position, wanted)
    language, notice = current_language(), notice_values()
    return form_page(
        "applications/move.html",
        problems,
        to=wanted.value,
        title=move_text(application.state, wanted, side),
        needs={need.value for need in needs},
        needs_note=Need.NOTE in needs,
        reasons=[{"value": one.value, "label": one.label(language)} for one in WithdrawalReason],
        note_characters=MAX_NOTE_CHARACTERS,
        notice_first=notice["notice_first"],
        values=notice["values"]
        | {
            "version": application.version,
            "due_on": (today + timedelta(days=CORRECTION_DAYS)).isoformat(),
        },
        labels={
            "note": _("Grounds of the decision"),
            "opinion": _("Opinion"),
            "is_complete": _("Completeness"),
            "notice_closes_on": _("Last day"),
            "withdrawal_reason": _("Reason"),
            "stamp": _("Scan"),
            "due_on": _("Correction due on"),
        },
        **view,
    )


def notice_values() -> dict[str, Any]:
    """Return the earliest and the proposed last day of a public notice, for a form."""
    today = local_day(now())
    return {
        "notice_first": (today + timedelta(days=review_states.NOTICE_MIN_DAYS - 1)).isoformat(),
        "values": {"notice_closes_on": (today + timedelta(days=NOTICE_DAYS)).isoformat()},
    }


def _conflict(application_id: int, code: str | None) -> str:
    actor = required_actor()
    with read_only() as session:
        application = access.readable_application(session, actor, application_id)
        view = application_page(session, actor, application)
    last = view["timeline_items"][-1] if view["timeline_items"] else None
    return render_template(
        "applications/conflict.html",
        why=problem_message(code) if code else None,
        last=last,
        waits=shown.waits_for(view["row"]),
        **view,
    )


def _state(to: str) -> ReviewState:
    if to not in list(ReviewState):
        abort(404)
    return ReviewState(to)
