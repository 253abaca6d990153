"""Stepped conversion funnel: side by side on wide screens, one bar under the other on phones."""

import math
from dataclasses import dataclass, field

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, drawing, nothing
from web.charts.svg import (
    Attribute,
    Translate,
    element,
    english,
    is_known,
    line,
    mark,
    shorten,
    text,
    whisker,
)
from web.figures import rounded

WIDE, TALL = 1180.0, 340.0
HEIGHT = 306.0
BODY_TOP, BODY = 54.0, 176.0
GAP = 10.0
ROW = 56.0
SMALLEST = 6.0
TONES = 8


@dataclass(frozen=True)
class FunnelStep:
    """One stage: how many reached it, with bounds where answers are missing.

    `lower_count` and `upper_count` bound the true count (silence counted as no, or as yes);
    `benchmark_share` is what share of the previous step usually gets here; `median_days` is how
    long it took from the previous step; `url` opens the records behind the number.
    """

    name: str
    count: float
    lower_count: float | None = None
    upper_count: float | None = None
    median_days: float | None = None
    benchmark_share: float | None = None
    url: str | None = None


@dataclass(frozen=True)
class Funnel:
    """Steps from the widest to the last."""

    title: str
    steps: tuple[FunnelStep, ...] = field(default_factory=tuple)


def conversion_share(steps: tuple[FunnelStep, ...], index: int) -> float | None:
    """Give the share of the previous step that reached this one; None for the first."""
    if index == 0 or steps[index - 1].count <= 0:
        return None
    return steps[index].count / steps[index - 1].count


def weakest_step(steps: tuple[FunnelStep, ...]) -> int | None:
    """Find the step furthest below its benchmark; None when none is below one.

    The raw rate alone would always blame the first step, where most people only look.
    """
    gaps: list[tuple[float, int]] = []
    for index, step in enumerate(steps):
        share = conversion_share(steps, index)
        if (
            share is not None
            and step.benchmark_share is not None
            and is_known(step.benchmark_share)
        ):
            gaps.append((step.benchmark_share - share, index))
    worst = max(gaps, default=(0.0, -1))
    return worst[1] if worst[0] > 0 else None


def _size(count: float, top: float, room: float) -> float:
    return max(room * math.sqrt(max(count, 0.0) / top), SMALLEST) if top > 0 else SMALLEST


def _bounds(step: FunnelStep) -> tuple[float, float] | None:
    low, high = step.lower_count, step.upper_count
    if low is None or high is None or not (is_known(low) and is_known(high)):
        return None
    return min(low, high), max(low, high)


def _tip(steps: tuple[FunnelStep, ...], index: int, gettext: Translate) -> str:
    step, share = steps[index], conversion_share(steps, index)
    lines = [f"{step.name}: {rounded(step.count, 0)}"]
    bounds = _bounds(step)
    if bounds is not None:
        between = gettext("between")
        lines.append(f"{between} {rounded(bounds[0], 0)} – {rounded(bounds[1], 0)}")
    if share is not None:
        lines.append(gettext("From the step before") + f": {share:.0%}")
    if step.benchmark_share is not None and is_known(step.benchmark_share):
        lines.append(gettext("Usual rate") + f": {step.benchmark_share:.0%}")
    if step.median_days is not None and is_known(step.median_days):
        lines.append(gettext("Median days") + f": {rounded(step.median_days, 0)}")
    return "\n".join(lines)


def _wide_step(steps: tuple[FunnelStep, ...], index: int, top: float, gettext: Translate) -> Markup:
    step = steps[index]
    width = (WIDE - GAP * (len(steps) - 1)) / len(steps)
    x, middle = index * (width + GAP), BODY_TOP + BODY / 2
    height = _size(step.count, top, BODY)
    after = _size(steps[index + 1].count, top, BODY) if index + 1 < len(steps) else height
    end = (height + after) / 2
    corners = ((x, -height), (x + width, -end), (x + width, end), (x, height))
    points = " ".join(f"{u:.1f},{middle + v / 2:.1f}" for u, v in corners)
    shape = element("polygon", {"class": f"shape tone-{min(index, TONES - 1)}", "points": points})
    shapes = [
        text(x + 2, 16, shorten(step.name, width, 13.5), "step-name"),
        text(x + 2, 40, rounded(step.count, 0), "step-count"),
        shape,
    ]
    bounds = _bounds(step)
    if bounds is not None:
        high, low = (middle - _size(value, top, BODY) / 2 for value in reversed(bounds))
        at = x + width / 2
        path = (
            f"M{at - 7:.1f},{high:.1f}h14M{at - 7:.1f},{low:.1f}h14M{at:.1f},{high:.1f}V{low:.1f}"
        )
        shapes.append(element("path", {"class": "whisker-back", "d": path}))
        shapes.append(element("path", {"class": "whisker", "d": path}))
    return mark(_tip(steps, index, gettext), None, *shapes, url=step.url)


