"""The words around a number: its clause, bounded so that reading stays linear."""

import re
from typing import Final

BEFORE_CHARACTERS: Final = 40
AFTER_CHARACTERS: Final = 24

_CLAUSE_END: Final = re.compile(r"[，、;。!?\n\r]|,(?!\d)|\.(?!\d)")


def clause_before(folded_text: str, start: int) -> str:
    """Return what stands before a place in its own clause, at most 40 characters."""
    window = folded_text[max(0, start - BEFORE_CHARACTERS) : start]
    cut = 0
    for match in _CLAUSE_END.finditer(window):
        cut = match.end()
    return window[cut:]


def previous_clause(folded_text: str, start: int) -> str:
    """Return the clause before the one a place stands in, as far as 40 characters reach."""
    window = folded_text[max(0, start - BEFORE_CHARACTERS) : start]
    cuts = [0, *(match.end() for match in _CLAUSE_END.finditer(window))]
    if len(cuts) == 1:
        return ""
    return window[cuts[-2] : cuts[-1] - 1]


def clause_after(folded_text: str, end: int) -> str:
    """Return what stands behind a place in its own clause, at most 24 characters."""
    window = folded_text[end : end + AFTER_CHARACTERS]
    match = _CLAUSE_END.search(window)
    return window if match is None else window[: match.start()]


def clause_around(folded_text: str, start: int, end: int) -> str:
    """Return the words of a clause on both sides of a span, parted by a blank."""
    return f"{clause_before(folded_text, start)} {clause_after(folded_text, end)}"
