"""Follow-up lanes: one line a project, what was answered, what needs care, what is due."""

from dataclasses import dataclass, field

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, legend, nothing
from web.charts.scales import Linear
from web.charts.svg import (
    Attribute,
    Translate,
    coordinate,
    element,
    english,
    line,
    mark,
    shorten,
    text,
)

WIDTH = 860.0
LABELS = 200.0
HEAD = 30.0
ROW = 54.0
DOT = 8.5


@dataclass(frozen=True)
class LaneEvent:
    """One follow-up: `at` in columns from the left (2.5: middle of the third); ok, warn or due."""

    at: float
    kind: str
    words: str


@dataclass(frozen=True)
class Lane:
    """One project from `start` to `end` (in columns), late when below what was promised."""

    name: str
    note: str
    start: float
    end: float
    events: tuple[LaneEvent, ...] = field(default_factory=tuple)
    late: bool = False
    url: str | None = None


@dataclass(frozen=True)
class LaneChart:
    """Projects over columns of time, named by `columns`."""

    title: str
    columns: tuple[str, ...]
    lanes: tuple[Lane, ...] = field(default_factory=tuple)


def _event(event: LaneEvent, y: float, scale: Linear, lane: str) -> Markup:
    x = scale(event.at)
    circle: dict[str, Attribute] = {"class": f"shape event-{event.kind}", "cx": x, "cy": y}
    shapes = [element("circle", {**circle, "r": DOT})]
    here = f"{coordinate(x)},{coordinate(y)}"
    sign = {"ok": f"M{here}m-3.6,0l2.7,2.9l4.6,-5.6", "warn": f"M{here}m0,-4v4.6m0,3v.4"}
    if event.kind in sign:
        shapes.append(element("path", {"class": "event-line", "d": sign[event.kind]}))
    return mark(f"{lane}\n{event.words}", None, *shapes)


def _lane(lane: Lane, index: int, scale: Linear) -> list[Markup]:
    y = HEAD + ROW * index + ROW / 2
    start, end = sorted((scale(lane.start), scale(lane.end)))
    name = text(0, y - 3, shorten(lane.name, LABELS - 14, 12.5), "strong lane-name")
    if lane.url:
        name = element("a", {"href": lane.url}, name)
    bar: dict[str, Attribute] = {"class": "lane-bar-bad" if lane.late else "lane-bar", "x": start}
    box: dict[str, Attribute] = {"y": y - 4, "width": max(end - start, 2.0), "height": 8, "rx": 4}
    return [
        name,
        text(0, y + 14, shorten(lane.note, LABELS - 14, 11.5), "tick"),
        element("rect", {**bar, **box}),
        *(_event(event, y, scale, lane.name) for event in lane.events),
    ]


def follow_up_lanes(chart: LaneChart, gettext: Translate = english) -> Markup:
    """Draw projects as lanes with their follow-ups, in a scroller that keyboards reach.

    Parameters
    ----------
    chart : LaneChart
        Columns of time and lanes; positions outside the columns are held at the edge.
    gettext : Translate
        Translates the few fixed words.

    Returns
    -------
    Markup
        Drawing, legend and data table; a sentence when there are no lanes.
    """
    if not chart.lanes or not chart.columns:
        return nothing(gettext("Nothing to show yet."))
    count = len(chart.columns)
    scale = Linear(0.0, float(count), LABELS, WIDTH - 12)
    height = HEAD + ROW * len(chart.lanes) + 4
    grid = []
    for index, name in enumerate(chart.columns):
        grid.append(line(scale(index), HEAD - 8, scale(index), height, "grid-line"))
        grid.append(text(scale(index + 0.5), 14, name, "tick", "middle"))
    rows = [
        shape
        for index, lane in enumerate(chart.lanes)
        for shape in _lane(_held(lane, count), index, scale)
    ]
    said = "; ".join(f"{lane.name}: {lane.note}" for lane in chart.lanes)
    svg = drawing((WIDTH, height), chart.title, said, decoration(*grid), *rows, css_class="lanes")
    scroller: dict[str, Attribute] = {
        "class": "scroll-x",
        "tabindex": "0",
        "role": "region",
        "aria-label": chart.title,
    }
    names = [
        ("event-ok", gettext("As expected")),
        ("event-warn", gettext("Needs attention")),
        ("event-due", gettext("Due")),
    ]
    rows_of_table = tuple(
        (lane.name, lane.note, "; ".join(event.words for event in lane.events))
        for lane in chart.lanes
    )
    header = (gettext("Project"), gettext("State"), gettext("Follow-ups"))
    table = data_table(DataTable(header, rows_of_table), chart.title, gettext)
    return boxed(element("div", scroller, svg), legend(names), table=table)


def _held(lane: Lane, count: int) -> Lane:
    def hold(at: float) -> float:
        return min(max(at, 0.0), float(count))

    events = tuple(LaneEvent(hold(event.at), event.kind, event.words) for event in lane.events)
    start, end = hold(lane.start), hold(lane.end)
    return Lane(lane.name, lane.note, start, end, events, lane.late, lane.url)
