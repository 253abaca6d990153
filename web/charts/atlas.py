"""Map of likeness: technologies placed by the meaning of their texts, groups labelled."""

from dataclasses import dataclass, field
from statistics import median

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, legend, nothing
from web.charts.svg import Attribute, Translate, element, english, is_known, mark, text, text_width

WIDTH = 800.0
HEIGHT = 560.0
MARGIN = 26.0
MAX_POINTS = 2000
NAME_SIZE, CODE_SIZE = 13.5, 32.0
"""Sizes of the names and of the codes in the drawing's pixels, as in charts.css and atlas.css."""

LINES_APART = 1.5
"""Distance of two names above each other, in their size."""


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
    """Write each group's name where its members lie, and its code alone for narrow screens."""
    order = sorted(enumerate(_counts(chart, points)), key=lambda pair: -pair[1][1])
    named = [
        (name, middle)
        for index, (name, _count) in order
        if (middle := _middle([_at(point) for point in points if point.group == index]))
    ]
    return [
        *_written(named, "cluster-label", NAME_SIZE),
        *_written([(code_of(name), at) for name, at in named], "cluster-code", CODE_SIZE),
    ]


def code_of(name: str) -> str:
    """Return the code a group's name begins with (1.4 氢能…), or the name itself."""
    first, _space, _rest = name.partition(" ")
    return first


def _middle(places: list[tuple[float, float]]) -> tuple[float, float] | None:
    if not places:
        return None
    return median(x for x, _ in places), median(y for _, y in places) - 8


def _written(
    named: list[tuple[str, tuple[float, float]]], css_class: str, size: float
) -> list[Markup]:
    """Write names as near to their places as they can stand without lying on each other."""
    taken: list[tuple[float, float, float]] = []
    labels = []
    for name, (wanted_x, wanted_y) in named:
        half = text_width(name, size) / 2
        x = min(max(wanted_x, half + 4), max(WIDTH - half - 4, half + 4))
        y = _free_height(x, wanted_y, half, size, taken)
        taken.append((x, y, half))
        labels.append(text(x, y, name, css_class, "middle"))
    return labels


def _free_height(
    x: float, wanted: float, half: float, size: float, taken: list[tuple[float, float, float]]
) -> float:
    """Return the height nearest to the wanted one at which nothing is written yet."""
    apart, heights = size * LINES_APART, [min(max(wanted, size + 2), HEIGHT - 8)]
    step = 1
    while step * apart < HEIGHT:
        heights += [heights[0] + step * apart, heights[0] - step * apart]
        step += 1

    def is_free(y: float) -> bool:
        is_inside = size <= y <= HEIGHT - 6
        return is_inside and not any(
            abs(x - a) < half + other + 6 and abs(y - b) < apart - 0.5 for a, b, other in taken
        )

    return next((y for y in heights if is_free(y)), heights[0])
