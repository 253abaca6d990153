"""Pieces of the match page around the list: head, exclusions, order, past runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from data.queries import match_runs as reads
from data.vocabulary import DemandStatus
from web.i18n import current_language
from web.presenters.demand import demand_place, demand_url, limits_of
from web.presenters.match_cards import without_stop
from web.presenters.match_ranking import ORDERS, asked_order, kept

if TYPE_CHECKING:
    from data.models import Demand

Json = dict[str, Any]

EXCLUSION_LABELS = {
    "technology_type_not_wanted": _l("Other technology type"),
    "sector_not_applicable": _l("Sector does not fit"),
    "project_type_not_applicable": _l("Retrofit or new build does not fit"),
    "temperature_out_of_band": _l("Temperature outside its range"),
    "demonstration_not_accepted": _l("Demonstration stage not accepted"),
    "investment_over_limit": _l("Investment over the limit"),
    "payback_over_limit": _l("Payback over the limit"),
    "abatement_cost_over_limit": _l("Unit cost over the limit"),
    "construction_too_long": _l("Takes too long to build"),
}
"""Short names of the reasons why a technology was left out."""


def demand_head(demand: Demand, *, may_edit: bool, at: datetime) -> Json:
    """Return what stands at the top of a need's pages."""
    language = current_language()
    days = (at - demand.created_at).days
    is_open = demand.status is DemandStatus.OPEN
    return {
        "title": demand.title,
        "url": demand_url("demands.show", demand),
        "list_url": url_for("demands.index"),
        "edit_url": demand_url("demand_form.edit", demand) if may_edit and is_open else None,
        "place": demand_place(demand),
        "published": _("posted today")
        if days < 1
        else ngettext("posted %(num)s day ago", "posted %(num)s days ago", days),
        "visibility": demand.visibility.label(language),
        "status": None if is_open else demand.status.label(language),
        "facts": limits_of(demand),
    }


def excluded_view(run: Json) -> Json:
    """Return the excluded entries with links, and the reasons with their counts."""
    return {
        "excluded": [
            {
                "technology": {
                    **entry["technology"],
                    "url": url_for("catalogue.show", technology_id=int(entry["technology"]["id"])),
                },
                "reasons": [
                    {**reason, "text": without_stop(reason["text"])} for reason in entry["reasons"]
                ],
            }
            for entry in run["excluded"]
        ],
        "excluded_by_reason": [
            {"label": str(EXCLUSION_LABELS.get(code, code)), "count": count}
            for code, count in sorted(run["excluded_by_reason"].items(), key=lambda item: -item[1])
        ],
        "empty_reason": (run.get("empty_reason") or {}).get("text"),
    }


@dataclass(frozen=True, slots=True)
class OrderLinks:
    """The order in force, and a link to each order."""

    order: str
    links: list[Json]


def order_links(demand_id: int, args: MultiDict[str, str], weights: dict[str, float]) -> OrderLinks:
    """Return the links that order the list, keeping weights and filters."""
    labels = {
        "score": _("Score"),
        "abatement": _("Abatement"),
        "cost": _("Unit cost"),
        "distance": _("Distance"),
    }
    present = asked_order(args)
    run: Json = {"run": args["run"]} if args.get("run") else {}
    links = [
        {
            "label": labels[order],
            "url": url_for(
                "matches.show", demand_id=demand_id, **kept(args, weights, order), **run
            ),
            "current": order == present,
        }
        for order in ORDERS
    ]
    return OrderLinks(present, links)


def past_runs(session: Session, demand_id: int, *, shown: str) -> list[Json]:
    """Return the runs of a need, newest first, with date and weights."""
    return [
        {
            "at": format_datetime(run.created_at, "short"),
            "weights": weights_text(run.weights),
            "url": url_for("matches.show", demand_id=demand_id, run=run.id),
            "current": str(run.id) == shown,
        }
        for run in reads.of_demand(session, demand_id=demand_id, limit=10)
    ]


def weights_text(weights: dict[str, float]) -> str:
    """Return weights as one short line."""
    return str(
        _(
            "fit %(fit)s%% · distance %(location)s%% · cost %(cost)s%%",
            fit=round(weights["fit"] * 100),
            location=round(weights["location"] * 100),
            cost=round(weights["abatement_cost"] * 100),
        )
    )
