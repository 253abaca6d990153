"""An expert's reviews: what is due, the declaration, the score sheet."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from data.clock import local_day
from data.queries import review_rounds as reads
from data.queries.review_rounds import Task
from data.vocabulary import Declaration, Role
from matcher.services import review_access
from matcher.services.errors import ConflictError, FieldProblem, InvalidError
from matcher.services.expert_review import sheets
from matcher.services.expert_review.sheets import Sheet
from web.access import Access, allow, required_actor
from web.errors import described
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.presenters import my_reviews as shown

bp = Blueprint("my_reviews", __name__, url_prefix="/my-reviews")


@bp.get("")
@allow(Role.EXPERT, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List the expert's reviews: what is due first, then what is done."""
    actor = required_actor()
    today = local_day(now())
    with read_only() as session:
        found = reads.tasks(session, readable=review_access.assignments_of(actor))
    items = [shown.list_item(one, today) for one in found]
    return render_template(
        "my_reviews/index.html",
        waiting=[one for one in items if one["is_waiting"]],
        settled=[one for one in reversed(items) if not one["is_waiting"]],
    )


@bp.get("/<int:assignment_id>")
@allow(Role.EXPERT, Access.SESSION_ONLY)
def show(assignment_id: int) -> ResponseReturnValue:
    """Show the declaration first; after it the form, its audit, its costs and the score sheet."""
    return _page(assignment_id, [])


@bp.post("/<int:assignment_id>/declaration")
@allow(Role.EXPERT, Access.SESSION_ONLY)
def declare(assignment_id: int) -> ResponseReturnValue:
    """Declare no conflict, an interest, or that the expert cannot take it."""
    try:
        declaration = _declaration()
        with writing() as session:
            sheets.declare(
                session,
                actor=required_actor(),
                assignment_id=assignment_id,
                declaration=declaration,
                reason=text("reason"),
                now=now(),
            )
    except InvalidError as error:
        return _page(assignment_id, list(error.problems)), 422
    if declaration is Declaration.NO_CONFLICT:
        notify(_("Thank you. You can read the form and score it now."))
        return redirect_to("my_reviews.show", assignment_id=assignment_id)
    notify(_("Your declaration was recorded. The bureau asks another expert."))
    return redirect_to("my_reviews.index")


@bp.post("/<int:assignment_id>/scores")
@allow(Role.EXPERT, Access.SESSION_ONLY)
def save(assignment_id: int) -> ResponseReturnValue:
    """Save the sheet as a draft, or hand it in: by the button that was pressed."""
    is_final = text("go") == "submit"
    wants_json = request.accept_mimetypes.best == "application/json"
    try:
        kept = _kept(assignment_id, is_final=is_final)
    except InvalidError as error:
        problems = list(error.problems)
        if wants_json:
            return jsonify({"errors": [described(one) for one in problems]}), 422
        return _page(assignment_id, problems), 422
    except (ConflictError, StaleDataError) as error:
        code = error.code if isinstance(error, ConflictError) else "changed_meanwhile"
        if code != "changed_meanwhile" or wants_json:
            raise
        return _page(assignment_id, [], was_changed=True), 409
    if wants_json:
        return jsonify({"version": kept.version, "saved_at": shown.clock(now())})
    if is_final:
        notify(_("Your scores were handed in. Thank you."))
        return redirect_to("my_reviews.index")
    notify(_("The draft was saved. You can go on at any time."))
    return redirect_to("my_reviews.show", assignment_id=assignment_id)


def _declaration() -> Declaration:
    given = text("declaration")
    if given not in list(Declaration):
        raise InvalidError([FieldProblem(field="declaration", rule="choose_one")])
    return Declaration(given)


def _kept(assignment_id: int, *, is_final: bool) -> Any:  # noqa: ANN401 - a ReviewAssignment
    given = text("version")
    version = int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004
    action = sheets.submit if is_final else sheets.save_draft
    with writing() as session:
        return action(
            session,
            actor=required_actor(),
            assignment_id=assignment_id,
            sheet=_sheet(),
            version=version,
            now=now(),
        )


def _sheet() -> Sheet:
    """Read the sheet as typed; a text that is no number is named like any other fault."""
    scores: dict[str, float] = {}
    problems = []
    for name, given in request.form.items():
        if not name.startswith("score_") or not given.strip():
            continue
        try:
            scores[name.removeprefix("score_")] = float(given.strip())
        except ValueError:
            problems.append(FieldProblem(field=name, rule="not_a_number"))
    if problems:
        raise InvalidError(problems)
    comments = {
        name.removeprefix("comment_"): given
        for name, given in request.form.items()
        if name.startswith("comment_")
    }
    return Sheet(
        scores=scores,
        comments=comments,
        overall_comment=request.form.get("overall_comment", ""),
    )


def _page(assignment_id: int, problems: list[FieldProblem], *, was_changed: bool = False) -> str:
    with read_only() as session:
        task = review_access.own_task(session, required_actor(), assignment_id)
        view = _view(session, task)
    labels: dict[str, Any] = {
        f"score_{one.code}": one.name(current_language())
        for one in sheets.system_of_task(task).indicators
    }
    return form_page(
        "my_reviews/show.html",
        problems,
        was_changed=was_changed,
        labels=labels | {"declaration": _("Declaration"), "reason": _("Reason")},
        **view,
    )


def _view(session: Session, task: Task) -> dict[str, Any]:
    view = shown.head(task, local_day(now()))
    if sheets.may_see_form(task):
        view |= shown.form_view(session, task)
        view |= shown.sheet_view(task, may_score=sheets.may_score(task))
    return view
