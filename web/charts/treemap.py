"""Nested boxes: the atlas as one picture."""

from dataclasses import dataclass

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, drawing, legend, nothing
from web.charts.svg import Translate, element, english, mark, shorten, text, text_width

LABEL_SIZE = 12.0
_LABEL_HEIGHT = 17.0
_LINE_HEIGHT = 15.0
_LEAST_LABEL_WIDTH = 34.0
_LEAST_CHARACTERS = 2
MOST_LINES = 4


@dataclass(frozen=True)
class TreemapCell:
    """A box in pixels with its name, what it says in full, its colour and where it leads.

    `is_group`: further cells lie inside; its name stands in a head line.
    """

    x: float
    y: float
    width: float
    height: float
    name: str
    tip: str
    css_class: str
    url: str | None = None
    is_group: bool = False


@dataclass(frozen=True)
class Treemap:
    """A wide picture, and a tall one for phones; either may be empty."""

    title: str
    description: str
    wide: tuple[TreemapCell, ...]
    tall: tuple[TreemapCell, ...]
    wide_size: tuple[float, float]
    tall_size: tuple[float, float]
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""
    table: DataTable | None = None


def treemap(chart: Treemap, gettext: Translate = english) -> Markup:
    """Draw a treemap whose cells are links; the table says the same in words.

    Returns
    -------
    Markup
        Two drawings of which the style sheet shows one, a legend, a note and the table.
    """
    if not chart.wide:
        return nothing(gettext("Nothing to show yet."))
    wide = _picture(chart, chart.wide, chart.wide_size, "chart-wide")
    tall = _picture(chart, chart.tall, chart.tall_size, "chart-tall")
    table = data_table(chart.table, chart.title, gettext) if chart.table else None
    return boxed(wide, tall, legend([*chart.legend]), note=chart.note, table=table)


def standalone(chart: Treemap, styles: str) -> Markup:
    """Return the wide picture as a file of its own, with the colours in it."""
    return drawing(
        chart.wide_size,
        chart.title,
        chart.description,
        element("style", None, Markup(styles)),  # noqa: S704  # nosec B704 - our own style sheet
        *(_cell(cell) for cell in chart.wide),
        css_class="chart-treemap",
    )


def _picture(
    chart: Treemap, cells: tuple[TreemapCell, ...], size: tuple[float, float], css_class: str
) -> Markup:
    return drawing(
        size,
        chart.title,
        chart.description,
        *(_cell(cell) for cell in cells),
        css_class=f"chart-treemap {css_class}",
    )


def _cell(cell: TreemapCell) -> Markup:
    box = element(
        "rect",
        {
            "class": f"shape {cell.css_class}",
            "x": cell.x + 0.5,
            "y": cell.y + 0.5,
            "width": max(cell.width - 1, 0.5),
            "height": max(cell.height - 1, 0.5),
            "rx": 3,
        },
    )
    return mark(cell.tip, None, box, *_label(cell), url=cell.url)


def _label(cell: TreemapCell) -> list[Markup]:
    """Write the name, over as many lines as the box has room for; none where it would be a stub."""
    if cell.width < _LEAST_LABEL_WIDTH or cell.height < _LABEL_HEIGHT:
        return []
    css_class = "treemap-head" if cell.is_group else "treemap-name"
    room = 1 if cell.is_group else min(int((cell.height - 4) // _LINE_HEIGHT), MOST_LINES)
    lines = _wrapped(cell.name, cell.width - 10, room)
    if len(lines[0]) < _LEAST_CHARACTERS:
        return []
    return [
        text(cell.x + 5, cell.y + 14 + number * _LINE_HEIGHT, line, css_class)
        for number, line in enumerate(lines)
    ]


def _wrapped(name: str, width: float, room: int) -> list[str]:
    """Cut a name into at most `room` lines of a width; the last one ends in an ellipsis if cut."""
    lines: list[str] = []
    rest = name
    while rest and len(lines) < max(room, 1) - 1 and text_width(rest, LABEL_SIZE) > width:
        kept = 1
        while text_width(rest[: kept + 1], LABEL_SIZE) <= width:
            kept += 1
        if _is_inside_word(rest, kept):
            kept = max(rest.rfind(" ", 1, kept + 1), rest.rfind("-", 1, kept) + 1)
        if kept <= 0:  # a word wider than the box: an ellipsis, never a word broken in two
            break
        lines.append(rest[:kept].strip())
        rest = rest[kept:].strip()
    return [*lines, shorten(rest, width, LABEL_SIZE)]


def _is_inside_word(name: str, at: int) -> bool:
    """Return whether a cut at this place would break a word of letters; between 汉字 it may."""
    around = name[at - 1 : at + 1]
    return around.isascii() and not any(one.isspace() for one in around)