def _rate(steps: tuple[FunnelStep, ...], index: int, *, bad: bool, gettext: Translate) -> Markup:
    share = conversion_share(steps, index)
    if share is None:
        return Markup()
    width = (WIDE - GAP * (len(steps) - 1)) / len(steps)
    x, y = index * (width + GAP) - GAP / 2, BODY_TOP + BODY + 18
    kind = "rate-bad" if bad else "rate"
    box: dict[str, Attribute] = {"x": x - 30, "y": y, "width": 60, "height": 25, "rx": 12.5}
    shapes = [
        line(x, BODY_TOP + BODY / 2 + 3, x, y, "grid-line"),
        element("rect", {"class": kind, **box}),
        text(x, y + 17, f"{share:.0%}", f"{kind}-text", "middle"),
    ]
    days = steps[index].median_days
    if days is not None and is_known(days):
        words = gettext("%(count)s days") % {"count": rounded(days, 0)}
        shapes.append(text(x, y + 43, words, "tick", "middle"))
    return element("g", {"aria-hidden": "true"}, *shapes)


def _tall_step(
    steps: tuple[FunnelStep, ...], index: int, top: float, *, bad: bool, gettext: Translate
) -> Markup:
    step, y = steps[index], index * ROW
    width = _size(step.count, top, TALL)
    share = conversion_share(steps, index)
    shapes = [
        text(0, y + 15, shorten(step.name, TALL * 0.46, 13.5), "step-name"),
        text(TALL, y + 15, rounded(step.count, 0), "strong tall-count", "end"),
        element(
            "rect", {"class": "track", "x": 0, "y": y + 24, "width": TALL, "height": 14, "rx": 7}
        ),
    ]
    bar: dict[str, Attribute] = {
        "x": 0,
        "y": y + 24,
        "width": max(width, 14),
        "height": 14,
        "rx": 7,
    }
    shapes.append(element("rect", {"class": f"shape tone-{min(index, TONES - 1)}", **bar}))
    if share is not None:
        kind = "target-label" if bad else "tick"
        shapes.append(text(TALL - 62, y + 15, f"{share:.0%}", kind, "end"))
    bounds = _bounds(step)
    if bounds is not None:
        low, high = (_size(value, top, TALL) for value in bounds)
        shapes.append(whisker(low, high, y + 26))
    return mark(_tip(steps, index, gettext), None, *shapes, url=step.url)


def funnel(chart: Funnel, gettext: Translate = english) -> Markup:
    """Draw the funnel; sizes are proportional to the square root of the counts.

    Parameters
    ----------
    chart : Funnel
        Steps; counts must be known, bounds, days and benchmarks may be None.
    gettext : Translate
        Translates the few fixed words.

    Returns
    -------
    Markup
        Wide and tall drawing (CSS shows one), note and data table; a sentence when empty.
    """
    steps = chart.steps
    if not steps or not any(step.count > 0 for step in steps):
        return nothing(gettext("Nothing to show yet."))
    top = max(step.count for step in steps)
    top = max([top, *(bounds[1] for step in steps if (bounds := _bounds(step)) is not None)])
    weakest = weakest_step(steps)
    said = "; ".join(f"{step.name} {rounded(step.count, 0)}" for step in steps)
    wide = [_wide_step(steps, index, top, gettext) for index in range(len(steps))]
    rates = [
        _rate(steps, index, bad=index == weakest, gettext=gettext) for index in range(len(steps))
    ]
    tall = [
        _tall_step(steps, index, top, bad=index == weakest, gettext=gettext)
        for index in range(len(steps))
    ]
    note = gettext(
        "Sizes are proportional to the square root of the number; whiskers show lower and upper "
        "bounds; red marks the step furthest below its usual rate."
    )
    return boxed(
        drawing((WIDE, HEIGHT), chart.title, said, *wide, *rates, css_class="chart-wide"),
        drawing((TALL, ROW * len(steps)), chart.title, said, *tall, css_class="chart-tall"),
        note=note,
        table=_table(chart, gettext),
    )


def _table(chart: Funnel, gettext: Translate) -> Markup:
    rows = []
    for index, step in enumerate(chart.steps):
        share, bounds = conversion_share(chart.steps, index), _bounds(step)
        rows.append(
            (
                step.name,
                rounded(step.count, 0),
                f"{rounded(bounds[0], 0)} – {rounded(bounds[1], 0)}" if bounds else "",
                f"{share:.0%}" if share is not None else "",
                rounded(step.median_days, 0)
                if step.median_days is not None and is_known(step.median_days)
                else "",
            )
        )
    header = (
        gettext("Funnel step"),
        gettext("Count"),
        gettext("Bounds"),
        gettext("From the step before"),
        gettext("Median days"),
    )
    return data_table(DataTable(header, tuple(rows)), chart.title, gettext)
