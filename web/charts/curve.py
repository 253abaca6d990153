"""Marginal abatement cost curve: width = tonnes a year, height = unit cost, cheapest first."""

from dataclasses import dataclass, field

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, legend, nothing
from web.charts.scales import Linear, padded, ticks
from web.charts.scatter import CostPoint
from web.charts.svg import Translate, element, english, is_known, line, mark, text
from web.figures import rounded

WIDTH = 420.0
HEIGHT = 300.0
LEFT, RIGHT, TOP, BOTTOM = 50.0, 14.0, 30.0, 46.0
NARROWEST_LABEL = 13.0
LEAST_TONNES = 0.001


@dataclass(frozen=True)
class CostCurve:
    """Technologies, the target in tonnes and a reference carbon price where known."""

    title: str
    points: tuple[CostPoint, ...] = field(default_factory=tuple)
    target_tco2_per_year: float | None = None
    reference_price_yuan_per_tco2: float | None = None


@dataclass(frozen=True)
class _Step:
    point: CostPoint
    start: float
    end: float
    cost: float


def curve_steps(points: tuple[CostPoint, ...]) -> list[_Step]:
    """Line up what can be drawn by ascending cost, with running tonnes.

    Points with unknown cost, or tonnes unknown or below a kilogram, are left out: they save
    nothing that a width could show.
    """
    drawable: list[tuple[float, float, CostPoint]] = []
    for point in points:
        cost, tonnes = point.abatement_cost_yuan_per_tco2, point.abatement_tco2_per_year
        known = cost is not None and tonnes is not None and is_known(cost) and is_known(tonnes)
        if known and cost is not None and tonnes is not None and tonnes >= LEAST_TONNES:
            drawable.append((cost, tonnes, point))
    steps, reached = [], 0.0
    for cost, tonnes, point in sorted(drawable, key=lambda item: (item[0], item[2].rank)):
        steps.append(_Step(point, reached, reached + tonnes, cost))
        reached += tonnes
    return steps


def _kind(cost: float, reference: float | None) -> str:
    if cost < 0:
        return "macc-saving"
    return "macc-above" if reference is not None and cost > reference else "macc-below"


def _bar(step: _Step, x: Linear, y: Linear, kind: str, gettext: Translate) -> Markup:
    left, right = x(step.start), x(step.end)
    top, bottom = sorted((y(0.0), y(step.cost)))
    tonnes, cost = gettext("tCO₂e a year"), gettext("CNY/t")
    tip = (
        f"{step.point.rank}. {step.point.name}\n{rounded(step.end - step.start)} {tonnes} · "
        f"{rounded(step.cost)} {cost}\n" + gettext("Together so far") + f": {rounded(step.end)}"
    )
    box = {"x": left + 0.5, "y": top, "width": max(right - left - 1, 1.5)}
    shapes = [element("rect", {"class": f"shape {kind}", **box, "height": max(bottom - top, 2.0)})]
    if right - left >= NARROWEST_LABEL:
        at = top - 6 if step.cost >= 0 else bottom + 14
        label = str(step.point.rank)
        shapes.append(text((left + right) / 2, at, label, "out-label", "middle"))
    return mark(tip, str(step.point.rank), *shapes)


def _axes(x: Linear, y: Linear, gettext: Translate) -> list[Markup]:
    shapes = []
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for tick in ticks(y.low, y.high, 5):
        shapes.append(line(LEFT, y(tick), right, y(tick), "grid-line"))
        shapes.append(text(LEFT - 7, y(tick) + 4, rounded(tick), "tick", "end"))
    shapes += [
        text(x(tick), bottom + 17, rounded(tick), "tick", "middle")
        for tick in ticks(x.low, x.high, 4)
    ]
    shapes.append(text(4, 13, gettext("Cost, CNY/tCO₂"), "axis-label"))
    words = gettext("Abatement added up, tCO₂e a year")
    shapes.append(text(right, HEIGHT - 8, words, "axis-label", "end"))
    return shapes


def _references(chart: CostCurve, x: Linear, y: Linear, gettext: Translate) -> list[Markup]:
    shapes = [line(LEFT, y(0.0), WIDTH - RIGHT, y(0.0), "axis-line")]
    price, target = chart.reference_price_yuan_per_tco2, chart.target_tco2_per_year
    if price is not None and is_known(price):
        shapes.append(line(LEFT, y(price), WIDTH - RIGHT, y(price), "ref-line"))
        words = gettext("Reference carbon price") + f" {rounded(price)}"
        shapes.append(text(LEFT + 5, y(price) - 6, words, "ref-label"))
    if target is not None and is_known(target) and x.low < target:
        at = x(min(target, x.high))
        shapes.append(line(at, TOP - 8, at, HEIGHT - BOTTOM, "target-line"))
        words = gettext("Target") + f" {rounded(target)}"
        before = at > WIDTH / 2
        side = -5 if before else 5
        label = text(at + side, TOP - 12, words, "target-label", "end" if before else None)
        shapes.append(label)
    return shapes


def cost_curve(chart: CostCurve, gettext: Translate = english) -> Markup:
    """Draw the marginal abatement cost curve of a set of technologies.

    Parameters
    ----------
    chart : CostCurve
        Points; what cannot be drawn appears in the table only. The cost is the notice's unit cost
        (附件2 十二); bars below zero cost less than what they replace.
    gettext : Translate
        Translates the few fixed words.

    Returns
    -------
    Markup
        Drawing, legend and data table; a sentence when nothing can be drawn.
    """
    steps = curve_steps(chart.points)
    if not steps:
        return boxed(nothing(gettext("No costs are known.")))
    price = chart.reference_price_yuan_per_tco2
    price = price if price is not None and is_known(price) else None
    costs = [step.cost for step in steps] + ([price] if price is not None else [])
    x = Linear(0.0, steps[-1].end, LEFT, WIDTH - RIGHT)
    y = Linear(*padded(costs, share=0.14), HEIGHT - BOTTOM, TOP)
    bars = [_bar(step, x, y, _kind(step.cost, price), gettext) for step in steps]
    said = "; ".join(f"{s.point.rank}. {s.point.name}: {rounded(s.cost)}" for s in steps)
    svg = drawing(
        (WIDTH, HEIGHT),
        chart.title,
        said,
        decoration(*_axes(x, y, gettext)),
        *bars,
        decoration(*_references(chart, x, y, gettext)),
        css_class="chart-rail",
    )
    names = [("macc-saving", gettext("Saves money")), ("macc-below", gettext("Costs money"))]
    if price is not None:
        names[1:] = [
            ("macc-below", gettext("Up to the reference price")),
            ("macc-above", gettext("Above the reference price")),
        ]
    header = (gettext("Technology"), gettext("tCO₂e a year"), gettext("CNY/t"), gettext("Together"))
    rows = tuple(
        (
            f"{s.point.rank}. {s.point.name}",
            rounded(s.end - s.start),
            rounded(s.cost),
            rounded(s.end),
        )
        for s in steps
    )
    table = data_table(DataTable(header, rows), chart.title, gettext)
    return boxed(svg, legend(names), table=table)
