"""The score ring of a match and the thin bar of one value."""

import math

from markupsafe import Markup

from web.charts.svg import Attribute, element, is_known

RADIUS = 29.0
CENTRE = 34.0
STRONG_FROM = 0.7
FAIR_FROM = 0.5
LOW_UNTIL = 0.4


def score_ring(score: float | None, *, label: str) -> Markup:
    """Draw a score as a ring with its points (0–100) inside.

    Parameters
    ----------
    score : float | None
        Score 0–1; values outside are drawn as the nearest end; unknown (None, NaN) draws "?".
    label : str
        What screen readers say.
    """
    known = score is not None and is_known(score)
    value = min(max(score, 0.0), 1.0) if known and score is not None else 0.0
    circumference = 2 * math.pi * RADIUS
    tone = "" if value >= STRONG_FROM else " score-mid" if value >= FAIR_FROM else " score-low"
    circle: dict[str, Attribute] = {"cx": CENTRE, "cy": CENTRE, "r": RADIUS}
    arc: dict[str, Attribute] = {
        "class": "score-value",
        "stroke-dasharray": f"{circumference * value:.1f} {circumference:.1f}",
        "transform": f"rotate(-90 {CENTRE:g} {CENTRE:g})",
    }
    shapes = [element("circle", {"class": "score-track", **circle})]
    if value > 0:
        shapes.append(element("circle", {**arc, **circle}))
    points = f"{value * 100:.0f}" if known else "?"
    middle: dict[str, Attribute] = {"x": CENTRE, "y": CENTRE + 7.5, "text-anchor": "middle"}
    shapes.append(element("text", {**middle, "aria-hidden": "true"}, points))
    frame: dict[str, Attribute] = {
        "class": f"score-ring{tone}",
        "viewBox": "0 0 68 68",
        "role": "img",
        "aria-label": label,
    }
    return element("svg", frame, *shapes)


def bar_line(value: float | None, *, kind: str = "") -> Markup:
    """Draw one value 0–1 as a thin bar; the number stands beside it, so it is decoration.

    Parameters
    ----------
    value : float | None
        Value 0–1; unknown draws the empty track.
    kind : str
        "soft" for a signal inside a part, "blue" for a second series; else the value decides.
    """
    share = min(max(value, 0.0), 1.0) if value is not None and is_known(value) else 0.0
    tone = "bar bar-low" if share < LOW_UNTIL else "bar"
    css_class = {"soft": "tone-7", "blue": "bar bar-blue"}.get(kind, tone)
    track = element("rect", {"class": "track", "width": 100, "height": 6})
    fill = element("rect", {"class": css_class, "width": share * 100, "height": 6})
    frame: dict[str, Attribute] = {
        "class": "bar-line",
        "viewBox": "0 0 100 6",
        "preserveAspectRatio": "none",
        "aria-hidden": "true",
    }
    return element("svg", frame, track, fill)
