"""From the cells of a form to the record of a technology (all but its cases)."""

import re
from typing import Any

from data.forms.box_values import read_choice, read_value, text_of
from data.forms.codes_in_boxes import read_type
from data.forms.collecting import Answers
from data.forms.doubts import Doubts
from data.forms.layout import Box
from data.forms.ticks import read_ticks
from data.reference.taxonomy import taxonomy
from data.vocabulary import TechnologyStage

GROUPS = {
    "technology_owner": "owner",
    "applicability_rules": "applicability_rules",
    "applicant_contact": "applicant_contact",
}
"""Records within the record of a technology, by the name of the field that holds them."""
_WANTED = (
    "name", "technology_type", "fields", "stage", "application_status", "technical_principle",
    "adoption_share", "abatement_potential_2030_tco2_per_year",
)  # fmt: skip
"""Boxes whose emptiness is said; the audit asks for the others."""
_COMPARISON = re.compile(r"对比(?:的)?技术\s*(?:为|是)?\s*[:：]?\s*([^\n;；。]{2,100})")
_SOURCE_BREAK = re.compile(r"[;；,，\n、:：]")
_OWNER_WORDS = re.compile(r"公司|研究院|研究所|大学|学院|集团|中心|厂|院|所|协会")
_LONGEST_OWNER = 60


def technology_record(answers: Answers, doubts: Doubts) -> dict[str, Any]:
    """Return the record that the boxes of the technology state; unknown fields are absent."""
    record: dict[str, Any] = {}
    boxes = {(box.record, box.field): box for box in answers.cells}
    texts = {key: text_of(box, answers.cells[box]) for key, box in boxes.items()}
    for key, box in boxes.items():
        if texts[key]:
            _put(record, box, texts[key], doubts)
    _stage(record, texts, doubts)
    _type(record, texts, doubts)
    _comparison(record, texts)
    _owner(record, doubts)
    _rules(record, doubts)
    for name in _WANTED:
        if not texts.get(("technology", name)):
            doubts.note(name, "missing")
    return record


def path_of(box: Box) -> str:
    """Return the path of a box that belongs to no case, such as `owner.name`."""
    group = GROUPS.get(box.record)
    return f"{group}.{box.field}" if group else box.field


def _put(record: dict[str, Any], box: Box, text: str, doubts: Doubts) -> None:
    if box.field in {"technology_category", "technology_type", "stage"}:
        return  # read together below
    value = read_value(box, text, path_of(box), doubts)
    if value is None:
        return
    group = GROUPS.get(box.record)
    (record.setdefault(group, {}) if group else record)[box.field] = value


def _stage(record: dict[str, Any], texts: dict[tuple[str, str], str], doubts: Doubts) -> None:
    text = texts.get(("technology", "stage"))
    if not text:
        return
    options = {term.value: term.label_zh for term in TechnologyStage}
    stage = read_choice(options, text, "stage", doubts, is_wanted=True)
    if stage is not None:
        record["stage"] = stage


def _type(record: dict[str, Any], texts: dict[tuple[str, str], str], doubts: Doubts) -> None:
    text = texts.get(("technology", "technology_type"))
    code, named = read_type(text, "technology_type", doubts) if text else (None, [])
    if code is not None:
        record["technology_type"] = code
    topics = list(dict.fromkeys([*record.get("technology_topics", []), *named]))
    if topics:
        record["technology_topics"] = topics
    _category(texts.get(("technology", "technology_category"), ""), code, doubts)


def _category(text: str, type_code: str | None, doubts: Doubts) -> None:
    """Compare the ticked categories with that of the type, which decides (RULINGS)."""
    options = {category.code: category.label_zh for category in taxonomy()}
    ticks = read_ticks(text, options)
    path = "technology_category"
    if ticks.on:
        for label in ticks.without_box:
            doubts.note(path, "option_without_box", text=label)
    ticked = "、".join(options[code] for code in ticks.on)
    if type_code is None:
        if ticks.on:
            doubts.note(path, "category_without_type", text=ticked)
        elif text:
            doubts.note(path, "none_ticked")
    elif ticks.on and set(ticks.on) != {type_code[0]}:
        category = options[type_code[0]]
        doubts.note(path, "category_contradicts_type", text=ticked, category=category)


def _comparison(record: dict[str, Any], texts: dict[tuple[str, str], str]) -> None:
    """Take the comparison technology from beside the potential, where 附件1 asks for it."""
    text = texts.get(("technology", "abatement_potential_2030_tco2_per_year"), "")
    found = _COMPARISON.search(text)
    if found is not None and "comparison_technology" not in record:
        record["comparison_technology"] = found[1].strip().rstrip("）)")


def _owner(record: dict[str, Any], doubts: Doubts) -> None:
    owner = record.get("owner")
    if owner is not None:
        code = owner.get("unified_social_credit_code")
        if code is not None and not _is_credit_code(code):
            doubts.note("owner.unified_social_credit_code", "bad_credit_code", text=code)
            del owner["unified_social_credit_code"]
    if owner and owner.get("name"):
        return
    first = _SOURCE_BREAK.split(record.get("technology_source", ""))[0].strip()
    if _OWNER_WORDS.search(first) and len(first) <= _LONGEST_OWNER:
        record.setdefault("owner", {})["name"] = first
        doubts.note("owner.name", "owner_from_source", text=first)
    elif owner:
        doubts.note("owner.name", "missing")


def _is_credit_code(code: str) -> bool:
    from data.importers.social_credit_code import is_unified_social_credit_code

    return is_unified_social_credit_code(code)


def _rules(record: dict[str, Any], doubts: Doubts) -> None:
    rules = record.get("applicability_rules", {})
    if "capacity" in rules and "capacity_unit" not in rules:
        doubts.note("applicability_rules.capacity", "unit_unclear", text="")
        del rules["capacity"]
    if "applicability_rules" in record and not rules:
        del record["applicability_rules"]
