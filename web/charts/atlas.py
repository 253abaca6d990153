"""Map of likeness: technologies placed by the meaning of their texts, groups labelled."""

from dataclasses import dataclass, field
from statistics import median

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, legend, nothing
from web.charts.svg import Attribute, Translate, element, english, is_known, mark, text

WIDTH = 800.0
HEIGHT = 560.0
MARGIN = 26.0
MAX_POINTS = 2000
LABELS_APART = 26.0


@dataclass(frozen=True)
class MapPoint:
    """A technology, or several in one place, at (x, y) in 0–1.

    `group` is the index of the group whose label it draws near; `count` of more than one is drawn
    larger and leads to a nearer look.
    """

    name: str
    group: int
    x: float
    y: float
    css_class: str
    url: str | None = None
    count: int = 1


@dataclass(frozen=True)
class TechnologyMap:
    """Names of groups, and points; coordinates are computed and stored beforehand."""

    title: str
    groups: tuple[str, ...]
    points: tuple[MapPoint, ...] = field(default_factory=tuple)
    legend: tuple[tuple[str, str], ...] = ()
    table: DataTable | None = None


def technology_map(chart: TechnologyMap, gettext: Translate = english) -> Markup:
    """Draw up to 2,000 marks; readers and keyboards get the table as well.

    Parameters
    ----------
    chart : TechnologyMap
        Points with unknown coordinates are left out.
    gettext : Translate
        Translates the few fixed words.

    Returns
    -------
    Markup
        Drawing, legend, note and table; a sentence when there are no points.

    Raises
    ------
    ValueError
        For more than 2,000 marks: the picture would be heavier than its page.
    """
    if len(chart.points) > MAX_POINTS:
        raise ValueError(f"at most {MAX_POINTS} points can be drawn")
    points = [point for point in chart.points if is_known(point.x) and is_known(point.y)]
    if not points:
        return nothing(gettext("Nothing to show yet."))
    ground: dict[str, Attribute] = {
        "class": "map-ground",
        "width": WIDTH,
        "height": HEIGHT,
        "rx": 10,
    }
    svg = drawing(
        (WIDTH, HEIGHT),
        chart.title,
        "; ".join(f"{name} {count}" for name, count in _counts(chart, points)),
        decoration(element("rect", ground)),
        *(_point(point) for point in points),
        decoration(*_labels(chart, points)),
        css_class="chart-map",
    )
    table = data_table(chart.table, chart.title, gettext) if chart.table else None
    note = gettext("Technologies with similar texts lie close together; the axes have no unit.")
    return boxed(svg, legend([*chart.legend]), note=note, table=table)


def _at(point: MapPoint) -> tuple[float, float]:
    x, y = min(max(point.x, 0.0), 1.0), min(max(point.y, 0.0), 1.0)
    return MARGIN + x * (WIDTH - 2 * MARGIN), MARGIN + y * (HEIGHT - 2 * MARGIN)


def _point(point: MapPoint) -> Markup:
    x, y = _at(point)
    radius = 5.0 if point.count == 1 else min(4.0 + 1.6 * point.count**0.5, 18.0)
    dot = element("circle", {"class": f"shape {point.css_class}", "cx": x, "cy": y, "r": radius})
    inside = [text(x, y + 4, str(point.count), "map-count", "middle")] if radius > 8 else []  # noqa: PLR2004 - room for two digits
    return mark(point.name, None, dot, *inside, url=point.url)


def _counts(chart: TechnologyMap, points: list[MapPoint]) -> list[tuple[str, int]]:
    return [
        (name, sum(point.count for point in points if point.group == index))
        for index, name in enumerate(chart.groups)
    ]


def _labels(chart: TechnologyMap, points: list[MapPoint]) -> list[Markup]:
    """Write each group's name where its members lie, largest groups first, none over another."""
    written: list[tuple[float, float]] = []
    labels = []
    order = sorted(enumerate(_counts(chart, points)), key=lambda pair: -pair[1][1])
    for index, (name, count) in order:
        places = [_at(point) for point in points if point.group == index]
        if not count or not places:
            continue
        x, y = median(x for x, _ in places), median(y for _, y in places)
        x, y = min(max(x, 80.0), WIDTH - 80.0), max(y - 8, 16.0)
        while any(abs(x - a) < 150 and abs(y - b) < LABELS_APART for a, b in written):  # noqa: PLR2004 - the width of a name
            y += LABELS_APART
        written.append((x, y))
        labels.append(text(x, min(y, HEIGHT - 8), name, "cluster-label", "middle"))
    return labels
