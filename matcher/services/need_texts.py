"""What counts as the text of a need: some words, without characters that nobody can see."""

import unicodedata
from dataclasses import replace

from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.match_requests import MAX_TEXT_CHARACTERS, MatchRequest

MIN_LETTERS = 2
"""Fewer letters say nothing to search by: 余热 is a need, 热 or 😀😀 is none.

Source: docs/decisions/0090-bad-need-texts.md.
"""

_LINE_ENDS = frozenset("\n\r\t")


def cleaned_text(text: str) -> str:
    """Return a text without control, zero-width and direction characters, trimmed."""
    kept = (c for c in text if c in _LINE_ENDS or unicodedata.category(c) not in {"Cc", "Cf"})
    return "".join(kept).strip()


def checked_request(request: MatchRequest) -> MatchRequest:
    """Return a request with its texts cleaned.

    Raises
    ------
    InvalidError
        Naming `text`, if it is empty, too long or holds no words.
    """
    text = cleaned_text(request.text)
    rule = _broken_rule(text)
    if rule is not None:
        raise InvalidError([FieldProblem(field="text", rule=rule, values=_LIMITS)])
    return replace(request, text=text, title=cleaned_text(request.title))


_LIMITS = {"min": MIN_LETTERS, "max": MAX_TEXT_CHARACTERS}


def _broken_rule(text: str) -> str | None:
    if not text:
        return "required"
    if len(text) > MAX_TEXT_CHARACTERS:
        return "too_long"
    letters = 0
    for character in text:
        letters += unicodedata.category(character).startswith("L")
        if letters >= MIN_LETTERS:
            return None
    return "text_without_words"
