"""The frame around a drawing: title and description, caption, and the same data as a table."""

import hashlib
from dataclasses import dataclass

from markupsafe import Markup

from web.charts.svg import Attribute, Translate, element, english


@dataclass(frozen=True)
class DataTable:
    """The numbers of a chart as rows of display texts; the first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawing(
    size: tuple[float, float],
    title: str,
    description: str,
    *children: Markup,
    css_class: str = "",
    interactive: bool = True,
) -> Markup:
    """Wrap shapes into an <svg> that screen readers name by title and description.

    Parameters
    ----------
    size : tuple[float, float]
        Width and height of the view box in pixels.
    title, description : str
        What the chart is, and what it says in one sentence.
    css_class : str
        Classes beside "chart".
    interactive : bool
        Whether marks inside can be focused: then it is a group of images, else one image.
    """
    width, height = size
    key = hashlib.sha256(f"{title}|{description}|{css_class}|{size}".encode()).hexdigest()[:10]
    attributes: dict[str, Attribute] = {
        "class": f"chart {css_class}".strip(),
        "viewBox": f"0 0 {width:g} {height:g}",
        "role": "group" if interactive else "img",
        "aria-labelledby": f"t{key} d{key}",
        "xmlns": "http://www.w3.org/2000/svg",
    }
    heading = element("title", {"id": f"t{key}"}, title)
    about = element("desc", {"id": f"d{key}"}, description)
    return element("svg", attributes, heading, about, *children)


def decoration(*children: Markup) -> Markup:
    """Group what only eyes need (axes, grids): the marks and the table say it in words."""
    return element("g", {"aria-hidden": "true"}, *children)


def data_table(table: DataTable, caption: str, gettext: Translate = english) -> Markup:
    """Fold the data of a chart into a table below it."""
    head = element(
        "tr",
        None,
        *(
            element("th", {"scope": "col", "class": "number" if index else None}, name)
            for index, name in enumerate(table.header)
        ),
    )
    rows = [
        element(
            "tr",
            None,
            element("th", {"scope": "row"}, row[0]),
            *(element("td", {"class": "number"}, cell or " ") for cell in row[1:]),
        )
        for row in table.rows
    ]
    title = element("caption", {"class": "visually-hidden"}, caption)
    whole = element(
        "table",
        {"class": "table table-small"},
        title,
        element("thead", None, head),
        element("tbody", None, *rows),
    )
    scroller: dict[str, Attribute] = {
        "class": "scroll-x",
        "tabindex": "0",
        "role": "region",
        "aria-label": caption,
    }
    summary = element("summary", None, gettext("Data table"))
    return element("details", {"class": "fold"}, summary, element("div", scroller, whole))


def boxed(*children: Markup, note: str = "", table: Markup | None = None) -> Markup:
    """Put drawings, an explaining note and the data table into one box."""
    parts = [*children]
    if note:
        parts.append(element("p", {"class": "chart-note"}, note))
    if table is not None:
        parts.append(table)
    return element("div", {"class": "chart-box"}, *parts)


def nothing(text: str) -> Markup:
    """Say that there is nothing to draw."""
    return element("p", {"class": "chart-empty"}, text)


def legend(items: list[tuple[str, str]]) -> Markup:
    """List what the colours mean: pairs of CSS class and words."""
    entries = [
        element(
            "li",
            None,
            element(
                "svg",
                {"viewBox": "0 0 12 12", "aria-hidden": "true"},
                element("rect", {"class": css_class, "width": 12, "height": 12, "rx": 3}),
            ),
            words,
        )
        for css_class, words in items
    ]
    return element("ul", {"class": "chart-legend"}, *entries)
