"""The atlas as a page shows it: cells and points with their words, colours and links."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from data.reference.taxonomy import taxonomy, technology_types, topics
from data.vocabulary import AtlasColour, AtlasSize, CostBand, TechnologyStage
from matcher.atlas.cells import Cell, cells
from matcher.atlas.entries import AtlasEntry, cost_band
from matcher.atlas.tree import UNSORTED, Node
from matcher.atlas.treemap import Box
from matcher.services.atlas import AtlasPicture
from web.charts.frame import DataTable
from web.charts.treemap import Treemap, TreemapCell
from web.figures import rounded, unit_cost
from web.i18n import current_language

WIDE, TALL = (1120.0, 640.0), (360.0, 900.0)
_MAJORITY = 0.75
TABLE_ROWS = 100
"""Technologies in the table of a picture, largest first; JSON and the catalogue's list hold all."""


def node_name(code: str) -> str:
    """Return the name of a part of the tree with its code."""
    language = current_language()
    if not code:
        return str(_("Whole catalogue"))
    if code == UNSORTED:
        return str(_("Type not stated"))
    if code.endswith(f".{UNSORTED}"):
        return str(_("Other directions"))
    known = {item.code: item for item in taxonomy()} | technology_types() | topics()
    item = known.get(code)
    return f"{code} {item.label(language)}" if item else code


def _short_name(code: str) -> str:
    """Return a node's name as there is room for in a box: without its code below the types."""
    name = node_name(code)
    return name.removeprefix(f"{code} ") if code.count(".") > 1 else name


