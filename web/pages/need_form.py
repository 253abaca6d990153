"""Posting a need and changing it, step by step; everything typed travels with the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.clock import local_day
from data.geocoding.place import PlaceWarning
from data.queries import records
from data.vocabulary import Role
from matcher.services import access, demands, need_inference
from matcher.services.errors import ConflictError, FieldProblem, InvalidError
from matcher.services.places import SitePlace
from web.access import Access, allow, required_actor
from web.errors import described
from web.extensions import now, read_only, runtime, writing
from web.forms import notify, redirect_to
from web.i18n import current_language
from web.need_form import demands as needs
from web.need_form import values, view
from web.need_form.reading import inferred_chips, read_into, reading_chips
from web.need_form.state import STEPS, FormState

bp = Blueprint("demand_form", __name__)

_POSTERS = (Role.PARK_MANAGER, Role.ENTERPRISE_USER)
_STEP_OF_FIELD = {
    "title": "text",
    "text": "text",
    "park_id": "where",
    "enterprise_id": "where",
    "expires_on": "sharing",
    "visibility": "sharing",
    "weights": "sharing",
}
_FORM_NAME = {
    "site.address": "address",
    "site.region_code": "address",
    "needed_by_on": "needed_by",
}


@dataclass
class Page:
    """One page of the form: what was typed, what is wrong, places to choose from."""

    step: str
    state: FormState
    demand_id: int | None = None
    problems: Sequence[FieldProblem] = ()
    places: list[dict[str, str]] = field(default_factory=list)
    back_to_check: bool = False


@bp.get("/needs/new")
@allow(*_POSTERS)
def new() -> ResponseReturnValue:
    """Ask for the need in the poster's own words; nothing else first."""
    state = FormState({"text": [request.args.get("text", "")[:2000]]})
    with read_only() as session:
        options = view.site_options(session, required_actor())
    if len(options["parks"]) == 1:  # it would be taken anyway (RULINGS 6), so it is shown
        state.put("park_id", str(options["parks"][0]["value"]))
    elif not options["parks"] and len(options["enterprises"]) == 1:
        state.put("enterprise_id", str(options["enterprises"][0]["value"]))
    return _drawn(Page("text", state))


@bp.post("/needs/new")
@allow(*_POSTERS, Access.SESSION_ONLY)
def post() -> ResponseReturnValue:
    """Take one step on, back to an earlier one, or post."""
    return _step(None)


@bp.get("/needs/<int:demand_id>/edit")
@allow(*_POSTERS)
def edit(demand_id: int) -> ResponseReturnValue:
    """Show the answers of a stored need, each with a way to change it."""
    with read_only() as session:
        demand = access.own_demand(session, required_actor(), demand_id)
        park = records.park(session, demand.park_id)
        address = (park.address or park.name) if park else None
        written_on = local_day(demand.updated_at)
        state = needs.state_of(demand, park_address=address, today=written_on)
    return _drawn(Page("check", state, demand_id))


@bp.post("/needs/<int:demand_id>/edit")
@allow(*_POSTERS, Access.SESSION_ONLY)
def change(demand_id: int) -> ResponseReturnValue:
    """Take one step of changing a need, or save it."""
    with read_only() as session:
        access.own_demand(session, required_actor(), demand_id)
    return _step(demand_id)


def _step(demand_id: int | None) -> ResponseReturnValue:
    step, go = request.form.get("step", ""), request.form.get("go", "")
    if step not in STEPS:
        abort(400)
    state = FormState.posted(request.form)
    page = Page(step, state, demand_id, back_to_check=bool(request.form.get("back_to_check")))
    if go.startswith("edit:"):
        return _drawn(Page(_known(go), state, demand_id, back_to_check=True))
    if go.startswith("back:"):
        return _drawn(Page(_known(go), state, demand_id))
    page.problems, page.places = _problems(step, state)
    if page.problems:
        return _refused(page)
    if step == "text":
        read_into(state, today=_today())
    if step == "check":
        return _saved(page)
    following = "check" if page.back_to_check else STEPS[STEPS.index(step) + 1]
    return _drawn(Page(following, state, demand_id))


def _known(go: str) -> str:
    wanted = go.partition(":")[2]
    if wanted not in STEPS:
        abort(400)
    return wanted


def _problems(step: str, state: FormState) -> tuple[Sequence[FieldProblem], list[dict[str, str]]]:
    """Return what is wrong with a step, and places an ambiguous address may mean."""
    if step == "text":
        return needs.check_text(state), []
    if step == "where":
        _place, problems, places = needs.check_place(runtime(), state)
        return problems, places
    problems = values.parse_limits(state).problems
    dates = {"limits": ("needed_by",), "sharing": ("expires_on",)}.get(step, ())
    mine = [one for one in problems if (one.field == "expires_on") == (step == "sharing")]
    passed = [name for name in dates if _has_passed(state, name)]
    return [*mine, *(FieldProblem(field=name, rule="in_past") for name in passed)], []


def _has_passed(state: FormState, name: str) -> bool:
    # An old date of a stored need stays: only a need being posted must lie ahead.
    day = values.parse_limits(state).dates[name]
    return day is not None and day < _today() and not state.one("version")


