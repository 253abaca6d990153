"""低碳技术图谱: the published catalogue as one picture, by taxonomy or by likeness; its balance."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.reference.fields import fields
from data.reference.taxonomy import topics
from data.vocabulary import AtlasColour, AtlasSize, Role
from matcher.atlas.entries import AtlasEntry
from matcher.services import atlas as service
from matcher.services.atlas import AtlasFilter, AtlasPicture
from matcher.services.errors import NotFoundError
from web import charts
from web.access import Access, allow, current_actor, required_actor
from web.assets import STATIC_ROOT
from web.charts.treemap import standalone
from web.extensions import read_only, runtime
from web.i18n import current_language
from web.pages.lead_evidence import XLSX, as_download
from web.presenters import atlas as shown
from web.presenters.atlas_balance import balance_rows, balance_sheet, conclusion
from web.presenters.atlas_filters import read_filter
from web.presenters.atlas_map import field_of, map_of, parse_field
from web.presenters.catalogue_filters import province_options

bp = Blueprint("atlas", __name__, url_prefix="/atlas")

LISTED = 100
"""Technologies in the list below the picture; the catalogue's own list pages further."""

TAXONOMY, LIKENESS = "taxonomy", "likeness"


@bp.get("")
@allow(Access.PUBLIC)
def index() -> ResponseReturnValue:
    """Draw the catalogue, or a part of it, under the settings of the address."""
    kept, unknown = read_filter(request.args)
    view = LIKENESS if request.args.get("view") == LIKENESS else TAXONOMY
    kept_here = kept | ({"view": view} if view == LIKENESS else {})
    picture = _picture(kept)
    entries, place = picture.entries, parse_field(request.args.get("field_at"))
    if view == LIKENESS and place is not None:
        entries = tuple(entry for entry in entries if field_of(entry) == place)
    return render_template(
        "atlas/index.html",
        view=view,
        kept=kept,
        unknown=unknown,
        picture=picture,
        node_name=shown.node_name(picture.node.code),
        path=shown.path_of(picture.node.code, kept_here),
        drawing=_drawing(view, picture, entries, kept_here, is_close=place is not None),
        is_close=place is not None,
        sentence=shown.summary(picture, _size(kept)),
        gaps=_gaps(picture),
        unplaced_count=sum(entry.x is None for entry in picture.entries),
        listed=_listed(entries, kept) if _is_part(kept) or place is not None else [],
        listed_count=len(entries),
        switches=_switches(kept_here, view),
        fields=[
            {"value": f.label_zh, "label": f.label(current_language())} for f in fields().values()
        ],
        regions=province_options(current_language()),
        all_url=url_for("atlas.index"),
        list_url=shown.list_url(picture.node.code, kept),
        svg_url=url_for("atlas.picture_file", **kept),  # type: ignore[arg-type]
        json_url=url_for("api_atlas.atlas", **kept),  # type: ignore[arg-type]
    )


@bp.get("/picture.svg")
@allow(Access.PUBLIC)
def picture_file() -> Response:
    """Return the picture by taxonomy as an SVG file."""
    kept, _unknown = read_filter(request.args)
    picture = _picture(kept)
    chart = shown.treemap_of(picture, size=_size(kept), colour=_colour(kept), kept=kept)
    body = str(standalone(chart, _styles())).replace('href="/', f'href="{request.host_url}')
    name = _("technology-atlas") + ".svg"
    return as_download(body.encode(), name, "image/svg+xml")


@bp.get("/balance")
@allow(Access.PUBLIC)
def balance() -> ResponseReturnValue:
    """Show published technologies beside open needs, topic by topic."""
    actor = current_actor()
    with read_only() as session:
        found = service.balance(session, runtime().atlas, actor=actor)
    only_short = request.args.get("show") == "short"
    rows = balance_rows(found, may_open_needs=actor is not None)
    return render_template(
        "atlas/balance.html",
        groups=[
            group | {"rows": [row for row in group["rows"] if row["is_short"] or not only_short]}
            for group in rows
        ],
        only_short=only_short,
        sentence=conclusion(found),
        balance=found,
    )


@bp.get("/balance.xlsx")
@allow(Access.PUBLIC)
def balance_file() -> Response:
    """Return the balance as a spreadsheet."""
    with read_only() as session:
        found = service.balance(session, runtime().atlas, actor=current_actor())
    return as_download(balance_sheet(found), _("supply-and-demand") + ".xlsx", XLSX)


@bp.get("/needs")
@allow(Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER)
def needs() -> ResponseReturnValue:
    """List the open needs of a topic that the caller may read."""
    topic = topics().get(request.args.get("topic", ""))
    if topic is None:
        raise NotFoundError("atlas_node", request.args.get("topic", ""))
    actor = required_actor()
    with read_only() as session:
        found = service.needs_of_topic(session, actor=actor, topic=topic.code)
        technologies = service.technologies_of_topic(session, runtime().atlas, topic=topic.code)
        counted = service.balance(session, runtime().atlas, actor=actor)
    total = next(row.need_count for row in counted.topics if row.topic == topic.code)
    return render_template(
        "atlas/needs.html",
        title=shown.node_name(topic.code),
        needs=found,
        total=total,
        technologies=_listed(technologies, {}),
        topic_url=shown.node_url(topic.code, {}),
    )


