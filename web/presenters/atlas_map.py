"""The map of likeness as a page shows it: single points, or places with several in one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from data.reference.taxonomy import technology_types
from data.vocabulary import AtlasColour, AtlasSize
from matcher.atlas.entries import AtlasEntry
from web.charts.atlas import MAX_POINTS, MapPoint, TechnologyMap
from web.charts.frame import DataTable
from web.i18n import current_language
from web.presenters.atlas import entry_class, entry_tip, legend_of, node_name, technology_url

COLUMNS, ROWS = 40, 28
"""Fields of the map; with more than 2,000 technologies those of one field are drawn as one."""

Field = tuple[int, int]


def field_of(entry: AtlasEntry) -> Field | None:
    """Return the field a technology lies in; None until it has been laid out."""
    if entry.x is None or entry.y is None:
        return None
    return min(int(entry.x * COLUMNS), COLUMNS - 1), min(int(entry.y * ROWS), ROWS - 1)


def parse_field(given: str | None) -> Field | None:
    """Return the field an address names (column-row); None for anything else."""
    parts = (given or "").split("-")
    if len(parts) != 2 or not all(part.isdecimal() and len(part) <= 3 for part in parts):  # noqa: PLR2004
        return None
    column, row = map(int, parts)
    return (column, row) if column < COLUMNS and row < ROWS else None


def map_of(
    entries: Sequence[AtlasEntry],
    *,
    title: str,
    size: AtlasSize,
    colour: AtlasColour,
    kept: Mapping[str, str],
) -> TechnologyMap:
    """Return the points of what has been laid out; its table counts by type."""
    placed = [entry for entry in entries if entry.x is not None]
    codes = [*technology_types()]
    if len(placed) <= MAX_POINTS:
        points = tuple(_single(entry, size, colour, codes) for entry in placed)
    else:
        points = _crowds(placed, size, colour, codes, kept)
    return TechnologyMap(
        title=title,
        groups=tuple(node_name(code) for code in codes),
        points=points,
        legend=legend_of(colour, has_gaps=False),
        table=_table(placed, codes),
    )


def _group(entry: AtlasEntry, codes: Sequence[str]) -> int:
    code = entry.technology_type
    return codes.index(code) if code in codes else -1


def _single(
    entry: AtlasEntry, size: AtlasSize, colour: AtlasColour, codes: Sequence[str]
) -> MapPoint:
    return MapPoint(
        name=entry_tip(entry, size),
        group=_group(entry, codes),
        x=entry.x or 0.0,
        y=entry.y or 0.0,
        css_class=entry_class(entry, colour),
        url=technology_url(entry),
    )


def _crowds(
    entries: Sequence[AtlasEntry],
    size: AtlasSize,
    colour: AtlasColour,
    codes: Sequence[str],
    kept: Mapping[str, str],
) -> tuple[MapPoint, ...]:
    by_field: dict[Field, list[AtlasEntry]] = defaultdict(list)
    for entry in entries:
        place = field_of(entry)
        if place is not None:
            by_field[place].append(entry)
    points = []
    for (column, row), members in sorted(by_field.items()):
        if len(members) == 1:
            points.append(_single(members[0], size, colour, codes))
            continue
        classes = [entry_class(entry, colour) for entry in members]
        groups = [_group(entry, codes) for entry in members]
        common = max(sorted(set(groups)), key=groups.count)
        name = ngettext("%(num)s technology", "%(num)s technologies", len(members))
        near = node_name(codes[common]) if common >= 0 else _("Type not stated")
        values = {k: v for k, v in kept.items() if k != "field_at"}
        points.append(
            MapPoint(
                name=f"{name}\n{near}",
                group=common,
                x=sum(e.x or 0.0 for e in members) / len(members),
                y=sum(e.y or 0.0 for e in members) / len(members),
                css_class=max(sorted(set(classes)), key=classes.count),
                url=url_for("atlas.index", field_at=f"{column}-{row}", **values),  # type: ignore[arg-type]
                count=len(members),
            )
        )
    return tuple(points)


def _table(entries: Sequence[AtlasEntry], codes: Sequence[str]) -> DataTable:
    counts = dict.fromkeys(codes, 0)
    for entry in entries:
        if entry.technology_type in counts:
            counts[str(entry.technology_type)] += 1
    head = (_("Technology type"), _("Number of technologies"))
    language = current_language()
    known = technology_types()
    rows = tuple((f"{c} {known[c].label(language)}", str(n)) for c, n in counts.items() if n)
    return DataTable(head, rows)
