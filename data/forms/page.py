"""The form as tables of one 5-column grid, as both writers draw it (附件1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from data.forms.content import Answer, FormContent
from data.forms.instructions import INSTRUCTIONS
from data.forms.layout import (
    CASE_NUMBER_LABEL,
    CASE_SUPPLEMENT_TITLE,
    CASE_TITLE,
    CONTACT_TITLE,
    CONTENT_GROUP,
    POTENTIAL_GROUP,
    SUPPLEMENT_TITLE,
    Box,
    case_boxes,
    case_supplement_boxes,
    contact_boxes,
    opinion_box,
    supplement_boxes,
    technology_boxes,
)

COLUMNS = 5
Kind = Literal["title", "label", "value"]
_GROUPED = {
    "technical_principle": CONTENT_GROUP,
    "key_technology": CONTENT_GROUP,
    "process_flow": CONTENT_GROUP,
    "adoption_share": POTENTIAL_GROUP,
    "adoption_share_2030": POTENTIAL_GROUP,
    "investment_2030_yuan": POTENTIAL_GROUP,
    "abatement_potential_2030_tco2_per_year": POTENTIAL_GROUP,
}
_PAIRED = {"fields": "stage"}
"""Boxes that share a row with the next one."""
_NAME_ROW = "项目名称"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCell:
    """One cell: `rows` > 1 begins a merge downwards, 0 continues it."""

    kind: Kind
    text: str = ""
    answer: Answer = field(default_factory=Answer)
    span: int = 1
    rows: int = 1
    hint: str = ""


PageRow = tuple[PageCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """One table; `tall` are rows that leave room for a stamp."""

    rows: tuple[PageRow, ...]
    tall: frozenset[int] = frozenset()


def official_tables(content: FormContent, *, has_hints: bool) -> list[PageTable]:
    """Return the tables of the official form: technology, each case, opinion and contact."""
    cases = [
        _case_table(content, number, index, case, has_hints=has_hints)
        for number, (index, case) in enumerate(content.cases, start=1)
    ]
    return [_technology_table(content, has_hints=has_hints), *cases, _contact_table(content)]


def supplement_tables(content: FormContent) -> list[PageTable]:
    """Return the tables of the supplement page: the technology, then each case (RULINGS 25)."""
    rows: list[PageRow] = [_title(SUPPLEMENT_TITLE)]
    rows += [_row(box.label, content.answer(box)) for box in supplement_boxes()]
    return [
        PageTable(rows=tuple(rows)),
        *(
            _case_supplement(content, number, index, case)
            for number, (index, case) in enumerate(content.cases, start=1)
        ),
    ]


def _technology_table(content: FormContent, *, has_hints: bool) -> PageTable:
    boxes = technology_boxes()
    rows: list[PageRow] = []
    position = 0
    while position < len(boxes):
        box = boxes[position]
        group = _GROUPED.get(box.field)
        if box.field in _PAIRED:
            rows.append(_pair(content, box, boxes[position + 1]))
            position += 1
        elif group is not None:
            rows.append(_grouped(content, box, group, is_first=_is_first(boxes, position)))
        else:
            rows.append(_row(box.label, content.answer(box), hint=_hint(box, wanted=has_hints)))
        position += 1
    return PageTable(rows=tuple(rows))


def _is_first(boxes: tuple[Box, ...], position: int) -> bool:
    before = boxes[position - 1].field
    return _GROUPED.get(before) != _GROUPED[boxes[position].field]


def _grouped(content: FormContent, box: Box, group: str, *, is_first: bool) -> PageRow:
    count = sum(1 for other in _GROUPED.values() if other == group)
    return (
        PageCell(kind="label", text=group, rows=count if is_first else 0),
        PageCell(kind="label", text=box.label),
        PageCell(kind="value", answer=content.answer(box), span=3),
    )


def _pair(content: FormContent, left: Box, right: Box) -> PageRow:
    return (
        PageCell(kind="label", text=left.label, span=2),
        PageCell(kind="value", answer=content.answer(left)),
        PageCell(kind="label", text=right.label),
        PageCell(kind="value", answer=content.answer(right)),
    )


def _case_table(
    content: FormContent, number: int, index: int, case: Mapping[str, Any], *, has_hints: bool
) -> PageTable:
    rows: list[PageRow] = [
        _title(CASE_TITLE if number == 1 else f"已实施的典型案例（第 {number} 项）")
    ]
    for box in case_boxes():
        answer = content.case_answer(box, index, case)
        rows.append(_row(box.label, answer, hint=_hint(box, wanted=has_hints)))
    return PageTable(rows=tuple(rows))


def _contact_table(content: FormContent) -> PageTable:
    opinion = opinion_box()
    rows: list[PageRow] = [_row(opinion.label, content.answer(opinion)), _title(CONTACT_TITLE)]
    unit, *pairs, address = contact_boxes()
    rows.append(_row(unit.label, content.answer(unit)))
    rows += [
        _pair(content, left, right) for left, right in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    rows.append(_row(address.label, content.answer(address)))
    return PageTable(rows=tuple(rows), tall=frozenset({0}))


def _case_supplement(
    content: FormContent, number: int, index: int, case: Mapping[str, Any]
) -> PageTable:
    rows: list[PageRow] = [
        _title(CASE_SUPPLEMENT_TITLE),
        _row(CASE_NUMBER_LABEL, Answer(text=str(number))),
        _row(_NAME_ROW, Answer(text=str(case.get("name", "")))),
    ]
    rows += [
        _row(box.label, content.case_answer(box, index, case)) for box in case_supplement_boxes()
    ]
    return PageTable(rows=tuple(rows))


def _title(text: str) -> PageRow:
    return (PageCell(kind="title", text=text, span=COLUMNS),)


def _row(label: str, answer: Answer, *, hint: str = "") -> PageRow:
    is_empty = not (answer.text or answer.options or answer.images)
    return (
        PageCell(kind="label", text=label, span=2),
        PageCell(kind="value", answer=answer, span=3, hint=hint if is_empty else ""),
    )


def _hint(box: Box, *, wanted: bool) -> str:
    text = INSTRUCTIONS.get((box.record, box.field), "") if wanted else ""
    return f"（{text}）" if text else ""
