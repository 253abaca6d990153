"""The same move for several applications: what it needs, then what became of each."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from data.vocabulary import ReviewState, Role
from matcher.review_states import ReviewMoveError
from matcher.services import applications
from matcher.services.applications import ReviewMove, bulk
from matcher.services.applications.bulk import Candidate, Pick
from matcher.services.applications.moves import MAX_NOTE_CHARACTERS
from matcher.services.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from web.access import Access, allow, required_actor
from web.errors import described
from web.extensions import now, read_only, runtime, writing
from web.forms import form_page
from web.messages import problem_message
from web.pages.application_moves import FIELD_OF_RULE, given_move, notice_values
from web.presenters import applications as shown
from web.presenters.application_page import bulk_text

bp = Blueprint("application_bulk", __name__, url_prefix="/applications/bulk")

_DIGITS = 10


@bp.get("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def form() -> ResponseReturnValue:
    """Show what was picked, which of it can be moved, and what the move needs."""
    return _form(_state(request.args.get("to", "")), _picks(request.args.getlist("pick")), [])


@bp.post("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def move() -> ResponseReturnValue:
    """Move each application that was picked on its own, and say what became of it."""
    to = _state(request.form.get("to", ""))
    picks = _picks(request.form.getlist("pick"))
    try:
        given = replace(given_move(to), comes_from=bulk.COMES_FROM[to])
        _require(given)
    except InvalidError as error:
        return _form(to, picks, list(error.problems)), 422
    with read_only() as session:
        found = bulk.candidates(session, actor=required_actor(), picks=picks, to=to)
    prepared = None
    if to is ReviewState.PUBLISHED:
        prepared = applications.prepare(runtime(), [one.row.id for one in found if one.is_open])
    outcomes = [(one, _moved(one.pick, given, prepared)) for one in found]
    return render_template(
        "applications/bulk_done.html",
        title=bulk_text(to),
        to=to.value,
        moved=[_item(one) for one, why in outcomes if why is None],
        refused=[_item(one) | {"why": why} for one, why in outcomes if why is not None],
        unknown_count=len(picks) - len(found),
    )


def _moved(pick: Pick, given: ReviewMove, prepared: Any) -> str | None:  # noqa: ANN401 - a Prepared
    """Move one application in a transaction of its own; return why not, None if it went."""
    try:
        with writing() as session:
            applications.move(
                session,
                actor=required_actor(),
                application_id=pick.application_id,
                move=replace(given, version=pick.version),
                now=now(),
                prepared=prepared,
            )
    except (ReviewMoveError, ConflictError, ForbiddenError) as error:
        return _why(str(error.code))
    except InvalidError as error:
        return described(error.problems[0])["message"]
    except (StaleDataError, NotFoundError):
        return _why("changed_meanwhile")
    return None


def _why(code: str) -> str:
    return problem_message(code) or code


def _require(given: ReviewMove) -> None:
    """Refuse what lacks its reason, date or word before anything moves."""
    missing = bulk.missing_of(given)
    if missing:
        raise InvalidError(
            [FieldProblem(field=FIELD_OF_RULE[rule], rule=rule.value) for rule in missing]
        )


def _form(to: ReviewState, picks: list[Pick], problems: list[FieldProblem]) -> str:
    with read_only() as session:
        found = bulk.candidates(session, actor=required_actor(), picks=picks, to=to)
    needs = {need.value for need in bulk.needs_of(to)}
    return form_page(
        "applications/bulk.html",
        problems,
        to=to.value,
        title=bulk_text(to),
        needs=needs,
        needs_note="note" in needs,
        open_items=[_item(one) for one in found if one.is_open],
        other_items=[_item(one) for one in found if not one.is_open],
        note_characters=MAX_NOTE_CHARACTERS,
        labels={
            "note": _("Grounds of the decision"),
            "opinion": _("Opinion"),
            "is_complete": _("Completeness"),
            "notice_closes_on": _("Last day"),
        },
        **notice_values(),
    )


def _item(one: Candidate) -> dict[str, Any]:
    application = one.row.application
    return {
        "pick": f"{one.pick.application_id}.{one.pick.version}",
        "id": application.id,
        "technology": one.row.technology.name,
        "owner": one.row.owner_name,
        "state": shown.state_tag(application.state),
        "was_changed": application.version != one.pick.version,
    }


def _picks(given: list[str]) -> list[Pick]:
    return bulk.checked_picks([pick for one in given if (pick := _pick(one)) is not None])


def _pick(given: str) -> Pick | None:
    number, _dot, version = given.partition(".")
    if not all(
        one.isascii() and one.isdecimal() and len(one) < _DIGITS for one in (number, version)
    ):
        return None
    return Pick(int(number), int(version))


def _state(given: str) -> ReviewState:
    if given not in {one.value for one in bulk.COMES_FROM}:
        abort(404)
    return ReviewState(given)
