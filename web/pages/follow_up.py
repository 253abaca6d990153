"""Answering a follow-up question by its link, without logging in (UX.md, RULINGS 22)."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from data.vocabulary import Barrier, LeadStage, MeasurementMethod
from matcher.services import follow_ups
from matcher.services.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from matcher.services.follow_up_forms import FormFacts, form_of_link
from web.access import Access, allow
from web.extensions import now, read_only, writing
from web.figures import rounded
from web.forms import form_page
from web.i18n import current_language
from web.presenters.follow_up_form import (
    UNSURE,
    Reading,
    factor_tco2_per_mwh,
    read_answer,
    values_of,
)
from web.security import form_pass

bp = Blueprint("follow_up", __name__)

TOKEN_CHARACTERS = 64


@bp.get("/f/<token>")
@allow(Access.PUBLIC)
def link(token: str) -> ResponseReturnValue:
    """Exchange a mail's link for a cookie of its form; changes nothing, however often called."""
    if len(token) > TOKEN_CHARACTERS:
        return _closed()
    token_hash = follow_ups.hash_of(token)
    try:
        with read_only() as session:
            facts = form_of_link(session, token_hash=token_hash, now=now())
    except NotFoundError:
        return _closed()
    path = url_for("follow_up.form", follow_up_id=facts.follow_up_id)
    language = request.args.get("lang")
    response = redirect(f"{path}?lang={language}" if language in {"zh", "en"} else path, code=303)
    form_pass.give(response, path=path, token_hash=token_hash, now=now())
    response.headers["Cache-Control"] = "no-store"
    return make_response(response)


@bp.get("/follow-up/<int:follow_up_id>")
@allow(Access.PUBLIC)
def form(follow_up_id: int) -> ResponseReturnValue:
    """Show the form to whoever opened its link within the last half hour."""
    facts = _opened(follow_up_id)
    return _closed() if facts is None else _form(facts, Reading())


@bp.post("/follow-up/<int:follow_up_id>")
@allow(Access.PUBLIC)
def save(follow_up_id: int) -> ResponseReturnValue:
    """Save the answer; "compute" only shows what a meter reading comes to."""
    facts = _opened(follow_up_id)
    if facts is None:
        return _closed()
    reading = read_answer(request.form)
    if reading.answer is None:
        return _form(facts, reading), 422
    if request.form.get("action") == "compute":
        return _form(facts, reading)
    try:
        with writing() as session:
            follow_ups.answer(session, follow_up_id=follow_up_id, given=reading.answer, now=now())
    except InvalidError as error:
        reading.problems = list(error.problems)
        return _form(facts, reading), 422
    except ConflictError:
        return _closed()
    return redirect(url_for("follow_up.receipt", follow_up_id=follow_up_id), code=303)


@bp.get("/follow-up/<int:follow_up_id>/receipt")
@allow(Access.PUBLIC)
def receipt(follow_up_id: int) -> ResponseReturnValue:
    """Show that the answer was saved, under which number, and what was understood."""
    facts = _opened(follow_up_id)
    if facts is None or facts.outcome is None:
        return _closed()
    page = render_template(
        "follow_up/receipt.html",
        facts=facts,
        valid_until=format_date(facts.valid_until),
        answer=_summary(facts),
        form_url=url_for("follow_up.form", follow_up_id=follow_up_id),
    )
    return _private(page)


def _opened(follow_up_id: int) -> FormFacts | None:
    path = url_for("follow_up.form", follow_up_id=follow_up_id)
    token_hash = form_pass.token_hash_for(path, now=now())
    if token_hash is None:
        return None
    try:
        with read_only() as session:
            facts = form_of_link(session, token_hash=token_hash, now=now())
    except NotFoundError:
        return None
    is_this_form = facts.follow_up_id == follow_up_id
    return facts if is_this_form and not facts.is_cancelled else None


def _closed() -> Response:
    page = _private(render_template("follow_up/closed.html"))
    page.status_code = 404
    return page


def _private(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(facts: FormFacts, reading: Reading) -> Response:
    language = current_language()
    stages = [stage for stage in LeadStage if stage in follow_ups.ANSWERABLE_STAGES]
    computed = reading.computed_tco2_per_year
    page = form_page(
        "follow_up/form.html",
        _in_order(reading.problems),
        values=values_of(facts.outcome),
        labels=_labels(),
        facts=facts,
        stage=facts.stage.label(language),
        side=facts.side.value,
        valid_until=format_date(facts.valid_until),
        stages=[_option(stage, language) for stage in stages],
        barriers=[_option(one, language) for one in Barrier],
        methods=[_option(one, language) for one in MeasurementMethod],
        factor=factor_tco2_per_mwh(),
        computed=None if computed is None else rounded(computed, 1),
        comment_characters=follow_ups.MAX_COMMENT_CHARACTERS,
        unsure=UNSURE,
    )
    return _private(page)


def _labels() -> dict[str, str]:
    return {
        "stage": _("Where does the project stand?"),
        "barrier": _("Reason or barrier"),
        "actual_investment": _("Actual investment so far"),
        "actual_abatement": _("Actual abatement a year"),
        "meter_before": _("A year before"),
        "meter_after": _("A year now"),
        "measurement_method": _("How was it measured?"),
        "satisfaction": _("How satisfied are you?"),
        "comment": _("Comment"),
    }


def _option(code: Any, language: str) -> dict[str, str]:  # noqa: ANN401 - any code list
    return {"value": code.value, "label": code.label(language)}


_ORDER = (
    "stage",
    "barrier",
    "actual_investment",
    "actual_abatement",
    "meter_before",
    "meter_after",
    "measurement_method",
    "satisfaction",
    "comment",
)


def _in_order(problems: list[FieldProblem]) -> list[FieldProblem]:
    places = {name: place for place, name in enumerate(_ORDER)}
    return sorted(problems, key=lambda problem: places.get(problem.field, len(places)))


def _summary(facts: FormFacts) -> list[dict[str, Any]]:
    values = values_of(facts.outcome)
    outcome = facts.outcome
    if outcome is None:
        return []
    language = current_language()
    labels = {
        "stage": outcome.stage.label(language) if outcome.stage else _("not sure"),
        "measurement_method": outcome.measurement_method.label(language)
        if outcome.measurement_method
        else _("not sure"),
        "barrier": outcome.barrier.label(language) if outcome.barrier else "",
    }
    investment, tonnes = values["actual_investment"], values["actual_abatement"]
    found = [
        (_("Stage reported"), labels["stage"]),
        (_("Reason or barrier"), labels["barrier"]),
        (
            _("Actual investment"),
            _("%(amount)s × 10,000 CNY", amount=investment) if investment else _("not sure"),
        ),
        (
            _("Actual abatement"),
            _("%(tonnes)s tCO₂ a year", tonnes=tonnes) if tonnes else _("not sure"),
        ),
        (_("How it was measured"), labels["measurement_method"] if tonnes else ""),
        (
            _("Satisfaction"),
            f"{values['satisfaction']} / 5" if values["satisfaction"] else _("not sure"),
        ),
        (_("Comment"), values["comment"]),
    ]
    return [{"label": label, "value": value} for label, value in found if value]
