"""Markdown tables of the generated pages."""

from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by `tanqiao docs` (make docs). Change the code, not this page. -->"


def page(title: str, introduction: str, *parts: str) -> str:
    """Return a whole page: title, note that it is generated, introduction, parts."""
    return "\n\n".join([f"# {title}", NOTE, introduction, *parts]) + "\n"


def section(title: str, *parts: str) -> str:
    """Return a part of a page under its own heading."""
    return "\n\n".join([f"## {title}", *(part for part in parts if part)])


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells may hold any text."""
    lines = [_line(header), _line(["---"] * len(header))]
    lines += [_line(row) for row in rows]
    return "\n".join(lines)


def code(text: str) -> str:
    """Return text set as code, or nothing where there is none."""
    return f"`{text}`" if text else ""


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
