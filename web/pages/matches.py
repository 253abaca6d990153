"""The match page of a need: ranking, weights, filters, what was read, past runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.vocabulary import DemandStatus, Role
from matcher.services import access, demand_readings, match_runs
from matcher.services.errors import InvalidError, NotReadyError
from matcher.services.match_requests import DEFAULT_LIMIT
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, runtime, writing
from web.forms import redirect_to, text
from web.i18n import current_language
from web.presenters.demand import understood_items
from web.presenters.match import presented
from web.presenters.match_cards import with_details
from web.presenters.match_page import demand_head, excluded_view, order_links, past_runs
from web.presenters.match_panels import panels
from web.presenters.match_ranking import asked_weights, filtered, kept, ranking_form

if TYPE_CHECKING:
    from data.models import Demand

bp = Blueprint("matches", __name__)

_READERS = (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.BUREAU_OFFICER)
_POSTERS = (Role.PARK_MANAGER, Role.ENTERPRISE_USER)
RETRY_SECONDS = 3


@bp.get("/needs/<int:demand_id>/matches")
@allow(*_READERS)
def show(demand_id: int) -> ResponseReturnValue:
    """Show the ranked technologies of a need, or a past run unchanged."""
    try:
        run = run_of(demand_id)
    except NotReadyError:
        return loading_page(demand_id)
    with read_only() as session:
        demand = access.readable_demand(session, required_actor(), demand_id)
        context = _context(session, demand, run)
    return render_template("matches/show.html", **context)


def loading_page(demand_id: int) -> ResponseReturnValue:
    """Return the page that tries again by itself while the encoder loads (RULINGS 11)."""
    with read_only() as session:
        demand = access.readable_demand(session, required_actor(), demand_id)
        page = render_template(
            "matches/loading.html",
            title=demand.title,
            seconds=RETRY_SECONDS,
            here=request.full_path,
        )
    response = make_response(page, 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def run_of(demand_id: int, *, run_id: int | None = None) -> dict[str, Any]:
    """Return the run the address asks for, in words: a past one, or the present one.

    Raises
    ------
    NotFoundError
        If the need, or this run of it, is not the actor's to read.
    NotReadyError
        While the encoder or the catalogue is loading.
    """
    actor, here = required_actor(), runtime()
    wanted = run_id if run_id is not None else _past_run_id()
    if wanted is not None:
        with read_only() as session:
            past = match_runs.past_run(
                session, actor=actor, demand_id=demand_id, run_id=wanted, limit=DEFAULT_LIMIT
            )
        return presented(past, current_language()) | {"is_past": True}
    weights = asked_weights(request.args)
    asked: dict[str, Any] = {"weights": weights, "limit": DEFAULT_LIMIT}
    with read_only() as session:
        key = match_runs.key_of(session, here, actor=actor, demand_id=demand_id, **asked)
        found = match_runs.find(session, key)
        if found is not None:
            shown = match_runs.shown(session, found, limit=DEFAULT_LIMIT)
            return presented(shown, current_language()) | {"is_past": False}
        made = match_runs.work_out(session, here, key, **asked)
    with writing() as session:
        run = match_runs.find_to_store(session, key)  # another request may have been faster
        if run is None:
            run = match_runs.store(session, made, actor=actor, now=now())
        shown = match_runs.shown(session, run, limit=DEFAULT_LIMIT)
    return presented(shown, current_language()) | {"is_past": False}


def _past_run_id() -> int | None:
    given = request.args.get("run", "")
    if not given:
        return None
    if not given.isdecimal() or len(given) > 9:  # noqa: PLR2004 - of 32 bits
        abort(404)
    return int(given)


def _context(session: Session, demand: Demand, run: dict[str, Any]) -> dict[str, Any]:
    actor, args = required_actor(), request.args
    is_own = demand.organization_id == actor.organization_id and actor.role in _POSTERS
    may_introduce = is_own and demand.status is DemandStatus.OPEN
    all_matches = with_details(session, demand, run["matches"], may_introduce=may_introduce)
    matches = filtered(args, all_matches)
    ranking = ranking_form(demand.id, args, run["weights"], all_matches)
    if run["is_past"]:
        ranking["hidden"]["run"] = run["run_id"]
    state = kept(args, run["weights"], order_links(demand.id, args, run["weights"]).order)
    return {
        "demand": demand_head(demand, may_edit=is_own, at=now()),
        "run": run
        | {"matches": matches, "made": _made(run), "all_count": len(all_matches)}
        | excluded_view(run),
        "understood_items": understood_items(
            demand, run["understood"], may_change=is_own and not run["is_past"]
        ),
        "ranking": ranking,
        "orders": order_links(demand.id, args, run["weights"]).links,
        "compare": {
            "action": url_for("compare.show", demand_id=demand.id),
            "hidden": {"run": run["run_id"]},
            "selected": args.getlist("technology"),
            "key": str(demand.id),
        },
        "panels": panels(demand, matches),
        "runs": past_runs(session, demand.id, shown=run["run_id"]),
        "present_url": url_for("matches.show", demand_id=demand.id) if run["is_past"] else None,
        "filters_off_url": url_for(
            "matches.show",
            demand_id=demand.id,
            **{k: v for k, v in state.items() if k not in {"stage", "type", "hide"}},
        )
        if len(matches) < len(all_matches)
        else None,
    }


def _made(run: dict[str, Any]) -> str:
    from datetime import datetime

    at = format_datetime(datetime.fromisoformat(run["run_at"]), "short")
    return str(_("as of %(at)s", at=at))


@bp.post("/needs/<int:demand_id>/understood")
@allow(*_POSTERS, Access.SESSION_ONLY)
def use_reading(demand_id: int) -> ResponseReturnValue:
    """Use or ignore one quantity that was read from the need's text."""
    code, is_used = text("code"), text("use") == "1"
    try:
        with writing() as session:
            demand_readings.use_reading(
                session,
                actor=required_actor(),
                demand_id=demand_id,
                code=code,
                is_used=is_used,
                now=now(),
            )
    except InvalidError:
        abort(400)
    return redirect_to("matches.show", demand_id=demand_id)
