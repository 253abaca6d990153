"""Typical cases of a draft: add, remove, move up and down."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.vocabulary import FormSection, Role
from matcher.services import technology_cases
from web.access import Access, allow, required_actor
from web.extensions import now, writing
from web.forms import notify, redirect_to

bp = Blueprint(
    "technology_cases", __name__, url_prefix="/technologies/<int:technology_id>/form/cases"
)
OWNER = (Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
_STEPS = {"up": -1, "down": 1}


@bp.post("")
@allow(*OWNER)
def add(technology_id: int) -> ResponseReturnValue:
    """Add an empty case and open it."""
    with writing() as session:
        made = technology_cases.add_case(
            session, actor=required_actor(), technology_id=technology_id, now=now()
        )
    return redirect_to("technology_form.case", technology_id=technology_id, case_id=made.id)


@bp.post("/<int:case_id>/remove")
@allow(*OWNER)
def remove(technology_id: int, case_id: int) -> ResponseReturnValue:
    """Remove a case with everything in it."""
    with writing() as session:
        technology_cases.remove_case(
            session,
            actor=required_actor(),
            technology_id=technology_id,
            case_id=case_id,
            now=now(),
        )
    notify(_("The case was removed."))
    return _list(technology_id)


@bp.post("/<int:case_id>/move")
@allow(*OWNER)
def move(technology_id: int, case_id: int) -> ResponseReturnValue:
    """Move a case one place."""
    step = _STEPS.get(request.form.get("to", ""))
    if step is None:
        abort(400)
    with writing() as session:
        technology_cases.move_case(
            session,
            actor=required_actor(),
            technology_id=technology_id,
            case_id=case_id,
            step=step,
            now=now(),
        )
    return _list(technology_id)


def _list(technology_id: int) -> ResponseReturnValue:
    return redirect_to(
        "technology_form.section", technology_id=technology_id, section=FormSection.CASES.value
    )
