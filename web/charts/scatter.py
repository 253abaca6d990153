"""Cost × abatement: which technologies save much for little money."""

from dataclasses import dataclass, field

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, legend, nothing
from web.charts.scales import Linear, padded, ticks
from web.charts.svg import Translate, element, english, is_known, line, mark, text
from web.figures import rounded

WIDTH = 380.0
HEIGHT = 300.0
LEFT, RIGHT, TOP, BOTTOM = 50.0, 14.0, 26.0, 46.0
DOT = 11.0


@dataclass(frozen=True)
class CostPoint:
    """One technology: tonnes a year and unit cost by the notice's formula."""

    rank: int
    name: str
    abatement_tco2_per_year: float | None
    abatement_cost_yuan_per_tco2: float | None
    kind: str = "green"


@dataclass(frozen=True)
class CostScatter:
    """Points, the demand's limits where it has them, and what the colours mean."""

    title: str
    points: tuple[CostPoint, ...] = field(default_factory=tuple)
    target_tco2_per_year: float | None = None
    max_cost_yuan_per_tco2: float | None = None
    kinds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Plane:
    x: Linear
    y: Linear


def _xy(point: CostPoint) -> tuple[float, float] | None:
    x, y = point.abatement_tco2_per_year, point.abatement_cost_yuan_per_tco2
    if x is None or y is None or not (is_known(x) and is_known(y)):
        return None
    return x, y


def _plane(chart: CostScatter, pairs: list[tuple[float, float]]) -> _Plane:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    for limit, values in ((chart.target_tco2_per_year, xs), (chart.max_cost_yuan_per_tco2, ys)):
        if limit is not None and is_known(limit):
            values.append(limit)
    return _Plane(
        Linear(*padded(xs), LEFT, WIDTH - RIGHT),
        Linear(*padded(ys, share=0.14), HEIGHT - BOTTOM, TOP),
    )


def _axes(plane: _Plane, gettext: Translate) -> list[Markup]:
    shapes = []
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for tick in ticks(plane.y.low, plane.y.high, 5):
        y = plane.y(tick)
        shapes.append(line(LEFT, y, right, y, "grid-line"))
        shapes.append(text(LEFT - 7, y + 4, rounded(tick), "tick", "end"))
    shapes += [
        text(plane.x(tick), bottom + 17, rounded(tick), "tick", "middle")
        for tick in ticks(plane.x.low, plane.x.high, 4)
    ]
    zero = plane.y(max(plane.y.low, 0.0))
    shapes.append(line(LEFT, zero, right, zero, "axis-line"))
    shapes.append(text(4, 13, gettext("Cost, CNY/tCO₂"), "axis-label"))
    words = gettext("Abatement, tCO₂e a year")
    shapes.append(text(right, HEIGHT - 8, words, "axis-label", "end"))
    return shapes


def _limits(chart: CostScatter, plane: _Plane, gettext: Translate) -> list[Markup]:
    shapes = []
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    cost, target = chart.max_cost_yuan_per_tco2, chart.target_tco2_per_year
    if cost is not None and is_known(cost):
        y = plane.y(cost)
        shapes.append(line(LEFT, y, right, y, "ref-line"))
        words = gettext("Your limit") + f" {rounded(cost)}"
        shapes.append(text(LEFT + 5, y - 6, words, "ref-label"))
    if target is not None and is_known(target):
        x = plane.x(target)
        shapes.append(line(x, TOP, x, bottom, "target-line"))
        words = gettext("Target") + f" {rounded(target)}"
        end = x > WIDTH / 2
        shapes.append(
            text(x - 5 if end else x + 5, TOP - 5, words, "target-label", "end" if end else None)
        )
    return shapes


def _dot(point: CostPoint, at: tuple[float, float], plane: _Plane, gettext: Translate) -> Markup:
    x, y = plane.x(at[0]), plane.y(at[1])
    tonnes, cost = gettext("tCO₂e a year"), gettext("CNY/t")
    tip = f"{point.rank}. {point.name}\n{rounded(at[0])} {tonnes} · {rounded(at[1])} {cost}"
    circle = element("circle", {"class": f"shape kind-{point.kind}", "cx": x, "cy": y, "r": DOT})
    return mark(
        tip, str(point.rank), circle, text(x, y + 4.2, str(point.rank), "mark-label", "middle")
    )


def cost_scatter(chart: CostScatter, gettext: Translate = english) -> Markup:
    """Draw unit cost over annual tonnes; lower and further right is better.

    Parameters
    ----------
    chart : CostScatter
        Points; those with an unknown coordinate appear in the table only. Negative costs stay
        negative: below the zero line the project saves money.
    gettext : Translate
        Translates the few fixed words.

    Returns
    -------
    Markup
        Drawing, legend, note and data table; a sentence when nothing can be placed.
    """
    placed = [(point, at) for point in chart.points if (at := _xy(point)) is not None]
    table = _table(chart, gettext)
    if not placed:
        return boxed(nothing(gettext("No costs are known.")), table=table)
    plane = _plane(chart, [at for _, at in placed])
    axes = decoration(*_axes(plane, gettext), *_limits(chart, plane, gettext))
    marks = [_dot(point, at, plane, gettext) for point, at in reversed(placed)]
    said = "; ".join(f"{p.rank}. {p.name}: {rounded(x)} t, {rounded(y)}" for p, (x, y) in placed)
    svg = drawing((WIDTH, HEIGHT), chart.title, said, axes, *marks, css_class="chart-rail")
    names = [(f"kind-{kind}", words) for kind, words in chart.kinds]
    note = gettext(
        "Lower is cheaper, further right saves more; below zero the project pays for itself."
    )
    return boxed(svg, *([legend(names)] if names else []), note=note, table=table)


def _table(chart: CostScatter, gettext: Translate) -> Markup | None:
    if not chart.points:
        return None
    unknown = gettext("unknown")
    rows = tuple(
        (
            f"{p.rank}. {p.name}",
            *(
                rounded(value) if value is not None and is_known(value) else unknown
                for value in (p.abatement_tco2_per_year, p.abatement_cost_yuan_per_tco2)
            ),
        )
        for p in chart.points
    )
    header = (gettext("Technology"), gettext("tCO₂e a year"), gettext("CNY/t"))
    return data_table(DataTable(header, rows), chart.title, gettext)
