"""SVG and HTML elements as escaped strings: attributes and classes only, never inline style."""

import math
from collections.abc import Callable
from typing import TypeAlias

from markupsafe import Markup, escape

Translate: TypeAlias = Callable[[str], str]
Attribute: TypeAlias = str | float | bool | None
WIDE_FROM = 0x2E80
"""First code point counted as a full-width character (CJK radicals and all after them)."""
NARROW_EM = 0.56
SMALLEST = 0.05


def english(message: str) -> str:
    """Give the message itself: the translation charts use when none is passed."""
    return message


def is_known(value: float | None) -> bool:
    """Tell whether a value can be drawn: neither None, NaN nor infinite."""
    return value is not None and math.isfinite(value)


def coordinate(value: float) -> str:
    """Write a coordinate with at most one decimal.

    Raises
    ------
    ValueError
        For NaN and infinity, so that no broken picture is ever sent.
    """
    if not math.isfinite(value):
        raise ValueError("a coordinate must be finite")
    if abs(value) < SMALLEST:
        return "0"
    return f"{value:.1f}".rstrip("0").rstrip(".")


def element(
    name: str, attributes: dict[str, Attribute] | None = None, *children: str | Markup
) -> Markup:
    """Build one element; plain strings are escaped, Markup is kept.

    Parameters
    ----------
    name : str
        Element name.
    attributes : dict | None
        Attributes by name; numbers are written as coordinates, None and False are left out.
    children : str | Markup
        Content in order.

    Raises
    ------
    ValueError
        For an attribute that the content security policy forbids (style, on…).
    """
    parts = [f"<{name}"]
    for key, value in (attributes or {}).items():
        if key == "style" or key.startswith("on"):
            raise ValueError(f"attribute {key} is not allowed")
        if value is None or value is False:
            continue
        text = value if isinstance(value, str) else coordinate(float(value))
        parts.append(f' {key}="{escape(text)}"')
    body = "".join(str(escape(child)) for child in children)
    return Markup("".join(parts) + (f">{body}</{name}>" if body else "/>"))  # noqa: S704  # nosec B704 - every part is escaped above


def text(
    x: float, y: float, content: str, css_class: str = "", anchor: str | None = None
) -> Markup:
    """Write a text at a point; anchor: start (default), middle or end."""
    attributes: dict[str, Attribute] = {"class": css_class or None, "x": x, "y": y}
    return element("text", {**attributes, "text-anchor": anchor}, content)


def line(x1: float, y1: float, x2: float, y2: float, css_class: str) -> Markup:
    """Draw a straight line."""
    return element("line", {"class": css_class, "x1": x1, "y1": y1, "x2": x2, "y2": y2})


def mark(tip: str, link: str | None, *children: str | Markup, url: str | None = None) -> Markup:
    """Group the shapes of one datum: focusable, named, with a tooltip and a linked card.

    Parameters
    ----------
    tip : str
        What it says; read by screen readers and shown as tooltip.
    link : str | None
        Rank of the match card it lights up together with.
    url : str | None
        Where the records behind the datum are; makes it a link.
    """
    attributes: dict[str, Attribute] = {
        "class": "mark",
        "href": url,
        "tabindex": None if url else "0",
        "role": None if url else "img",
        "aria-label": tip.replace("\n", ", "),
        "data-tip": tip,
        "data-link": link,
    }
    return element("a" if url else "g", attributes, *children)


def text_width(content: str, size: float) -> float:
    """Estimate the width of a text in pixels: CJK 1 em, other characters 0.56 em."""
    ems = sum(1.0 if ord(character) >= WIDE_FROM else NARROW_EM for character in content)
    return ems * size


def shorten(content: str, width: float, size: float) -> str:
    """Cut a text to a width in pixels, with an ellipsis when something was cut."""
    if text_width(content, size) <= width:
        return content
    kept = content
    while kept and text_width(kept, size) + size > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def whisker(low: float, high: float, y: float) -> Markup:
    """Draw a horizontal interval from low to high pixels, 10 pixels tall, its top at y."""
    ends = f"M{coordinate(low)},{coordinate(y)}v10M{coordinate(high)},{coordinate(y)}v10"
    path = f"{ends}M{coordinate(low)},{coordinate(y + 5)}H{coordinate(high)}"
    return element("path", {"class": "whisker", "d": path})