def _today() -> date:
    return local_day(now())


def _saved(page: Page) -> ResponseReturnValue:
    """Post or change the need; what the use case refuses is shown on the step it belongs to."""
    try:
        new_need = needs.new_demand(page.state)
        with writing() as session:
            posted = _write(session, page, new_need)
            demand_id, warnings = posted.demand.id, posted.warnings
    except ConflictError:
        return _conflict(page)
    except InvalidError as error:
        return _refused(_page_of(page, error))
    for code in warnings:
        notify(PlaceWarning(code).label(current_language()), "warn")
    notify(_("The need is saved.") if page.demand_id else _("The need is posted."))
    return redirect_to("matches.show", demand_id=demand_id)


def _write(session: Any, page: Page, new_need: demands.NewDemand) -> demands.Posted:  # noqa: ANN401
    actor, here, at = required_actor(), runtime(), now()
    if page.demand_id is None:
        return demands.post_demand(session, here, actor=actor, new=new_need, now=at)
    version = page.state.one("version")
    return demands.change_demand(
        session,
        here,
        actor=actor,
        demand_id=page.demand_id,
        new=new_need,
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,  # noqa: PLR2004
        now=at,
    )


def _page_of(page: Page, error: InvalidError) -> Page:
    problems = [
        FieldProblem(
            field=_FORM_NAME.get(one.field, one.field.split(".", 1)[0]),
            rule=one.rule,
            values=one.values,
        )
        for one in error.problems
    ]
    step = _STEP_OF_FIELD.get(problems[0].field)
    if step is None:
        step = "where" if problems[0].field in {"address", "region_code"} else "limits"
    places: list[dict[str, str]] = []
    if step == "where":
        _place, found, places = needs.check_place(runtime(), page.state)
        problems = found or problems
    return Page(step, page.state, page.demand_id, problems, places, back_to_check=True)


def _conflict(page: Page) -> ResponseReturnValue:
    """Show what someone else changed meanwhile, with the choice of whose version stays."""
    with read_only() as session:
        demand = access.own_demand(session, required_actor(), page.demand_id or 0)
        options = view.site_options(session, required_actor())
        park = records.park(session, demand.park_id)
        address = (park.address or park.name) if park else None
        stored = needs.state_of(demand, park_address=address, today=_today())
    theirs = view.answers(stored, options, _resolved(stored))
    mine = view.answers(page.state, options, _resolved(page.state))
    rows = [
        {"label": a["label"], "theirs": a["value"], "mine": b["value"]}
        for group, other in zip(theirs, mine, strict=True)
        for a, b in zip(group["facts"], other["facts"], strict=True)
        if a["value"] != b["value"]
    ]
    page.state.put("version", stored.one("version"))
    body = render_template(
        "needs/conflict.html",
        title=stored.one("title"),
        rows=rows,
        hidden=page.state.hidden("check"),
        action=url_for("demand_form.change", demand_id=page.demand_id),
        theirs_url=url_for("demand_form.edit", demand_id=page.demand_id),
    )
    return make_response(body, 409)


def _refused(page: Page) -> ResponseReturnValue:
    return make_response(_drawn(page), 422)


def _drawn(page: Page) -> str:
    """Return the page of a step."""
    state, step = page.state, page.step
    errors = [view.error_shown(described(problem)) for problem in page.problems]
    with read_only() as session:
        options = view.site_options(session, required_actor())
    index = STEPS.index(step)
    is_new = page.demand_id is None
    return render_template(
        "needs/form.html",
        step=step,
        step_index=index,
        is_new=is_new,
        action=url_for("demand_form.post")
        if is_new
        else url_for("demand_form.change", demand_id=page.demand_id),
        cancel_url=url_for("demands.index")
        if is_new
        else url_for("demands.show", demand_id=page.demand_id),
        back_step=STEPS[index - 1] if index and (is_new or step != "check") else None,
        back_to_check=page.back_to_check,
        hidden=state.hidden(step),
        values=state.flat(),
        state=state,
        errors=errors,
        error_of={error["field"]: error["message"] for error in reversed(errors)},
        places=page.places,
        options=options,
        chips=reading_chips(state, today=_today()) if step in {"where", "limits"} else [],
        **_choices(step, state, options),
    )


def _choices(step: str, state: FormState, options: dict[str, Any]) -> dict[str, Any]:
    if step == "where":
        chips = inferred_chips(state, _inferred(state))
        return {
            "sectors": view.sector_groups(state),
            "types": view.type_groups(state),
            "inferred": chips,
            "other_ignored": sorted({*state.many("ignored")} - {one["code"] for one in chips}),
        }
    if step == "sharing":
        return {"visibilities": view.visibilities(), "priorities": view.priorities(state)}
    if step == "check":
        return {"answers": view.answers(state, options, _resolved(state))}
    return {}


def _inferred(state: FormState) -> Mapping[str, dict[str, Any]]:
    title, written = state.one("title"), state.one("text")
    return need_inference.inferred_from(runtime(), title=title, text=written, today=_today())


def _resolved(state: FormState) -> SitePlace | None:
    return needs.check_place(runtime(), state)[0]
