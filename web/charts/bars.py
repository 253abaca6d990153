"""Horizontal bars with interval whiskers, and shares of a whole."""

from dataclasses import dataclass, field

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, legend, nothing
from web.charts.scales import Linear, ticks
from web.charts.svg import Translate, element, english, is_known, line, mark, shorten, text, whisker
from web.figures import rounded

WIDTH = 620.0
ROW = 34.0
LABEL_WIDTH = 190.0
VALUE_WIDTH = 74.0
AXIS = 24.0
SHARE_TONES = 6


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


@dataclass(frozen=True)
class Slice:
    """One share of a whole: its size in the whole's unit (not negative)."""

    label: str
    value: float


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


def _bar(bar: Bar, y: float, scale: Linear, unit: str, gettext: Translate) -> Markup:
    shown = _shown(bar.value, unit, gettext)
    interval = _interval(bar)
    tip = f"{bar.label}: {shown}"
    shapes = [text(0, y + 19, shorten(bar.label, LABEL_WIDTH - 12, 12), "strong-label")]
    if bar.value is not None and is_known(bar.value):
        zero, end = scale(0.0), scale(bar.value)
        box = {"x": min(zero, end), "y": y + 7, "width": max(abs(end - zero), 1.5), "height": 16.0}
        shapes.append(element("rect", {"class": "bar shape", **box, "rx": 3}))
    if interval is not None:
        low, high = (scale(value) for value in interval)
        between = gettext("between")
        tip += f"\n{between} {rounded(interval[0])} – {rounded(interval[1])} {unit}"
        shapes.append(whisker(low, high, y + 10))
    shapes.append(text(WIDTH, y + 19, shown, "strong", "end"))
    return mark(tip + (f"\n{bar.note}" if bar.note else ""), None, *shapes)


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
        Drawing and data table; a sentence when there are no bars.
    """
    if not chart.bars:
        return nothing(gettext("Nothing to show yet."))
    numbers = [
        value
        for bar in chart.bars
        for value in (bar.value, bar.lower, bar.upper)
        if value is not None and is_known(value)
    ]
    low, high = min([0.0, *numbers]), max([0.0, *numbers]) or 1.0
    scale = Linear(low, high, LABEL_WIDTH, WIDTH - VALUE_WIDTH)
    height = ROW * len(chart.bars) + AXIS
    bottom = height - AXIS + 4
    grid = [line(scale(tick), 0, scale(tick), bottom, "grid-line") for tick in ticks(low, high, 4)]
    labels = [
        text(scale(tick), height - 4, rounded(tick), "tick", "middle")
        for tick in ticks(low, high, 4)
    ]
    rows = [
        _bar(bar, ROW * index, scale, chart.unit, gettext) for index, bar in enumerate(chart.bars)
    ]
    said = "; ".join(f"{bar.label} {_shown(bar.value, chart.unit, gettext)}" for bar in chart.bars)
    svg = drawing(
        (WIDTH, height),
        chart.title,
        said,
        decoration(*grid, *labels),
        *rows,
        css_class="chart-bars",
    )
    return boxed(svg, table=_bar_table(chart, gettext))


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


def share_bars(title: str, slices: tuple[Slice, ...], gettext: Translate = english) -> Markup:
    """Draw shares of a whole as one stacked bar with a legend.

    Parameters
    ----------
    title : str
        What the whole is.
    slices : tuple[Slice, ...]
        Its shares; unknown and not positive ones are left out of the bar.

    Returns
    -------
    Markup
        Bar, legend with percentages, data table; a sentence when the whole is zero.
    """
    drawn = [item for item in slices if is_known(item.value) and item.value > 0]
    total = sum(item.value for item in drawn)
    if not drawn:
        return nothing(gettext("Nothing to show yet."))
    shapes, names, start = [], [], 0.0
    for index, item in enumerate(drawn):
        share = item.value / total
        tone = f"share-{index % SHARE_TONES}"
        words = f"{item.label} {share:.0%}"
        box = {"x": start, "y": 0.0, "width": max(share * WIDTH - 2, 1.0), "height": 22.0}
        shapes.append(
            mark(
                f"{words}\n{rounded(item.value)}",
                None,
                element("rect", {"class": f"{tone} shape", **box}),
            )
        )
        names.append((tone, words))
        start += share * WIDTH
    said = "; ".join(words for _, words in names)
    svg = drawing((WIDTH, 22), title, said, *shapes, css_class="chart-share")
    rows = tuple((item.label, rounded(item.value), f"{item.value / total:.1%}") for item in drawn)
    table = data_table(DataTable(("", gettext("Value"), gettext("Share")), rows), title, gettext)
    return boxed(svg, legend(names), table=table)
