"""From the cells of a form to its cases, each with the supplement that belongs to it."""

import re
from typing import Any

from data.field_limits import CASES_COUNT
from data.forms.box_values import read_value, text_of
from data.forms.collecting import Answers, CaseAnswers
from data.forms.doubts import Doubts
from data.forms.grid import FormCell
from data.forms.layout import Box
from data.forms.marks import OFF, ON, UNKNOWN
from data.forms.numbers_in_boxes import read_number
from data.vocabulary import UNKNOWABLE

_CO_BENEFITS = "co_benefits"
_POLLUTANT = re.compile(r"\s*([a-z][a-z0-9_]{0,40}_t_per_year)\s*[:：]\s*(.+)", re.IGNORECASE)


def case_records(answers: Answers, doubts: Doubts) -> list[dict[str, Any]]:
    """Return the cases that state anything, in the order of the form."""
    official = [case for case in answers.cases if not case.is_supplement and _states(case)]
    if len(official) > CASES_COUNT:
        doubts.note("cases", "too_many_cases", limit=CASES_COUNT)
        official = official[:CASES_COUNT]
    supplements = _matched(official, answers, doubts)
    return [
        _record(case, supplements.get(index), f"cases.{index}", doubts)
        for index, case in enumerate(official)
    ]


def official_cases(answers: Answers) -> list[CaseAnswers]:
    """Return the cases of the official tables that state anything, supplements left out."""
    found = [case for case in answers.cases if not case.is_supplement and _states(case)]
    return found[:CASES_COUNT]


def _states(case: CaseAnswers) -> bool:
    return any(text_of(box, cells) for box, cells in case.cells.items())


def _matched(
    official: list[CaseAnswers], answers: Answers, doubts: Doubts
) -> dict[int, CaseAnswers]:
    """Return the supplement of each case: by the project's name where it is unique, else number."""
    names = [_name(case) for case in official]
    found: dict[int, CaseAnswers] = {}
    for case in answers.cases:
        if not case.is_supplement:
            continue
        name = _name(case)
        index = names.index(name) if name and names.count(name) == 1 else _index(case.number)
        if 0 <= index < len(official) and index not in found:
            found[index] = case
        elif any(_says(box, cells) for box, cells in case.cells.items() if box.field != "name"):
            doubts.note("cases", "supplement_unmatched", text=name or case.number)
    return found


def _says(box: Box, cells: list[FormCell]) -> bool:
    """Return whether a box says anything; boxes to tick that nobody ticked do not."""
    text = text_of(box, cells)
    return bool(text) and (OFF not in text or ON in text)


def _name(case: CaseAnswers) -> str:
    return next(
        (text_of(box, cells) for box, cells in case.cells.items() if box.field == "name"), ""
    )


def _index(number: str) -> int:
    digits = re.search(r"\d{1,3}", number)
    return int(digits[0]) - 1 if digits else -1


def _record(
    case: CaseAnswers, supplement: CaseAnswers | None, path: str, doubts: Doubts
) -> dict[str, Any]:
    record: dict[str, Any] = {}
    cells = dict(case.cells)
    if supplement is not None:
        known = {box.field for box in cells} - {_CO_BENEFITS}
        cells.update({box: own for box, own in supplement.cells.items() if box.field not in known})
    for box, own in cells.items():
        text = text_of(box, own)
        if not text:
            continue
        if _is_unknown(box, text):
            record.setdefault("unknown_fields", {})[box.key or box.field] = True
            continue
        if box.field == _CO_BENEFITS:
            _co_benefit(record, box, text, path, doubts)
            continue
        value = read_value(box, text, f"{path}.{box.field}", doubts)
        if value is not None:
            record[box.field] = value
    if "name" not in record:
        doubts.note(f"{path}.name", "case_without_name")
    return record


def _is_unknown(box: Box, text: str) -> bool:
    """Return whether a supplement is answered with 不清楚, written or ticked."""
    if (box.key or box.field) not in UNKNOWABLE:
        return False
    return text == UNKNOWN or f"{ON}{UNKNOWN}" in re.sub(r"\s", "", text)


def _co_benefit(record: dict[str, Any], box: Box, text: str, path: str, doubts: Doubts) -> None:
    """Read one pollutant, or lines such as `pm_t_per_year：0.3` of the others."""
    lines = [(box.key, text)] if box.key else []
    for line in [] if box.key else text.split("\n"):
        named = _POLLUTANT.fullmatch(line)
        if named is None:
            doubts.note(f"{path}.{_CO_BENEFITS}", "code_unknown", text=line)
        else:
            lines.append((named[1].lower(), named[2]))
    for key, amount in lines:
        value = read_number(box, amount, f"{path}.{_CO_BENEFITS}.{key}", doubts)
        if value is not None:
            record.setdefault(_CO_BENEFITS, {})[key] = value
