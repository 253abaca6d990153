"""What one box says, in the names and units of the field dictionary."""

import re
from collections.abc import Callable
from typing import Any

from data.forms.bounds import longest_text
from data.forms.codes_in_boxes import (
    read_fields,
    read_region,
    read_sectors,
    read_terms,
    read_topics,
)
from data.forms.doubts import Doubts
from data.forms.grid import FormCell
from data.forms.instructions import without_instruction
from data.forms.layout import Box
from data.forms.numbers_in_boxes import read_day, read_number, read_range
from data.forms.ticks import read_ticks
from data.vocabulary import ClimateZone, EnergyCarrier, ProjectType, Term

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?")
_TERMS: dict[str, type[Term]] = {
    "project_types": ProjectType,
    "energy_carriers": EnergyCarrier,
    "climate_zones": ClimateZone,
}
_LISTS: dict[str, Callable[[str, str, Doubts], list[str]]] = {
    "fields": read_fields,
    "technology_topics": read_topics,
    "sectors": read_sectors,
}


def text_of(box: Box, cells: list[FormCell]) -> str:
    """Return what stands in a box, without what the form itself printed there."""
    texts = [_LINE_ENDS.sub("\n", cell.text) for cell in cells]
    joined = "\n".join(text for text in texts if text.strip())
    answer = without_instruction(box.record, box.field, _FORBIDDEN.sub("", joined))
    return answer.strip()


def read_value(box: Box, text: str, path: str, doubts: Doubts) -> Any:  # noqa: ANN401 - JSON-like
    """Return the value of a box that is not empty, or None with a doubt noted."""
    kind = box.entry.type
    if kind in {"number", "money", "share", "mapping"}:
        return read_number(box, text, path, doubts)
    if kind == "range":
        return read_range(box, text, path, doubts)
    if kind == "date":
        return read_day(text, path, doubts)
    if kind == "codes":
        return _codes(box, text, path, doubts) or None
    if kind == "code":
        return _code(box, text, path, doubts)
    return _text(box, text, path, doubts)


def _codes(box: Box, text: str, path: str, doubts: Doubts) -> list[str]:
    read = _LISTS.get(box.field)
    if read is not None:
        return read(text, path, doubts)
    return read_terms(_TERMS[box.field], text, path, doubts)


def _code(box: Box, text: str, path: str, doubts: Doubts) -> str | None:
    if box.field == "region_code":
        return read_region(text, path, doubts)
    return read_choice({term.value: term.label_zh for term in ProjectType}, text, path, doubts)


def read_choice(
    options: dict[str, str], text: str, path: str, doubts: Doubts, *, is_wanted: bool = False
) -> str | None:
    """Return the one option that is ticked, or None with a doubt noted.

    Parameters
    ----------
    options : dict
        Code to Chinese label.
    text : str
        Content of the box, with ☑ and ☐.
    is_wanted : bool
        Whether it is a doubt that nothing is ticked.
    """
    ticks = read_ticks(text, options)
    for label in ticks.without_box:
        doubts.note(path, "option_without_box", text=label)
    if len(ticks.on) > 1:
        chosen = "、".join(options[code] for code in ticks.on)
        doubts.note(path, "several_ticked", text=chosen)
        return None
    if not ticks.on:
        if is_wanted and not ticks.without_box:
            doubts.note(path, "none_ticked")
        return None
    if ticks.is_alone:
        doubts.note(path, "option_alone", text=options[ticks.on[0]])
    return ticks.on[0]


def _text(box: Box, text: str, path: str, doubts: Doubts) -> str:
    limit = longest_text(box.entry)
    if len(text) > limit:
        doubts.note(path, "text_cut", length=len(text), limit=limit)
        return text[:limit].rstrip()
    return text
