"""Every field of a page of the form, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.reference import FieldEntry, field_dictionary, fields_of
from data.vocabulary import FormSection, Pollutant, TechnologyStage
from matcher.form_completeness import CASE_FIELDS, CASE_SUPPLEMENTS, SECTION_FIELDS, is_needed
from matcher.services.technology_fields import (
    FieldPath,
    case_of,
    is_unknown,
    mark_of,
    unknown_path,
    value_at,
)
from web.i18n import current_language
from web.presenters.technology import pollutant_label
from web.technology_form.boxes import KINDS, units_of, written_number
from web.technology_form.choices import choices_of
from web.technology_form.help_texts import HELP
from web.technology_form.posted import Posting

if TYPE_CHECKING:
    from data.models import Technology

_SHORT_TEXTS = frozenset(
    {"activity_unit", "postcode", "head_phone", "contact_phone", "mobile", "fax"}
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What was posted a moment ago and what is wrong with it; empty when a page is first drawn."""

    posting: Posting | None = None
    errors: Mapping[str, str] | None = None

    def keeps(self, path: str) -> bool:
        """Return whether the box shows what was typed instead of what is stored."""
        return self.posting is not None and path in (self.errors or {})


def section_paths(section: FormSection, case_id: int | None = None) -> tuple[str, ...]:
    """Return the paths of a page in their order; of one case, with its supplements."""
    if case_id is not None:
        names = (
            *CASE_FIELDS,
            *CASE_SUPPLEMENTS,
            *(f"co_benefits.{key.value}" for key in Pollutant),
        )
        return tuple(f"cases.{case_id}.{name}" for name in names)
    if section is FormSection.CONTACT:
        return tuple(f"applicant_contact.{entry.field}" for entry in fields_of("applicant_contact"))
    if section is FormSection.RULES:
        return tuple(
            f"applicability_rules.{entry.field}" for entry in fields_of("applicability_rules")
        )
    return SECTION_FIELDS.get(section, ())


def drawn_fields(
    technology: Technology, paths: Sequence[str], shown: Shown | None = None
) -> list[dict[str, Any]]:
    """Return the fields of a page for macros/technology_form.html."""
    return [_drawn(technology, FieldPath.parse(path), shown or Shown()) for path in paths]


def entry_of(path: FieldPath) -> FieldEntry:
    """Return a field's line of the field dictionary."""
    return field_dictionary()[path.record, path.name]


def label_of(path: FieldPath) -> str:
    """Return a field's name; a pollutant's for its tonnes."""
    if path.field == "co_benefits":
        return pollutant_label(path.key or "")
    if path.field == "unknown_fields":
        return label_of(_answered(path))
    return entry_of(path).label(current_language())


def _answered(path: FieldPath) -> FieldPath:
    """Return the field that an answer 不清楚 belongs to."""
    key = f"co_benefits.{path.key}" if path.key in list(Pollutant) else path.key
    return FieldPath.parse(f"cases.{path.case_id}.{key}")


def further_pollutants(technology: Technology, case_id: int) -> tuple[str, ...]:
    """Return the paths of pollutants that a case states beyond those the form offers."""
    case = case_of(technology, case_id)
    known = {one.value for one in Pollutant}
    stated = case.co_benefits if case else {}
    return tuple(f"cases.{case_id}.co_benefits.{key}" for key in stated if key not in known)


def _drawn(technology: Technology, path: FieldPath, shown: Shown) -> dict[str, Any]:
    entry, value = entry_of(path), value_at(technology, path)
    kind = KINDS[entry.type]
    keeps = shown.keeps(path.text)
    field = {
        "path": path.text,
        "id": path.text,
        "kind": kind,
        "label": _title(path),
        "name": path.name,
        "mark": shown.posting.marks.get(path.text, "")
        if keeps and shown.posting
        else mark_of(value),
        "help": HELP.get((path.record, path.name)) if path.field != "co_benefits" else None,
        "required": _is_required(technology, path, entry),
        "error": (shown.errors or {}).get(path.text),
        "is_supplement": entry.source.startswith(("supplement", "ours")),
        "unknown": _unknown(technology, path),
        "width": "10" if path.name in _SHORT_TEXTS or kind == "day" else None,
    }
    typed = shown.posting.raw(path.text) if keeps and shown.posting else None
    return field | _content(technology, kind, entry, value, typed)


def _unknown(technology: Technology, path: FieldPath) -> dict[str, Any] | None:
    """Return the tick 不清楚 of a supplement that takes it; None for other fields."""
    flag = unknown_path(path)
    if flag is None:
        return None
    stored = value_at(technology, FieldPath.parse(flag))
    return {"path": flag, "mark": mark_of(stored), "checked": is_unknown(technology, path)}


def _title(path: FieldPath) -> str:
    """Return a field's name as it stands above its box; the category is chosen with the type."""
    label = label_of(path)
    if path.text != "technology_type":
        return label
    category = field_dictionary()["technology", "technology_category"]
    return f"{category.label(current_language())} / {label}"


def _is_required(technology: Technology, path: FieldPath, entry: FieldEntry) -> bool:
    stage: TechnologyStage | None = technology.stage
    project = None
    if path.case_id is not None:
        project = value_at(technology, FieldPath.parse(f"cases.{path.case_id}.project_type"))
    return is_needed(entry, stage, project)


def _content(
    technology: Technology,
    kind: str,
    entry: FieldEntry,
    value: Any,  # noqa: ANN401 - a field's value
    typed: list[str] | None,
) -> dict[str, Any]:
    if kind == "number":
        return _number(entry, value, typed)
    if kind == "band":
        return _band(entry, value, typed)
    if kind in {"choice", "codes"}:
        chosen = typed if typed is not None else value
        chosen = [chosen] if isinstance(chosen, str) else [str(one) for one in chosen or ()]
        return choices_of(entry, chosen, technology)
    text = typed[0] if typed is not None else value
    return {"value": "" if text is None else str(text)}


def _number(entry: FieldEntry, value: Any, typed: list[str] | None) -> dict[str, Any]:  # noqa: ANN401
    units = units_of(entry)
    box = written_number(value, units)
    text, unit = (typed[0], typed[1]) if typed is not None else (box.text, box.unit)
    return {
        "value": text,
        "unit": str(units[0].label) if len(units) == 1 else None,
        "units": [
            {"value": one.code, "label": str(one.label), "chosen": one.code == unit}
            for one in units
        ]
        if len(units) > 1
        else [],
    }


def _band(entry: FieldEntry, value: Any, typed: list[str] | None) -> dict[str, Any]:  # noqa: ANN401
    units = units_of(entry)
    stored = [written_number(bound, units).text for bound in value or (None, None)]
    low, high = (typed[0], typed[1]) if typed is not None else stored
    return {"low": low, "high": high, "unit": str(units[0].label) if units else None}


def paths_of(fields: Iterable[dict[str, Any]]) -> list[str]:
    """Return the paths of drawn fields."""
    return [field["path"] for field in fields]
