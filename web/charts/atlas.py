"""Technology map: technologies placed by the meaning of their texts, groups labelled."""

import math
from dataclasses import dataclass, field
from statistics import median

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, nothing
from web.charts.svg import Attribute, Translate, element, english, is_known, text

WIDTH = 620.0
HEIGHT = 420.0
MARGIN = 26.0
MAX_POINTS = 2000


@dataclass(frozen=True)
class MapGroup:
    """A category: its name and colour class (kind-green, kind-blue …)."""

    name: str
    css_class: str


@dataclass(frozen=True)
class MapPoint:
    """A technology at (x, y) in 0–1, of the group with that index; `hot` draws it stronger."""

    name: str
    group: int
    x: float
    y: float
    url: str | None = None
    hot: bool = False


@dataclass(frozen=True)
class TechnologyMap:
    """Groups and points; coordinates are computed and stored beforehand."""

    title: str
    groups: tuple[MapGroup, ...]
    points: tuple[MapPoint, ...] = field(default_factory=tuple)
    hot_words: str = ""


def _at(point: MapPoint) -> tuple[float, float]:
    x, y = min(max(point.x, 0.0), 1.0), min(max(point.y, 0.0), 1.0)
    return MARGIN + x * (WIDTH - 2 * MARGIN), MARGIN + y * (HEIGHT - 2 * MARGIN)


def _point(point: MapPoint, css_class: str) -> Markup:
    x, y = _at(point)
    dot: dict[str, Attribute] = {
        "class": f"{css_class} {'point-hot' if point.hot else 'point'}",
        "cx": x,
        "cy": y,
        "r": 4.6 if point.hot else 3.2,
        "data-tip": point.name,
    }
    circle = element("circle", dot)
    return element("a", {"href": point.url, "tabindex": "-1"}, circle) if point.url else circle


def _group(group: MapGroup, members: list[MapPoint]) -> tuple[Markup, Markup]:
    places = [_at(point) for point in members]
    x, y = median(x for x, _ in places), median(y for _, y in places)
    radius = 14 + 1.5 * median(math.dist((x, y), place) for place in places)
    circle: dict[str, Attribute] = {"class": f"cluster {group.css_class}", "cx": x, "cy": y}
    above = max(y - radius - 5, 16)
    return (
        element("circle", {**circle, "r": radius}),
        text(min(max(x, 60), WIDTH - 60), above, group.name, "cluster-label", "middle"),
    )


def technology_map(chart: TechnologyMap, gettext: Translate = english) -> Markup:
    """Draw up to 2,000 technologies; keyboards and readers get the table of groups.

    Parameters
    ----------
    chart : TechnologyMap
        Points with unknown coordinates or an unknown group are left out.
    gettext : Translate
        Translates the few fixed words.

    Returns
    -------
    Markup
        Drawing, note and a table of counts; a sentence when there are no points.

    Raises
    ------
    ValueError
        For more than 2,000 points: the picture would be heavier than its page.
    """
    if len(chart.points) > MAX_POINTS:
        raise ValueError(f"at most {MAX_POINTS} points can be drawn")
    drawable = [
        point
        for point in chart.points
        if is_known(point.x) and is_known(point.y) and 0 <= point.group < len(chart.groups)
    ]
    if not drawable:
        return nothing(gettext("Nothing to show yet."))
    blobs, labels, rows = [], [], []
    for index, group in enumerate(chart.groups):
        members = [point for point in drawable if point.group == index]
        if members:
            blob, label = _group(group, members)
            blobs.append(blob)
            labels.append(label)
            rows.append((group.name, str(len(members)), str(sum(point.hot for point in members))))
    dots = [_point(point, chart.groups[point.group].css_class) for point in drawable]
    ground: dict[str, Attribute] = {
        "class": "map-ground",
        "width": WIDTH,
        "height": HEIGHT,
        "rx": 10,
    }
    said = "; ".join(f"{name} {count}" for name, count, _ in rows)
    svg = drawing(
        (WIDTH, HEIGHT),
        chart.title,
        said,
        decoration(element("rect", ground), *blobs, *dots, *labels),
        css_class="chart-map",
    )
    marked = chart.hot_words or gettext("Marked")
    header = (gettext("Category"), gettext("Number of technologies"), marked)
    table = data_table(DataTable(header, tuple(rows)), chart.title, gettext)
    note = gettext("Technologies with similar texts lie close together; the axes have no unit.")
    return boxed(svg, note=note, table=table)