def path_of(code: str, kept: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the way from the whole catalogue down to a node."""
    parts = code.split(".") if code else []
    codes = ["", *(".".join(parts[: depth + 1]) for depth in range(len(parts)))]
    return [{"label": node_name(one), "url": node_url(one, kept)} for one in codes]


def node_url(code: str, kept: Mapping[str, str]) -> str:
    """Return the address of a node under the same settings."""
    values: dict[str, Any] = {k: v for k, v in kept.items() if k != "node"}
    if code:
        values["node"] = code
    return url_for("atlas.index", **values)


def list_url(code: str, kept: Mapping[str, str]) -> str:
    """Return the address of the catalogue's list of a node, under the same field and region."""
    values: dict[str, Any] = {k: kept[k] for k in ("field", "region_code") if k in kept}
    depth = code.count(".")
    if code:
        values[("category", "type", "topic")[depth]] = code
    return url_for("catalogue.index", **values)


def treemap_of(
    picture: AtlasPicture, *, size: AtlasSize, colour: AtlasColour, kept: Mapping[str, str]
) -> Treemap:
    """Return the nested boxes of a node, wide and tall."""
    node = picture.node
    drawn = {
        shape: tuple(_cell(cell, size, colour, kept) for cell in cells(node, box, measure=size))
        for shape, box in (("wide", Box(0, 0, *WIDE)), ("tall", Box(0, 0, *TALL)))
    }
    return Treemap(
        title=node_name(node.code),
        description=summary(picture, size),
        wide=drawn["wide"] or _alone(node, size, colour, Box(0, 0, *WIDE)),
        tall=drawn["tall"] or _alone(node, size, colour, Box(0, 0, *TALL)),
        wide_size=WIDE,
        tall_size=TALL,
        legend=legend_of(colour, has_gaps=bool(node.gaps())),
        note=size_note(node, size),
        table=node_table(node, size),
    )


def _alone(node: Node, size: AtlasSize, colour: AtlasColour, box: Box) -> tuple[TreemapCell, ...]:
    """Return one box: a topic with too many technologies to draw, or with none."""
    return (
        TreemapCell(
            box.x,
            box.y,
            box.width,
            box.height,
            node_name(node.code),
            _tip(node, size),
            _node_class(node, colour),
        ),
    )


def _cell(cell: Cell, size: AtlasSize, colour: AtlasColour, kept: Mapping[str, str]) -> TreemapCell:
    box, entry = cell.box, cell.entry
    if entry is not None:
        name, tip = entry.name, entry_tip(entry, size)
        css_class, url = entry_class(entry, colour), technology_url(entry)
    else:
        name, tip = _short_name(cell.node.code), _tip(cell.node, size)
        css_class = "atlas-group" if cell.is_group else _node_class(cell.node, colour)
        url = node_url(cell.node.code, kept)
    return TreemapCell(
        box.x, box.y, box.width, box.height, name, tip, css_class, url, cell.is_group
    )


def technology_url(entry: AtlasEntry) -> str:
    """Return the page of a technology."""
    return url_for("catalogue.show", technology_id=entry.technology_id)


def _tip(node: Node, size: AtlasSize) -> str:
    if node.is_gap:
        return f"{node_name(node.code)}\n{_('No technology yet')}"
    lines = [
        node_name(node.code),
        ngettext("%(num)s technology", "%(num)s technologies", node.count),
    ]
    if size is not AtlasSize.COUNT:
        lines.append(f"{size.label(current_language())} {amount(node)}")
    if node.cost_yuan_per_tco2 is not None:
        lines.append(_("Median cost %(cost)s", cost=str(unit_cost(node.cost_yuan_per_tco2, _))))
    return "\n".join(lines)


def entry_tip(entry: AtlasEntry, size: AtlasSize) -> str:
    """Return what a technology's mark says."""
    language = current_language()
    value = entry.size(size)
    lines = [entry.name]
    if entry.stage is not None:
        lines.append(entry.stage.label(language))
    if size is not AtlasSize.COUNT:
        said = _("not stated") if value is None else tonnes(value)
        lines.append(f"{size.label(language)} {said}")
    if entry.cost_yuan_per_tco2 is not None:
        lines.append(str(unit_cost(entry.cost_yuan_per_tco2, _)))
    return "\n".join(lines)


def entry_class(entry: AtlasEntry, colour: AtlasColour) -> str:
    """Return the colour of a technology."""
    if colour is AtlasColour.COST:
        return f"atlas-{entry.cost_band.value}"
    return f"atlas-{entry.stage.value}" if entry.stage else "atlas-plain"


def _node_class(node: Node, colour: AtlasColour) -> str:
    if node.is_gap:
        return "atlas-gap"
    if colour is AtlasColour.COST:
        return f"atlas-{cost_band(node.cost_yuan_per_tco2).value}"
    if node.promotion_count >= _MAJORITY * node.count:
        return "atlas-promotion"
    if node.demonstration_count >= _MAJORITY * node.count:
        return "atlas-demonstration"
    return "atlas-mixed" if node.promotion_count + node.demonstration_count else "atlas-plain"


def legend_of(colour: AtlasColour, *, has_gaps: bool) -> tuple[tuple[str, str], ...]:
    """Return what the colours mean."""
    language = current_language()
    if colour is AtlasColour.COST:
        found = [(f"atlas-{band.value}", band.label(language)) for band in CostBand]
    else:
        found = [(f"atlas-{stage.value}", stage.label(language)) for stage in TechnologyStage]
        found += [("atlas-mixed", _("Both stages")), ("atlas-plain", _("Stage not stated"))]
    if has_gaps:
        found.append(("atlas-gap", _("Gap: no technology yet")))
    return tuple(found)


def tonnes(value_tco2_per_year: float) -> str:
    """Return tonnes a year in words: 万 t in Chinese from ten thousand up."""
    if current_language() == "zh" and value_tco2_per_year >= 1e4:  # noqa: PLR2004 - 万
        return f"{rounded(value_tco2_per_year / 1e4)} 万tCO₂e/年"
    return f"{rounded(value_tco2_per_year)} {_('tCO₂e a year')}"


def amount(node: Node) -> str:
    """Return a node's known size, and whether some of it is unknown."""
    if node.count and node.unknown_count == node.count:
        return str(_("not stated"))
    text = tonnes(node.size)
    if not node.unknown_count:
        return text
    return str(_("%(amount)s, %(num)s not stated", amount=text, num=node.unknown_count))


def size_note(node: Node, size: AtlasSize) -> str:
    """Return how areas are to be read."""
    if size is AtlasSize.COUNT:
        return str(_("Every technology has the same area."))
    text = _("Area: %(what)s as its owner stated it.", what=size.label(current_language()))
    if node.unknown_count:
        more = ngettext(
            "%(num)s technology did not state it and is drawn small.",
            "%(num)s technologies did not state it and are drawn small.",
            node.unknown_count,
        )
        text += ("" if current_language() == "zh" else " ") + more
    return str(text)


def summary(picture: AtlasPicture, size: AtlasSize) -> str:
    """Return in one sentence what the picture says."""
    node = picture.node
    gaps = len(node.gaps())
    text = _(
        "%(name)s: %(count)s technologies, %(promotion)s in promotion and %(demonstration)s in "
        "demonstration stage.",
        name=node_name(node.code),
        count=node.count,
        promotion=node.promotion_count,
        demonstration=node.demonstration_count,
    )
    space = "" if current_language() == "zh" else " "
    if size is not AtlasSize.COUNT and node.count > node.unknown_count:
        text += space + _("Together they state %(amount)s.", amount=tonnes(node.size))
    if gaps:
        text += space + ngettext(
            "%(num)s direction of the notice has no technology yet.",
            "%(num)s directions of the notice have no technology yet.",
            gaps,
        )
    return str(text)


def node_table(node: Node, size: AtlasSize) -> DataTable:
    """Return the next level as rows."""
    language = current_language()
    measure = size.label(language)
    cost = _("Median abatement cost (CNY/tCO₂e)")
    if node.children:
        head = (_("Direction"), _("Number of technologies"), *_stages(), measure, cost)
        return DataTable(head, tuple(_row(child, size) for child in node.children))
    heads = (_("Technology"), _("Stage"), measure, _("Abatement cost (CNY/tCO₂e)"))
    rows = tuple(
        (
            entry.name,
            entry.stage.label(language) if entry.stage else "—",
            _size_text(entry.size(size), size),
            "—" if entry.cost_yuan_per_tco2 is None else rounded(entry.cost_yuan_per_tco2),
        )
        for entry in node.entries[:TABLE_ROWS]
    )
    return DataTable(heads, rows)


def _stages() -> tuple[str, str]:
    language = current_language()
    promotion, demonstration = TechnologyStage.PROMOTION, TechnologyStage.DEMONSTRATION
    return promotion.label(language), demonstration.label(language)


def _row(node: Node, size: AtlasSize) -> tuple[str, ...]:
    cost = node.cost_yuan_per_tco2
    return (
        node_name(node.code),
        str(node.count),
        str(node.promotion_count),
        str(node.demonstration_count),
        str(node.count) if size is AtlasSize.COUNT else amount(node) if node.count else "—",
        "—" if cost is None else rounded(cost),
    )


def _size_text(value: float | None, size: AtlasSize) -> str:
    if value is None:
        return str(_("not stated"))
    return str(int(value)) if size is AtlasSize.COUNT else tonnes(value)
