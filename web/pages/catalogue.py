"""The public catalogue: search with counts, its spreadsheet, one technology with its cases."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.clock import local_day
from data.queries import batch_choices
from data.queries import technologies as reads
from data.vocabulary import CatalogueSort, Role
from matcher.services import access
from matcher.services.actor import Actor
from matcher.services.catalogue_search import Found, Search, search
from matcher.services.errors import NotFoundError
from matcher.services.technology_story import successor_of
from web.access import Access, allow, current_actor
from web.extensions import now, read_only, runtime
from web.i18n import current_language
from web.paging import cursor_link, cursor_values
from web.presenters.catalogue_facets import (
    Batch,
    chips,
    direction_tree,
    facet_groups,
    here,
    status_group,
)
from web.presenters.catalogue_filters import given_values, read_search
from web.presenters.catalogue_sheet import catalogue_sheet
from web.presenters.technology import list_card
from web.presenters.technology_page import technology_page
from web.presenters.technology_story import technology_story

bp = Blueprint("catalogue", __name__)

PAGE = 20
EXPORTED = 5000
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SEE_STATES = frozenset({Role.BUREAU_OFFICER, Role.TECHNOLOGY_OWNER})


_NOT_SAVED = frozenset({"sort", "status"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for."""

    search: Search
    kept: Mapping[str, Sequence[str]]
    unknown: str
    batches: tuple[Batch, ...]


@bp.get("/technologies")
@allow(Access.PUBLIC)
def index() -> ResponseReturnValue:
    """Search the catalogue under the words and filters of the address."""
    actor = current_actor()
    with read_only() as session:
        asked = _asked(session, actor)
        found = search(
            session,
            runtime(),
            actor=actor,
            wanted=asked.search,
            after=cursor_values(),
            limit=PAGE,
        )
        cards = _cards(session, found)
    _warn(asked, found)
    kept, order = asked.kept, asked.search.order
    return render_template(
        "catalogue/index.html",
        cards=cards,
        count=found.total,
        next_page=cursor_link(found.next_key),
        first_url=here(kept) if request.args.get("cursor") else None,
        directions=direction_tree(found.facets, kept),
        groups=_groups(actor, found, asked),
        chosen=chips(kept, asked.batches),
        query=asked.search.query,
        sorts=_sorts(kept, order, has_query=bool(asked.search.query)),
        kept=[(name, v) for name, values in kept.items() if name != "query" for v in values],
        save_values=[(n, v) for n in kept if n not in _NOT_SAVED for v in kept[n]],
        save_name="，".join(one["label"] for one in chips(kept, asked.batches))[:80],
        export_url=here(kept, endpoint="catalogue.export"),
        search_query=asked.search.query,
    )


def _asked(session: Session, actor: Actor | None) -> _Asked:
    batches = tuple(Batch(*row) for row in batch_choices.all_batches(session))
    ids = {batch.code: batch.batch_id for batch in batches}
    return _Asked(*read_search(given_values(request.args), actor, ids), batches)


def _cards(session: Session, found: Found) -> list[dict[str, Any]]:
    items = reads.items(session, found.ids)
    cases = {one.id: one.cases for one in reads.with_cases(session, found.ids)}
    return [
        list_card(item, cases[item.technology.id])
        | {"is_near": item.technology.id in found.near_ids}
        for item in items
    ]


def _warn(asked: _Asked, found: Found) -> None:
    g.notices = []
    if asked.unknown:
        text = _("These filters are not known and were left out: %(names)s", names=asked.unknown)
        g.notices.append({"kind": "warn", "text": text})
    if found.is_words_only:
        text = _("Meaning is not compared yet, the language model is loading: words only.")
        g.notices.append({"kind": "info", "text": text})


def _groups(actor: Actor | None, found: Found, asked: _Asked) -> list[dict[str, Any]]:
    groups = facet_groups(found.facets, asked.kept, asked.batches)
    if actor is not None and actor.role in _SEE_STATES:
        groups.insert(0, status_group(found.facets, asked.kept))
    return groups


def _sorts(
    kept: Mapping[str, Sequence[str]], order: CatalogueSort, *, has_query: bool
) -> list[dict[str, Any]]:
    language = current_language()
    return [
        {"label": one.label(language), "url": here(kept, {"sort": (one,)}), "current": one is order}
        for one in CatalogueSort
        if has_query or one is not CatalogueSort.RELEVANCE
    ]


@bp.get("/technologies.xlsx")
@allow(Access.PUBLIC)
def export() -> ResponseReturnValue:
    """Return what was found as a spreadsheet in its order, at most 5,000 rows."""
    actor = current_actor()
    with read_only() as session:
        asked = _asked(session, actor)
        found = search(
            session,
            runtime(),
            actor=actor,
            wanted=asked.search,
            limit=EXPORTED,
            with_facets=False,
        )
        items = reads.items(session, found.ids)
        cases = {one.id: one.cases for one in reads.with_cases(session, found.ids)}
    body = catalogue_sheet(items, cases)
    name = f"technologies-{local_day(now()).isoformat()}.xlsx"
    return send_file(io.BytesIO(body), mimetype=SPREADSHEET, as_attachment=True, download_name=name)


@bp.get("/technologies/<int:technology_id>")
@allow(Access.PUBLIC)
def show(technology_id: int) -> ResponseReturnValue:
    """Show one technology: the form's public fields, its cases and what they cost."""
    actor = current_actor()
    with read_only() as session:
        try:
            access.readable_technology(session, actor, technology_id)
        except NotFoundError:
            successor = successor_of(session, technology_id)
            if successor is None:
                raise
            return redirect(url_for("catalogue.show", technology_id=successor.id))
        context = technology_page(session, technology_id, actor)
        context |= technology_story(session, context["technology"])
    return render_template("catalogue/show.html", **context)
