"""What a match card shows beside the answer itself: names, places, completeness, links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import match_context
from data.queries import technologies as technology_reads
from matcher.geodesy import great_circle_km, initial_bearing_deg
from web.i18n import current_language
from web.presenters.cost import cost_formula, cost_inputs
from web.presenters.technology import completeness_share
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import CatalogueBatch, Demand, Organization, Technology

Json = dict[str, Any]


def with_details(
    session: Session, demand: Demand, matches: Sequence[Json], *, may_introduce: bool
) -> list[Json]:
    """Return the matches of an answer with everything a card shows."""
    ids = [int(one["technology"]["id"]) for one in matches]
    technologies = {one.id: one for one in technology_reads.with_cases(session, ids)}
    owners, batches = match_context.owners_and_batches(session, ids)
    leads = match_context.leads_of_demand(session, demand.id)
    found = []
    for one in matches:
        technology = technologies.get(int(one["technology"]["id"]))
        if technology is None:
            continue
        owner = owners.get(technology.organization_id or 0)
        extra = _extra(demand, one, technology, owner, batches.get(technology.batch_id or 0))
        links = _links(demand, technology, leads, may_introduce=may_introduce)
        found.append({**one, **extra, **links})
    return found


def _extra(
    demand: Demand,
    match: Json,
    technology: Technology,
    owner: Organization | None,
    batch: CatalogueBatch | None,
) -> Json:
    cost = match["cost"]
    return {
        "technology": {
            **match["technology"],
            "url": url_for("catalogue.show", technology_id=technology.id),
            "batch_label": batch.name if batch else None,
        },
        "similar": [
            {**each, "url": url_for("catalogue.show", technology_id=int(each["id"]))}
            for each in match.get("similar", [])
        ],
        "place": region_name(match["technology"]["owner_region_code"], current_language()),
        "figures": {**match["figures"], "case_count": len(technology.cases)},
        "completeness_share": completeness_share(technology),
        "provenance": _("Figures stated by the technology owner, not yet verified."),
        "reasons": chips_of(match),
        "unknowns": [{**each, "text": without_stop(each["text"])} for each in match["unknowns"]],
        "bearing_deg": _bearing(demand, match, technology, owner),
        "cost": {
            **cost,
            "formula": cost_formula(cost["inputs"], cost["abatement_cost_yuan_per_tco2"]),
            "inputs": cost_inputs(cost["inputs"]),
        }
        if cost
        else None,
    }


def chips_of(match: Mapping[str, Any]) -> list[Json]:
    """Return reasons and cautions of a match as chips."""
    good = [{**one, "kind": "ok"} for one in match["reasons"]]
    cautions = [{**one, "kind": "warn"} for one in match["warnings"]]
    return [{**one, "text": without_stop(one["text"])} for one in (*good, *cautions)]


def without_stop(text: str) -> str:
    """Return a sentence without its full stop, as it stands on a chip."""
    return text.removesuffix("。").removesuffix(".")


def _links(
    demand: Demand, technology: Technology, leads: Mapping[int, int], *, may_introduce: bool
) -> Json:
    known = current_app.view_functions
    lead_id = leads.get(technology.id)
    if lead_id is not None and "leads.show" in known:
        return {"lead_open_url": url_for("leads.show", lead_id=lead_id)}
    if lead_id is None and may_introduce:
        return {"lead_url": lead_form_url(demand.id, technology.id)}
    return {}


def lead_form_url(demand_id: int, technology_id: int) -> str | None:
    """Return where an introduction is started; None where there is no such page."""
    if "leads.new" not in current_app.view_functions:
        return None
    return url_for("leads.new", demand_id=demand_id, technology_id=technology_id)


def _bearing(
    demand: Demand, match: Json, technology: Technology, owner: Organization | None
) -> float | None:
    """Return the direction of the place that the distance of a match refers to."""
    site = (demand.latitude_deg, demand.longitude_deg)
    if None in site or match["nearest"] is None:
        return None
    places: list[Any] = [owner] if match["nearest"] == "service_point" else [*technology.cases]
    known = [
        (one.latitude_deg, one.longitude_deg)
        for one in places
        if one is not None and one.latitude_deg is not None and one.longitude_deg is not None
    ]
    if not known:
        return None
    nearest = min(known, key=lambda place: float(great_circle_km(*site, *place)))  # type: ignore[arg-type]
    return float(initial_bearing_deg(*site, *nearest))  # type: ignore[arg-type]
