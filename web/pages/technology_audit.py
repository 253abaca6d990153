"""The audit of a draft: its findings as JSON, and taking a likely value with one click."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.vocabulary import EditCause, FormSection, Role
from matcher.services import technology_drafts
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import notify
from web.presenters.cost import case_cost
from web.technology_form.findings import drawn, findings_of, wanted_changes
from web.technology_form.saving import save_posted
from web.technology_form.view import Place

bp = Blueprint("technology_audit", __name__, url_prefix="/technologies/<int:technology_id>/form")
OWNER = (Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)


@bp.get("/audit.json")
@allow(*OWNER)
def findings(technology_id: int) -> ResponseReturnValue:
    """Return what the audit finds and the three costs of each case."""
    with read_only() as session:
        technology = technology_drafts.readable(
            session, actor=required_actor(), technology_id=technology_id
        )
        found = [drawn(technology, one) for one in findings_of(session, technology, now())]
    costs: list[dict[str, Any]] = [
        {"case_id": case.id, "name": case.name, **case_cost(case)} for case in technology.cases
    ]
    return jsonify({"technology_id": technology_id, "findings": found, "costs": costs})


@bp.post("/suggestions")
@allow(*OWNER)
def adopt(technology_id: int) -> ResponseReturnValue:
    """Save what was typed on the page, then take the value the audit holds for likely."""
    outcome = save_posted(technology_id)
    place = _place(technology_id)
    if outcome.errors or outcome.conflicts:
        notify(_("Please put the marked fields in order first."), "warn")
        return redirect(place.url, 303)
    actor, at = required_actor(), now()
    with writing() as session:
        technology = technology_drafts.editable(session, actor=actor, technology_id=technology_id)
        found = findings_of(session, technology, at)
        changes = wanted_changes(technology, found, request.form.get("adopt", "")[:200])
        saved = technology_drafts.save(
            session,
            actor=actor,
            technology_id=technology_id,
            changes=changes,
            now=at,
            cause=EditCause.SUGGESTION,
        )
        edits = list(saved.changed.values())
    if not edits:
        notify(_("This suggestion no longer fits what stands in the form."), "warn")
    query = f"?{urlencode([('undo', one) for one in edits])}" if edits else ""
    return redirect(f"{place.url}{query}", 303)


def _place(technology_id: int) -> Place:
    """Return the page the button stood on, told by the fields it posted."""
    first = next(iter(request.form.getlist("asked")), "")
    if first.startswith("cases."):
        number = first.split(".")[1]
        return Place(technology_id, FormSection.CASES, int(number))
    section = request.form.get("section", "")
    known = section in list(FormSection)
    return Place(technology_id, FormSection(section) if known else FormSection.BASICS)
