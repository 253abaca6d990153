"""Distance rings: how far and in which direction, without any map.

No boundary or base map is drawn, so nothing needs a map approval number
(docs/decisions/0052-distance-rings-instead-of-a-map.md).
"""

import math
from dataclasses import dataclass, field

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, decoration, drawing, legend, nothing
from web.charts.svg import Translate, element, english, is_known, line, mark, text
from web.figures import rounded

WIDTH = 380.0
HEIGHT = 330.0
RIM = 132.0
DOT = 11.0
ROUND_KM = (5, 10, 20, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000)
TRIES = 24
FULL_TURN_DEG = 360.0


@dataclass(frozen=True)
class Place:
    """One technology as seen from the site.

    `bearing_deg` is clockwise from true north; unknown distance or bearing leaves it to the table.
    """

    rank: int
    name: str
    distance_km: float | None
    bearing_deg: float | None
    kind: str = "green"
    place: str = ""


@dataclass(frozen=True)
class DistanceChart:
    """Technologies around a site; `kinds` names the colours used: (kind, words)."""

    title: str
    places: tuple[Place, ...] = field(default_factory=tuple)
    kinds: tuple[tuple[str, str], ...] = ()


def outer_ring_km(distances_km: list[float]) -> int:
    """Choose the outermost ring: the smallest round number that holds all distances."""
    farthest = max(distances_km, default=0.0)
    return next((ring for ring in ROUND_KM if ring >= farthest), ROUND_KM[-1])


def ring_radius(distance_km: float, outer_km: float) -> float:
    """Give the radius in pixels: square root of the share, so that near places spread out."""
    return RIM * math.sqrt(min(max(distance_km, 0.0), outer_km) / outer_km)


def _spread(places: list[Place], outer_km: float) -> list[tuple[Place, float, float]]:
    """Place the dots; one that would cover another turns aside in small steps."""
    placed: list[tuple[Place, float, float]] = []
    for item in places:
        radius = max(ring_radius(item.distance_km or 0.0, outer_km), DOT + 10)
        for attempt in range(TRIES):
            turn = (attempt + 1) // 2 * (7 if attempt % 2 else -7)
            angle = math.radians((item.bearing_deg or 0.0) % FULL_TURN_DEG + turn)
            x = WIDTH / 2 + radius * math.sin(angle)
            y = HEIGHT / 2 - radius * math.cos(angle)
            if all(math.hypot(x - u, y - v) >= DOT * 1.9 for _, u, v in placed):
                break
        placed.append((item, x, y))
    return placed


def _rings(outer_km: int, gettext: Translate) -> list[Markup]:
    shapes = []
    centre = {"cx": WIDTH / 2, "cy": HEIGHT / 2}
    for share in (1.0, 0.4, 0.1):
        radius = ring_radius(outer_km * share, outer_km)
        fill = "ring-line ring-fill" if share == 1.0 else "ring-line"
        shapes.append(element("circle", {"class": fill, **centre, "r": radius}))
    for share in (1.0, 0.4, 0.1):
        radius = ring_radius(outer_km * share, outer_km)
        y = HEIGHT / 2 - radius - 4
        shapes.append(text(WIDTH / 2 + 4, y, f"{rounded(outer_km * share)} km", "tick"))
    sides = (
        (gettext("N"), 0, -1),
        (gettext("E"), 1, 0),
        (gettext("S"), 0, 1),
        (gettext("W"), -1, 0),
    )
    for name, across, down in sides:
        nudge = -14 if down < 0 else 0
        x = WIDTH / 2 + across * (RIM + 14) + nudge
        shapes.append(text(x, HEIGHT / 2 + down * (RIM + 14) + 4, name, "tick", "middle"))
    return shapes


def _dot(item: Place, x: float, y: float, gettext: Translate) -> Markup:
    away = gettext("about %(distance)s km") % {"distance": rounded(item.distance_km or 0.0, 0)}
    tip = f"{item.rank}. {item.name}\n" + " · ".join(part for part in (item.place, away) if part)
    circle = element("circle", {"class": f"shape kind-{item.kind}", "cx": x, "cy": y, "r": DOT})
    label = text(x, y + 4.2, str(item.rank), "mark-label", "middle")
    return mark(tip, str(item.rank), circle, label)


def distance_rings(chart: DistanceChart, gettext: Translate = english) -> Markup:
    """Draw technologies by distance and bearing from the site in the middle.

    Parameters
    ----------
    chart : DistanceChart
        Places; those without distance or bearing appear in the table only.
    gettext : Translate
        Translates the few fixed words.

    Returns
    -------
    Markup
        Drawing, legend, note and data table; a sentence when nothing can be placed.
    """
    known = [p for p in chart.places if is_known(p.distance_km) and is_known(p.bearing_deg)]
    table = _table(chart, gettext)
    if not known:
        return boxed(nothing(gettext("No distances are known.")), table=table)
    outer = outer_ring_km([p.distance_km or 0.0 for p in known])
    dots = _spread(known, outer)
    middle_x, middle_y = WIDTH / 2, HEIGHT / 2
    spokes = [line(middle_x, middle_y, x, y, "spoke") for _, x, y in dots]
    house = f"M{middle_x - 8:.1f},{middle_y + 7:.1f}v-8l8,-7l8,7v8z"
    site = element("path", {"class": "site", "d": house})
    marks = [_dot(item, x, y, gettext) for item, x, y in reversed(dots)]
    said = "; ".join(f"{p.rank}. {p.name} {rounded(p.distance_km or 0.0, 0)} km" for p in known)
    svg = drawing(
        (WIDTH, HEIGHT),
        chart.title,
        said,
        decoration(*_rings(outer, gettext), *spokes, site),
        *marks,
        css_class="chart-rail",
    )
    names = [(f"kind-{kind}", words) for kind, words in chart.kinds]
    note = gettext("Straight-line distance from your site, square-root scale; north is up.")
    return boxed(svg, *([legend(names)] if names else []), note=note, table=table)


def _table(chart: DistanceChart, gettext: Translate) -> Markup | None:
    if not chart.places:
        return None
    rows = tuple(
        (
            f"{p.rank}. {p.name}",
            rounded(p.distance_km, 0)
            if p.distance_km is not None and is_known(p.distance_km)
            else gettext("unknown"),
            f"{p.bearing_deg:.0f}°"
            if p.bearing_deg is not None and is_known(p.bearing_deg)
            else gettext("unknown"),
        )
        for p in chart.places
    )
    header = (gettext("Technology"), gettext("Distance, km"), gettext("Bearing"))
    return data_table(DataTable(header, rows), chart.title, gettext)
