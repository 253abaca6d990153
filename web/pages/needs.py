"""Needs: the list of each role, one need, closing and opening it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import demand_matches, match_context, technologies
from data.queries import demands as reads
from data.vocabulary import DemandStatus, Role
from matcher.services import access, demands, reverse_matches
from matcher.services.actor import Actor
from matcher.services.errors import NotReadyError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, runtime, writing
from web.forms import notify, redirect_to
from web.i18n import current_language
from web.paging import before_id, next_link
from web.presenters.demand import demand_place, demand_url, limits_of, need_facts
from web.presenters.match import presented_match
from web.presenters.match_cards import chips_of, lead_form_url
from web.presenters.match_page import demand_head
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import Demand

bp = Blueprint("demands", __name__)

PAGE = 20
FITTING = 20
OFFERED = 20
_READERS = (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER)
_POSTERS = (Role.PARK_MANAGER, Role.ENTERPRISE_USER)


@bp.get("/needs")
@allow(*_READERS)
def index() -> ResponseReturnValue:
    """List a poster's own needs, a bureau's region, or what an owner may see."""
    actor = required_actor()
    technology = request.args.get("technology", "")
    if actor.role is Role.TECHNOLOGY_OWNER and technology.isdecimal() and len(technology) < 10:  # noqa: PLR2004
        return _fitting(actor, int(technology))
    status = _status(request.args.get("status"))
    with read_only() as session:
        found = reads.page(
            session,
            readable=access.demands_readable_by(actor),
            before_id=before_id(),
            limit=PAGE + 1,
            status=status,
            query=request.args.get("query", "").replace("\0", "").strip()[:200],
        )
        rows = _rows(session, actor, found[:PAGE])
    return render_template(
        "needs/index.html",
        rows=rows,
        next_page=next_link(found, PAGE),
        first_url=url_for("demands.index", status=request.args.get("status"))
        if request.args.get("cursor")
        else None,
        status=status.value if status else "all",
        is_poster=actor.role in _POSTERS,
        role=actor.role.value,
        query=request.args.get("query", ""),
    )


def _status(given: str | None) -> DemandStatus | None:
    if given == "all":
        return None
    return DemandStatus(given) if given in list(DemandStatus) else DemandStatus.OPEN


def _rows(session: Session, actor: Actor, found: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    language, ids = current_language(), [one.id for one in found]
    matches = demand_matches.match_counts(session, ids)
    leads = reads.lead_counts(session, ids)
    is_owner = actor.role is Role.TECHNOLOGY_OWNER
    return [
        {
            "demand": one,
            "status_label": one.status.label(language),
            "is_open": one.status is DemandStatus.OPEN,
            "place": _region(one) if is_owner else demand_place(one),
            "visibility": one.visibility.label(language),
            "limits": limits_of(one),
            "match_count": None if is_owner else matches.get(one.id),
            "lead_count": None if is_owner else leads.get(one.id, 0),
            "url": url_for("demands.show", demand_id=one.id),
            "matches_url": None if is_owner else demand_url("matches.show", one),
            "is_own": one.organization_id == actor.organization_id,
        }
        for one in found
    ]


def _region(demand: Demand) -> str | None:
    """Return the region alone: an address may name its poster."""
    return region_name(demand.region_code, current_language())


def _fitting(actor: Actor, technology_id: int) -> ResponseReturnValue:
    """Show an owner the open needs one technology fits, best first."""
    language = current_language()
    with read_only() as session:
        technology = access.own_technology(session, actor, technology_id)
        try:
            found = reverse_matches.demands_for(
                session,
                runtime(),
                actor=actor,
                technology_id=technology_id,
                limit=FITTING,
                now=now(),
            )
        except NotReadyError:
            name, here = technology.name, request.full_path
            page = render_template("matches/loading.html", title=name, seconds=3, here=here)
            return page, 503, {"Retry-After": "3"}
        items = []
        for one in found.items:
            match = presented_match(one.match, language)
            items.append(
                {
                    "demand": one.demand,
                    "place": demand_place(one.demand) if one.shows_poster else _region(one.demand),
                    "limits": limits_of(one.demand),
                    "match": match,
                    "chips": chips_of(match),
                    "url": url_for("demands.show", demand_id=one.demand.id),
                    "lead_url": lead_form_url(one.demand.id, technology_id),
                }
            )
    return render_template("needs/fitting.html", technology=technology, items=items)


@bp.get("/needs/<int:demand_id>")
@allow(*_READERS)
def show(demand_id: int) -> ResponseReturnValue:
    """Show one need; who posted it only to those who may know."""
    actor = required_actor()
    with read_only() as session:
        demand = access.readable_demand(session, actor, demand_id)
        context = _shown(session, actor, demand)
    return render_template("needs/show.html", **context)


def _shown(session: Session, actor: Actor, demand: Demand) -> dict[str, Any]:
    shows_poster = access.shows_poster(session, actor, demand)
    is_own = demand.organization_id == actor.organization_id and actor.role in _POSTERS
    names = reads.organization_names(session, [demand.organization_id]) if shows_poster else {}
    return {
        "demand": demand,
        "head": demand_head(demand, may_edit=is_own, at=now()),
        "poster": names.get(demand.organization_id),
        "shows_poster": shows_poster,
        "facts": need_facts(session, demand, shows_poster=shows_poster),
        "is_own": is_own,
        "is_open": demand.status is DemandStatus.OPEN,
        "matches_url": demand_url("matches.show", demand)
        if actor.role in access.MATCH_READING_ROLES
        else None,
        "offers": _offers(session, actor, demand),
    }


def _offers(session: Session, actor: Actor, demand: Demand) -> list[dict[str, Any]]:
    """Return the caller's own published technologies with where to propose each."""
    if actor.role is not Role.TECHNOLOGY_OWNER or demand.status is not DemandStatus.OPEN:
        return []
    found = technologies.published_of(session, actor.organization_id, limit=OFFERED)
    known = match_context.leads_of_demand(session, demand.id)
    return [
        {
            "name": item.technology.name,
            "url": url_for("catalogue.show", technology_id=item.technology.id),
            "lead_url": None
            if item.technology.id in known
            else lead_form_url(demand.id, item.technology.id),
        }
        for item in found
    ]


@bp.post("/needs/<int:demand_id>/close")
@allow(*_POSTERS, Access.SESSION_ONLY)
def close(demand_id: int) -> ResponseReturnValue:
    """Close a need: owners no longer see it, introductions go on."""
    _set(demand_id, DemandStatus.CLOSED)
    notify(_("The need is closed. You can open it again at any time."))
    return redirect_to("demands.index")


@bp.post("/needs/<int:demand_id>/reopen")
@allow(*_POSTERS, Access.SESSION_ONLY)
def reopen(demand_id: int) -> ResponseReturnValue:
    """Open a closed need again."""
    _set(demand_id, DemandStatus.OPEN)
    notify(_("The need is open again."))
    return redirect_to("demands.show", demand_id=demand_id)


def _set(demand_id: int, status: DemandStatus) -> None:
    with writing() as session:
        demands.set_status(
            session, actor=required_actor(), demand_id=demand_id, status=status, now=now()
        )
