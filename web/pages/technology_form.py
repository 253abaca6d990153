"""The online application form (附件1): its sections, saved field by field (decision 0150)."""

from typing import Any

from flask import Blueprint, abort, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.vocabulary import FormSection, Role
from matcher.services import technology_drafts
from matcher.services.errors import ConflictError
from web.access import Access, allow, required_actor
from web.errors import wants_json
from web.extensions import now, read_only, writing
from web.forms import notify, redirect_to
from web.technology_form.fields import Shown
from web.technology_form.meter import next_section, section_url
from web.technology_form.saving import Outcome, as_json, conflict_rows, save_posted
from web.technology_form.view import Place, page_context

bp = Blueprint("technology_form", __name__, url_prefix="/technologies/<int:technology_id>/form")
OWNER = (Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
MAX_EDITS = 20
"""Changes one click may have made; a suggestion changes a handful of figures at most."""


@bp.get("")
@allow(*OWNER)
def start(technology_id: int) -> ResponseReturnValue:
    """Lead to the first section."""
    with read_only() as session:
        technology_drafts.readable(session, actor=required_actor(), technology_id=technology_id)
    return redirect(section_url(technology_id, FormSection.BASICS))


@bp.get("/<section>")
@allow(*OWNER)
def section(technology_id: int, section: str) -> ResponseReturnValue:
    """Show one section with its help, and how complete the form is."""
    return _shown(Place(technology_id, _known(section)))


@bp.post("/<section>")
@allow(*OWNER)
def save_section(technology_id: int, section: str) -> ResponseReturnValue:
    """Save what was typed in a section, field by field."""
    return answer(Place(technology_id, _known(section)))


@bp.get("/cases/<int:case_id>")
@allow(*OWNER)
def case(technology_id: int, case_id: int) -> ResponseReturnValue:
    """Show one typical case with its supplements and its three costs."""
    return _shown(Place(technology_id, FormSection.CASES, case_id))


@bp.post("/cases/<int:case_id>")
@allow(*OWNER)
def save_case(technology_id: int, case_id: int) -> ResponseReturnValue:
    """Save what was typed of a case, field by field."""
    return answer(Place(technology_id, FormSection.CASES, case_id))


@bp.post("/undo")
@allow(*OWNER)
def undo(technology_id: int) -> ResponseReturnValue:
    """Take back the changes of one click."""
    given = request.form.getlist("edit")[:MAX_EDITS]
    with read_only() as session:
        technology_drafts.readable(session, actor=required_actor(), technology_id=technology_id)
    if not given or not all(_is_id(one) for one in given):
        abort(400)
    try:
        with writing() as session:
            for edit in given:
                technology_drafts.undo(
                    session,
                    actor=required_actor(),
                    technology_id=technology_id,
                    edit_id=int(edit),
                    now=now(),
                )
    except ConflictError as error:
        if error.code != "changed_meanwhile":
            raise
        notify(_("The field was changed again since; nothing was taken back."), "warn")
    else:
        notify(_("The change was taken back."))
    return redirect(_back(technology_id), 303)


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 10  # noqa: PLR2004 - our own ids


def _back(technology_id: int) -> str:
    """Return the page of the form the caller came from, never an address of elsewhere."""
    case_id = request.form.get("case", "")
    if _is_id(case_id):
        return Place(technology_id, FormSection.CASES, int(case_id)).url
    return section_url(technology_id, _known(request.form.get("section", "basics")))


def _known(text: str) -> FormSection:
    if text not in list(FormSection):
        abort(404)
    return FormSection(text)


def _shown(place: Place, status: int = 200, **more: Any) -> ResponseReturnValue:  # noqa: ANN401
    with read_only() as session:
        context = page_context(session, required_actor(), place, at=now(), **more)
    context["undo_edits"] = [one for one in request.args.getlist("undo") if one.isdecimal()]
    template = "technology_form/section.html"
    if not context["is_editable"]:
        template = "technology_form/closed.html"
    return make_response(render_template(template, **context), status)


def answer(place: Place) -> ResponseReturnValue:
    """Save a posted page and answer its script, or lead a person on."""
    outcome = save_posted(place.technology_id)
    if wants_json():
        return jsonify(as_json(outcome, _fragments(place, outcome)))
    shown = Shown(outcome.posting, outcome.errors)
    if outcome.errors:
        return _shown(place, 422, shown=shown, candidates=_candidates(place, outcome))
    if outcome.conflicts:
        return _conflict(place, outcome)
    return _led_on(place, outcome)


def _led_on(place: Place, outcome: Outcome) -> ResponseReturnValue:
    go, candidates = request.form.get("go"), _candidates(place, outcome)
    if go == "leave":
        return redirect_to("technology_drafts.index")
    if candidates:
        return _shown(place, candidates=candidates)
    if go != "next":
        notify(_("Saved."))
    return redirect(_following(place) if go == "next" else place.url, 303)


def _following(place: Place) -> str:
    if place.case_id is not None:
        return section_url(place.technology_id, FormSection.CASES)
    following = next_section(place.section)
    return section_url(place.technology_id, following or place.section)


def _candidates(place: Place, outcome: Outcome) -> tuple[Any, ...]:
    found = outcome.places.get(place.case_id or 0)
    return found.candidates if found else ()


def _fragments(place: Place, outcome: Outcome) -> str:
    with read_only() as session:
        context = page_context(
            session,
            required_actor(),
            place,
            at=now(),
            candidates=_candidates(place, outcome),
        )
    return render_template("technology_form/fragments.html", **context)


def _conflict(place: Place, outcome: Outcome) -> ResponseReturnValue:
    """Show what somebody else changed meanwhile, field by field, and let the person choose."""
    body = render_template(
        "technology_form/conflict.html",
        technology=outcome.saved.technology,
        rows=conflict_rows(outcome),
        action=place.url,
        written=len(outcome.saved.changed),
    )
    return make_response(body, 409)
