"""Shares of a whole as one stacked bar."""

from dataclasses import dataclass

from markupsafe import Markup

from web.charts.frame import DataTable, boxed, data_table, drawing, legend, nothing
from web.charts.svg import Translate, element, english, is_known, mark
from web.figures import rounded

WIDTH = 620.0
SHARE_TONES = 6


@dataclass(frozen=True)
class Slice:
    """One share of a whole: its size in the whole's unit (not negative)."""

    label: str
    value: float


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