def _picture(kept: Mapping[str, str]) -> AtlasPicture:
    cost = kept.get("max_cost")
    wanted = AtlasFilter(
        field=kept.get("field", ""),
        region_code=kept.get("region_code", ""),
        max_cost_yuan_per_tco2=float(cost) if cost else None,
    )
    with read_only() as session:
        return service.picture(
            session,
            runtime().atlas,
            wanted=wanted,
            node=kept.get("node", ""),
            measure=_size(kept),
        )


def _drawing(
    view: str,
    picture: AtlasPicture,
    entries: tuple[AtlasEntry, ...],
    kept: Mapping[str, str],
    *,
    is_close: bool,
) -> Any:  # noqa: ANN401 - Markup
    if view == LIKENESS:
        title = _("Likeness of technologies")
        chart = map_of(
            _spread(entries) if is_close else entries,
            title=title,
            size=_size(kept),
            colour=_colour(kept),
            kept=kept,
        )
        return charts.technology_map(chart, _)
    made = shown.treemap_of(picture, size=_size(kept), colour=_colour(kept), kept=kept)
    return charts.treemap(made, _)


def _spread(entries: tuple[AtlasEntry, ...]) -> list[AtlasEntry]:
    """Stretch one field of the map over the whole picture."""
    xs = [entry.x or 0.0 for entry in entries]
    ys = [entry.y or 0.0 for entry in entries]
    if not xs:
        return []
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return [
        replace(entry, x=((entry.x or 0.0) - min(xs)) / wide, y=((entry.y or 0.0) - min(ys)) / high)
        for entry in entries
    ]


def _is_part(kept: Mapping[str, str]) -> bool:
    """Tell whether a part of the catalogue is looked at: then its technologies are listed."""
    return any(kept.get(key) for key in ("node", "field", "region_code", "max_cost"))


def _fields() -> list[dict[str, str]]:
    language = current_language()
    return [{"value": one.label_zh, "label": one.label(language)} for one in fields().values()]


def _size(kept: Mapping[str, str]) -> AtlasSize:
    return AtlasSize(kept.get("size", AtlasSize.POTENTIAL))


def _colour(kept: Mapping[str, str]) -> AtlasColour:
    return AtlasColour(kept.get("colour", AtlasColour.STAGE))


def _gaps(picture: AtlasPicture) -> list[dict[str, str]]:
    return [
        {"code": code, "name": shown.node_name(code), "url": url_for("atlas.needs", topic=code)}
        for code in picture.node.gaps()
    ]


def _listed(entries: tuple[AtlasEntry, ...], kept: Mapping[str, str]) -> list[dict[str, Any]]:
    size = _size(kept)

    def rank(entry: AtlasEntry) -> tuple[float, int]:
        return -(entry.size(size) or 0.0), entry.technology_id

    language = current_language()
    return [
        {
            "name": entry.name,
            "url": shown.technology_url(entry),
            "topic": shown.node_name(entry.topic) if entry.topic else None,
            "is_topic_inferred": entry.is_topic_inferred,
            "stage": entry.stage.label(language) if entry.stage else None,
            "potential": entry.potential_tco2_per_year,
            "tonnes": entry.case_tco2_per_year,
            "cost": entry.cost_yuan_per_tco2,
        }
        for entry in sorted(entries, key=rank)[:LISTED]
    ]


def _switches(kept: Mapping[str, str], view: str) -> dict[str, list[dict[str, Any]]]:
    language = current_language()

    def link(**more: str) -> str:
        values: dict[str, Any] = dict(kept) | more
        return url_for("atlas.index", **values)

    views = {TAXONOMY: _("By the notice's taxonomy"), LIKENESS: _("By likeness of texts")}
    return {
        "view": [
            {"label": label, "url": link(view=key), "current": key == view}
            for key, label in views.items()
        ],
        "size": [
            {"label": one.label(language), "url": link(size=one), "current": one is _size(kept)}
            for one in AtlasSize
        ],
        "colour": [
            {"label": one.label(language), "url": link(colour=one), "current": one is _colour(kept)}
            for one in AtlasColour
        ],
    }


def _styles() -> str:
    """Return the colours of the atlas, with the tokens they use, for a picture on its own."""
    tokens = dict(
        re.findall(
            r"(--[\w-]+): (#[0-9a-f]{6});", (STATIC_ROOT / "css/tokens.css").read_text("utf-8")
        )
    )
    text = (STATIC_ROOT / "css/atlas.css").read_text("utf-8")
    kept = "\n".join(line for line in text.splitlines() if "atlas-" in line or "treemap" in line)
    filled = re.sub(r"var\((--[\w-]+)\)", lambda m: tokens.get(m.group(1), "#333"), kept)
    return f".chart text {{ font-family: sans-serif; }}\n{filled}"
