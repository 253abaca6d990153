"""Checking an application and handing it in: what is missing blocks, what is odd is confirmed."""

from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.vocabulary import Role
from matcher.services import applications, technology_drafts
from matcher.services.errors import ConflictError, FieldProblem, InvalidError
from web.access import Access, allow, required_actor
from web.errors import described
from web.extensions import now, read_only, writing
from web.forms import notify, redirect_to, text
from web.i18n import current_language
from web.messages import problem_message
from web.technology_form import review
from web.technology_form.meter import meter

bp = Blueprint(
    "technology_submission", __name__, url_prefix="/technologies/<int:technology_id>/form"
)
OWNER = (Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)


@bp.get("/check")
@allow(*OWNER)
def check(technology_id: int) -> ResponseReturnValue:
    """Show every answer, what is missing, what the audit finds, and where to hand it in."""
    return _page(technology_id, [])


@bp.post("/submission")
@allow(*OWNER)
def submit(technology_id: int) -> ResponseReturnValue:
    """Hand the application in; missing fields block it, findings must be confirmed."""
    actor = required_actor()
    with read_only() as session:
        technology = technology_drafts.readable(session, actor=actor, technology_id=technology_id)
        missing, supplements = review.gaps(technology)
        found = review.findings(session, technology, now())
    problems = []
    if missing:
        problems.append(FieldProblem(field="missing", rule="form_incomplete"))
    if (found or supplements) and not request.form.get("confirmed"):
        problems.append(FieldProblem(field="confirmed", rule="must_accept"))
    if problems:
        return _page(technology_id, problems, 422)
    try:
        with writing() as session:
            technology_drafts.editable(session, actor=actor, technology_id=technology_id)
            made = applications.submit(
                session,
                actor=actor,
                technology_id=technology_id,
                batch_id=_number("batch_id"),
                recommending_organization_id=_number("recommending_organization_id"),
                note=text("note")[:2000] or None,
                now=now(),
            )
    except InvalidError as error:
        return _page(technology_id, list(error.problems), 422)
    except ConflictError as error:
        if error.code in {"draft_is_submitted", "changed_meanwhile"}:
            raise
        notify(problem_message(error.code, error.values) or error.code, "bad")
        return _page(technology_id, [], 409)
    notify(_("The application was submitted."))
    return redirect_to("applications.show", application_id=made.id)


def _number(name: str) -> int | None:
    given = text(name)
    return int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004


def _page(
    technology_id: int, problems: list[FieldProblem], status: int = 200
) -> ResponseReturnValue:
    actor, at = required_actor(), now()
    with read_only() as session:
        technology = technology_drafts.readable(session, actor=actor, technology_id=technology_id)
        choices = applications.choices(session, actor=actor, technology_id=technology_id, now=at)
        missing, supplements = review.gaps(technology)
        found = review.findings(session, technology, at)
    errors = [described(problem) for problem in problems]
    body = render_template(
        "technology_form/check.html",
        technology=technology,
        is_editable=technology_drafts.is_editable(technology),
        groups=review.answers(technology),
        missing=missing,
        supplements=supplements,
        findings=found,
        meter=meter(technology, "check"),
        errors=errors,
        error_of={error["field"]: error["message"] for error in errors},
        values=request.form.to_dict() if request.method == "POST" else _first(choices),
        **_offered(choices),
    )
    return make_response(body, status)


def _offered(choices: applications.SubmissionChoices) -> dict[str, Any]:
    chinese = current_language() == "zh"
    return {
        "returned": choices.returned,
        "is_update": choices.superseded_id is not None,
        "batches": [{"value": batch.id, "label": _batch_words(batch)} for batch in choices.batches],
        "units": [
            {
                "value": unit.id,
                "label": f"{unit.name} · {where.name_zh if chinese else where.name_en}",
            }
            for unit, where in choices.units
        ],
    }


def _batch_words(batch: Any) -> str:  # noqa: ANN401 - a catalogue batch
    scope = batch.scope.label(current_language())
    if batch.closes_on is None:
        return f"{batch.name} · {scope}"
    until = _("until %(day)s", day=batch.closes_on.isoformat())
    return f"{batch.name} · {scope} · {until}"


def _first(choices: applications.SubmissionChoices) -> dict[str, Any]:
    """Preselect where there is only one choice."""
    values = {}
    if len(choices.batches) == 1:
        values["batch_id"] = choices.batches[0].id
    if len(choices.units) == 1:
        values["recommending_organization_id"] = choices.units[0][0].id
    return values
