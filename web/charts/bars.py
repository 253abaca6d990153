"""Horizontal bars with interval whiskers."""

from dataclasses import dataclass, field

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, nothing
from web.charts.scales import Linear, ticks
from web.charts.svg import (
    Translate,
    element,
    english,
    is_known,
    line,
    mark,
    shorten,
    text,
    text_width,
    whisker,
)
from web.figures import rounded

AXIS = 24.0


@dataclass(frozen=True)
class Bar:
    """One bar: its value and, where known, the lower and upper bound of that value."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    note: str = ""


@dataclass(frozen=True)
class BarChart:
    """Bars of one unit, drawn in the given order."""

    title: str
    unit: str = ""
    bars: tuple[Bar, ...] = field(default_factory=tuple)


def _interval(bar: Bar) -> tuple[float, float] | None:
    if bar.lower is None or bar.upper is None:
        return None
    if not (is_known(bar.lower) and is_known(bar.upper)):
        return None
    return min(bar.lower, bar.upper), max(bar.lower, bar.upper)


def _shown(value: float | None, unit: str, gettext: Translate) -> str:
    if value is None or not is_known(value):
        return gettext("unknown")
    return f"{rounded(value)} {unit}".strip()


@dataclass(frozen=True)
class _Layout:
    """Where things stand: labels beside the bars on wide screens, above them on phones."""

    width: float
    start: float
    end: float
    row: float
    bar_at: float
    css_class: str


_WIDE = _Layout(620.0, 190.0, 546.0, 34.0, 9.0, "chart-wide")
_TALL = _Layout(340.0, 2.0, 338.0, 50.0, 24.0, "chart-tall")


def _tip(bar: Bar, unit: str, gettext: Translate) -> str:
    tip = f"{bar.label}: {_shown(bar.value, unit, gettext)}"
    interval = _interval(bar)
    if interval is not None:
        between = gettext("between")
        tip += f"\n{between} {rounded(interval[0])} – {rounded(interval[1])} {unit}"
    return f"{tip}\n{bar.note}" if bar.note else tip


def _bar(bar: Bar, y: float, layout: _Layout, scale: Linear, words: tuple[str, str]) -> Markup:
    shown, tip = words
    top = y + layout.bar_at
    beside = layout.start > layout.row
    baseline = y + (layout.bar_at + 13 if beside else 16)
    room = layout.start - 12 if beside else layout.width - text_width(shown, 13) - 12
    shapes = [text(0, baseline, shorten(bar.label, room, 13), "row-label")]
    if bar.value is not None and is_known(bar.value):
        zero, end = scale(0.0), scale(bar.value)
        box = {"x": min(zero, end), "y": top, "width": max(abs(end - zero), 1.5), "height": 16.0}
        shapes.append(element("rect", {"class": "bar shape", **box, "rx": 3}))
    interval = _interval(bar)
    if interval is not None:
        shapes.append(whisker(scale(interval[0]), scale(interval[1]), top + 3))
    shapes.append(text(layout.width, baseline, shown, "strong", "end"))
    return mark(tip, None, *shapes)


def _bars(
    chart: BarChart, layout: _Layout, span: tuple[float, float], gettext: Translate
) -> Markup:
    scale = Linear(*span, layout.start, layout.end)
    height = layout.row * len(chart.bars) + AXIS
    lines, labels = [], []
    for tick in ticks(*span, 4):
        lines.append(line(scale(tick), 0, scale(tick), height - AXIS + 4, "grid-line"))
        anchor = "middle" if layout.start > layout.row or tick > span[0] else None
        labels.append(text(scale(tick), height - 4, rounded(tick), "tick", anchor))
    rows = [
        _bar(
            bar,
            layout.row * index,
            layout,
            scale,
            (_shown(bar.value, chart.unit, gettext), _tip(bar, chart.unit, gettext)),
        )
        for index, bar in enumerate(chart.bars)
    ]
    said = "; ".join(f"{bar.label} {_shown(bar.value, chart.unit, gettext)}" for bar in chart.bars)
    size = (layout.width, height)
    return drawing(
        size, chart.title, said, decoration(*lines, *labels), *rows, css_class=layout.css_class
    )


def horizontal_bars(chart: BarChart, gettext: Translate = english) -> Markup:
    """Draw bars from a common zero, with whiskers where bounds are known.

    Parameters
    ----------
    chart : BarChart
        What to draw; unknown values (None, NaN) keep their row and say so.
    gettext : Translate
        Translates the few fixed words.

    Returns
    -------
    Markup
        Wide and tall drawing (CSS shows one) and data table; a sentence when there are no bars.
    """
    if not chart.bars:
        return nothing(gettext("Nothing to show yet."))
    numbers = [
        value
        for bar in chart.bars
        for value in (bar.value, bar.lower, bar.upper)
        if value is not None and is_known(value)
    ]
    span = min([0.0, *numbers]), max([0.0, *numbers]) or 1.0
    wide = _bars(chart, _WIDE, span, gettext)
    tall = _bars(chart, _TALL, span, gettext)
    return boxed(wide, tall, table=_bar_table(chart, gettext))


def _bar_table(chart: BarChart, gettext: Translate) -> Markup:
    with_bounds = any(_interval(bar) is not None for bar in chart.bars)
    header: tuple[str, ...] = ("", chart.unit or gettext("Value"))
    if with_bounds:
        header += (gettext("Lower bound"), gettext("Upper bound"))
    rows = []
    for bar in chart.bars:
        row: tuple[str, ...] = (bar.label, _shown(bar.value, "", gettext))
        if with_bounds:
            row += (_shown(bar.lower, "", gettext), _shown(bar.upper, "", gettext))
        rows.append(row)
    return data_table(DataTable(header, tuple(rows)), chart.title, gettext)
