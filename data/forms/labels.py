"""Recognising the label of a box, however its spaces, brackets and units are written."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from data.forms.layout import (
    CASE_NUMBER_LABEL,
    GROUPS,
    TITLES,
    Box,
    case_boxes,
    case_supplement_boxes,
    contact_boxes,
    opinion_box,
    supplement_boxes,
    technology_boxes,
)
from data.forms.units import factor_of

_LONGEST_LABEL = 80
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}[、.]|\(\d{1,2}\))(?!\d)")
_BRACKET = re.compile(r"\(([^()]*)\)?$|\[([^\[\]]*)\]$")
_EDGES = " :;.。*#、%_-"
_PHONE = "联系电话"
_ALIASES = {
    "技术应用现状及产业化情况": "该技术应用现状及产业化情况",
    "应用现状及产业化情况": "该技术应用现状及产业化情况",
    "技术应用条件及范围": "技术应用条件或范围",
    "已推广比例": "目前已推广比例",
    "项目碳减排成本": "项目碳减排单位成本",
    "环境效益": "项目的环境效益",
    "社会效益": "项目的社会效益",
    "email": "e-mail",
    "邮箱": "e-mail",
    "电子邮箱": "e-mail",
    "电子邮件": "e-mail",
    "邮政编码": "邮编",
    "手机号码": "手机",
    "通讯地址": "通信地址",
    "对比技术": "对比的技术",
    "使用期": "项目使用期",
    "使用年限": "项目使用期",
}
"""Spellings met beside those of the form and of the dictionary."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Words that head boxes but are none: a group, a title, or the number of a case."""

    is_case_number: bool = False


Label = Box | Heading


def find_label(text: str) -> Label | None:
    """Return the box or heading that a cell names, or None where it is no label.

    A unit in the label that differs from the form's own, as in 项目投资额（元）, is the box's unit.
    """
    if not text or len(text) > _LONGEST_LABEL:
        return None
    name, written = _split(text)
    found = _labels().get(name) or _labels().get(_plain(_ALIASES.get(name, "")))
    if isinstance(found, Box) and written and factor_of(found.entry.unit, written) is not None:
        return replace(found, unit=written)
    return found


def is_phone(label: Label) -> bool:
    """Return whether the label is one of the two 联系电话."""
    return isinstance(label, Box) and label.label == _PHONE


@lru_cache(maxsize=1)
def official_labels() -> frozenset[str]:
    """Return the fields whose labels tell that a table is the official form."""
    boxes = (*technology_boxes(), *case_boxes())
    return frozenset(f"{box.record}.{box.field}" for box in boxes)


@lru_cache(maxsize=1)
def _labels() -> dict[str, Label]:
    boxes = (
        *supplement_boxes(), *case_supplement_boxes(), *technology_boxes(), *case_boxes(),
        opinion_box(), *contact_boxes(),
    )  # fmt: skip
    found: dict[str, Label] = {_split(text)[0]: Heading() for text in (*TITLES, *GROUPS)}
    found[_split(CASE_NUMBER_LABEL)[0]] = Heading(is_case_number=True)
    for box in boxes:
        found[_split(box.label)[0]] = box
    return found


def _split(text: str) -> tuple[str, str]:
    """Return the bare name of a label and what stands in its last bracket."""
    plain = _NUMBERING.sub("", _plain(text)).strip(_EDGES)
    bracket = _BRACKET.search(plain)
    if bracket is None:
        return plain, ""
    return plain[: bracket.start()].strip(_EDGES), bracket[1] or bracket[2] or ""


def _plain(text: str) -> str:
    leveled = unicodedata.normalize("NFKC", text).casefold().replace("【", "[").replace("】", "]")
    return "".join(leveled.split())
