"""Which options of a box are ticked, whatever people tick with."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from data.forms.marks import OFF, OFF_MARKS, ON, ON_MARKS
from data.reference.labels import fold

_EMPTY_BRACKETS = re.compile(r"[\[【(（][\s_]*[\]】)）]")
_TICKED_BRACKETS = re.compile(r"[\[【(（]\s*[√✓✔xX☑☒■●▣vV]\s*[\]】)）]")
_SUFFIXES = re.compile(r"(?:类技术|类项目)")
_SUFFIX = re.compile(r"(?:类技术|类项目|类|技术|项目)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Codes that are ticked, and labels of options whose box is missing.

    `is_alone` says that one option was left on the form without any box.
    """

    on: tuple[str, ...]
    without_box: tuple[str, ...]
    is_alone: bool = False


def read_ticks(text: str, options: Mapping[str, str]) -> Ticks:
    """Return what is ticked.

    Parameters
    ----------
    text : str
        Content of the box with its marks.
    options : mapping
        Code to Chinese label, such as 示范类 or 示范类技术.
    """
    names = {fold(_SUFFIX.sub("", label)): code for code, label in options.items()}
    tokens = _tokens(text, names)
    lead = _marks_lead(tokens)
    tokens = [token for token in tokens if token.strip()]
    marks = _beside(tokens if lead is not False else tokens[::-1], names)
    if len(marks) == 1 and not set(tokens) & {ON, OFF}:
        return Ticks(on=tuple(names[name] for name in marks), without_box=(), is_alone=True)
    if lead is None:
        marks = {name: [None] for name in marks}
    return Ticks(
        on=tuple(code for name, code in names.items() if ON in marks.get(name, ())),
        without_box=tuple(
            options[code] for name, code in names.items() if None in marks.get(name, ())
        ),
    )


def _tokens(text: str, names: Mapping[str, str]) -> list[str]:
    leveled = _TICKED_BRACKETS.sub(ON, _EMPTY_BRACKETS.sub(OFF, text))
    leveled = _SUFFIXES.sub("", "".join(_mark(letter) for letter in leveled))
    longest_first = sorted(names, key=len, reverse=True)
    spelled = (r"\s*".join(map(re.escape, name)) for name in longest_first)  # lines may break
    pattern = "|".join([ON, OFF, *spelled, r"\s+"])
    found = re.findall(pattern, unicodedata.normalize("NFKC", leveled).casefold())
    return [fold(token) or token for token in found]


def _marks_lead(tokens: list[str]) -> bool | None:
    """Return whether marks stand before their options; None where nobody can tell."""
    words = [token for token in tokens if token.strip()]
    marks = {ON, OFF}
    if not words or words[0] in marks or not marks.intersection(words):
        return True
    if words[-1] in marks:
        return False
    spaced = "".join(token if token.strip() else " " for token in tokens)
    if re.search(rf" [{ON}{OFF}](?! )", spaced):
        return True
    return False if re.search(rf"(?<! )[{ON}{OFF}] ", spaced) else None


def _mark(letter: str) -> str:
    if letter in ON_MARKS:
        return ON
    return OFF if letter in OFF_MARKS else letter


def _beside(tokens: list[str], names: Mapping[str, str]) -> dict[str, list[str | None]]:
    """Return the marks beside each option named; None for an option without one."""
    found: dict[str, list[str | None]] = {}
    mark: str | None = None
    for token in tokens:
        if token in names:
            found.setdefault(token, []).append(mark)
            mark = None
        else:
            mark = token
    return found
