"""The public catalogue: filtered list, its spreadsheet, one technology with its cases."""

import io
from typing import Any

from flask import Blueprint, g, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.queries import technologies as reads
from data.queries.technologies import TechnologyFilter
from data.queries.technology_facets import STAGE, TECHNOLOGY_TYPE, counts_by
from data.reference.taxonomy import taxonomy
from data.vocabulary import CatalogueStatus, Role, TechnologyStage
from matcher.services import access
from matcher.services.actor import Actor
from web.access import Access, allow, current_actor
from web.extensions import now, read_only
from web.i18n import current_language
from web.paging import cursor_link, cursor_values
from web.presenters.catalogue_filters import (
    catalogue_filter,
    kept_values,
    province_options,
    region_label,
    sort_key,
)
from web.presenters.catalogue_sheet import catalogue_sheet
from web.presenters.technology import list_card
from web.presenters.technology_page import technology_page

bp = Blueprint("catalogue", __name__)

PAGE = 20
EXPORTED = 5000
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/technologies")
@allow(Access.PUBLIC)
def index() -> ResponseReturnValue:
    """List the catalogue under the filters of the address."""
    actor = current_actor()
    wanted, unknown = catalogue_filter(request.args, actor)
    readable, sort = access.technologies_readable_by(actor), sort_key(request.args.get("sort"))
    with read_only() as session:
        found = reads.page(
            session,
            readable=readable,
            filter_by=wanted,
            sort=sort,
            after=cursor_values(sort),
            limit=PAGE + 1,
        )
        items = found[:PAGE]
        cases = {
            one.id: one.cases
            for one in reads.with_cases(session, [item.technology.id for item in items])
        }
        count = reads.count(session, readable=readable, filter_by=wanted)
        facets = _facets(session, actor, wanted)
    if unknown:
        text = _("These filters are not known and were left out: %(names)s", names=unknown)
        g.notices = [{"kind": "warn", "text": text}]
    last = reads.cursor_of(items[-1], sort) if len(found) > PAGE else None
    return render_template(
        "catalogue/index.html",
        cards=[list_card(item, cases[item.technology.id]) for item in items],
        count=count,
        next_page=cursor_link(last),
        first_url=_here() if request.args.get("cursor") else None,
        facets=facets,
        chosen=_chosen(wanted),
        wanted=wanted,
        sort=sort,
        sorts=[
            {"label": label, "url": _here(sort=key), "current": sort == key}
            for key, label in _sorts().items()
        ],
        regions=province_options(current_language()),
        statuses=_statuses(actor),
        kept=kept_values(request.args, "query", "region_code", "status"),
        export_url=url_for("catalogue.export", **kept_values(request.args)),
        search_query=wanted.query,
    )


def _sorts() -> dict[str, str]:
    return {"newest": _("Newest entry"), "published": _("Published last"), "name": _("Name")}


def _here(**changes: str | None) -> str:
    values: dict[str, Any] = {**kept_values(request.args), **changes}
    return url_for("catalogue.index", **{k: v for k, v in values.items() if v})


def _statuses(actor: Actor | None) -> list[dict[str, str]]:
    roles = {Role.BUREAU_OFFICER, Role.TECHNOLOGY_OWNER}
    if actor is None or actor.role not in roles:
        return []
    language = current_language()
    return [{"value": one.value, "label": one.label(language)} for one in CatalogueStatus]


def _facets(session: Any, actor: Actor | None, wanted: TechnologyFilter) -> dict[str, Any]:  # noqa: ANN401
    from dataclasses import replace

    readable = access.technologies_readable_by(actor)
    of_any_type = replace(wanted, category="", technology_type="")
    types = counts_by(session, TECHNOLOGY_TYPE, readable=readable, filter_by=of_any_type)
    stages = counts_by(
        session,
        STAGE,
        readable=readable,
        filter_by=replace(wanted, stage=None),
    )
    return {"categories": _categories(types, wanted), "stages": _stages(stages, wanted)}


def _categories(counts: dict[str, int], wanted: TechnologyFilter) -> list[dict[str, Any]]:
    language = current_language()
    open_category = wanted.category or wanted.technology_type[:1]
    found: list[dict[str, Any]] = [
        {
            "label": _("All categories"),
            "count": sum(counts.values()),
            "url": _here(category=None, type=None),
            "current": not open_category,
            "types": [],
        }
    ]
    for category in taxonomy():
        types = [
            {
                "label": one.label(language),
                "count": counts.get(one.code, 0),
                "url": _here(category=None, type=one.code),
                "current": wanted.technology_type == one.code,
            }
            for one in category.types
        ]
        found.append(
            {
                "label": category.label(language),
                "count": sum(one["count"] for one in types),
                "url": _here(category=category.code, type=None),
                "current": wanted.category == category.code and not wanted.technology_type,
                "types": types if open_category == category.code else [],
            }
        )
    return found


def _stages(counts: dict[str, int], wanted: TechnologyFilter) -> list[dict[str, Any]]:
    language = current_language()
    all_stages = {
        "label": _("All stages"),
        "count": None,
        "url": _here(stage=None),
        "current": wanted.stage is None,
    }
    return [all_stages] + [
        {
            "label": stage.label(language),
            "count": counts.get(stage.value, 0),
            "url": _here(stage=stage.value),
            "current": wanted.stage is stage,
        }
        for stage in TechnologyStage
    ]


def _chosen(wanted: TechnologyFilter) -> list[dict[str, str]]:
    """Return the filters in force, each with the address of the list without it."""
    language = current_language()
    given = {
        "query": f"“{wanted.query}”" if wanted.query else "",
        "region_code": region_label(wanted.region_code, language),
        "status": wanted.status.label(language) if wanted.status else "",
        "stage": wanted.stage.label(language) if wanted.stage else "",
    }
    for category in taxonomy():
        if wanted.category == category.code and not wanted.technology_type:
            given["category"] = category.label(language)
        for one in category.types:
            if wanted.technology_type == one.code:
                given["type"] = one.label(language)
    return [
        {"label": label, "url": _here(**{name: None})} for name, label in given.items() if label
    ]


@bp.get("/technologies.xlsx")
@allow(Access.PUBLIC)
def export() -> ResponseReturnValue:
    """Return the filtered list as a spreadsheet, at most 5,000 rows."""
    actor = current_actor()
    wanted, _unknown = catalogue_filter(request.args, actor)
    with read_only() as session:
        found = reads.page(
            session,
            readable=access.technologies_readable_by(actor),
            filter_by=wanted,
            sort=sort_key(request.args.get("sort")),
            limit=EXPORTED,
        )
        cases = {
            one.id: one.cases
            for one in reads.with_cases(session, [item.technology.id for item in found])
        }
    body = catalogue_sheet(found, cases)
    name = f"technologies-{now().date().isoformat()}.xlsx"
    return send_file(io.BytesIO(body), mimetype=SPREADSHEET, as_attachment=True, download_name=name)


@bp.get("/technologies/<int:technology_id>")
@allow(Access.PUBLIC)
def show(technology_id: int) -> ResponseReturnValue:
    """Show one technology: the form's public fields, its cases and what they cost."""
    actor = current_actor()
    with read_only() as session:
        access.readable_technology(session, actor, technology_id)
        context = technology_page(session, technology_id, actor)
    return render_template("catalogue/show.html", **context)
