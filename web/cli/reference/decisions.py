"""docs/decisions/README.md: the index of the decisions, from the first line of each."""

from itertools import groupby
from pathlib import Path

from web.cli.reference.markdown import page, section

FOLDER = Path(__file__).parents[3] / "docs" / "decisions"
PARTS = (
    (0, "Foundations"),
    (10, "Reference data, places, imports"),
    (20, "Encoder and indexes"),
    (30, "Numbers, quantities in text, leads, follow-ups"),
    (40, "Eligibility, signals, ranking, explanations"),
    (50, "Interface"),
    (60, "Web: accounts, access, requests"),
    (70, "Services and the matching interface"),
    (80, "Jobs, mail, demo data"),
    (90, "Pages"),
    (100, "Leads, and how the whole is documented and measured"),
)
"""First number and name of each range."""

_INTRODUCTION = (
    "Why things are as they are. One file a decision: context, decision, consequences; one page or "
    "less. Code cites them by number. A decision is not edited once it is relied on: a later one "
    "replaces it and says so. Next free number: one above the highest of the range that fits."
)


def decisions_page() -> str:
    """Return the index of every decision file, by range of numbers."""
    files = sorted(FOLDER.glob("[0-9]*.md"))
    parts = [
        section(title, "\n".join(_line(path) for path in group))
        for title, group in groupby(files, key=_part)
    ]
    return page("Decisions", _INTRODUCTION, *parts)


def _part(path: Path) -> str:
    number = int(path.name[:4])
    return next(title for first, title in reversed(PARTS) if number >= first)


def _line(path: Path) -> str:
    title = path.read_text("utf-8").partition("\n")[0].removeprefix("# ")
    return f"- [{title}]({path.name})"
