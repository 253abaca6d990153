"""Addresses of the form's fields, and reading and writing a draft by them."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from data.models import Technology, TechnologyCase
from data.reference import fields_of
from data.vocabulary import UNKNOWABLE
from matcher.form_completeness import CASE_FIELDS, CASE_SUPPLEMENTS, SECTION_FIELDS
from matcher.services.errors import FieldProblem, InvalidError

_OWN: Final = frozenset(name for names in SECTION_FIELDS.values() for name in names)
_CASE: Final = frozenset({*CASE_FIELDS, *CASE_SUPPLEMENTS, "region_code"})
_CONTACT: Final = frozenset(entry.field for entry in fields_of("applicant_contact"))
_RULES: Final = frozenset(entry.field for entry in fields_of("applicability_rules"))
_CASE_PATH: Final = re.compile(r"cases\.([1-9][0-9]{0,8})\.(\w+)(?:\.(\w+))?")
_SHOWN_CHARACTERS: Final = 80
_KEYS: Final = MappingProxyType({"applicant_contact": _CONTACT, "applicability_rules": _RULES})
_CO_BENEFIT: Final = re.compile(r"[a-z][a-z0-9_]{0,40}_t_per_year")


@dataclass(frozen=True, slots=True)
class FieldPath:
    """Which field of which part of a draft: `name`, `applicant_contact.email`, `cases.7.scale`."""

    text: str
    field: str
    key: str | None = None
    case_id: int | None = None

    @classmethod
    def parse(cls, text: str) -> "FieldPath":
        """Return the path that `text` spells.

        Raises
        ------
        InvalidError
            If people do not fill in such a field.
        """
        found = _parsed(text)
        if found is None:
            shown = text[:_SHOWN_CHARACTERS]
            raise InvalidError([FieldProblem(field=shown, rule="unknown_field")])
        return found

    @property
    def record(self) -> str:
        """The record of the field dictionary it stands in."""
        if self.case_id is not None:
            return "technology_case"
        return self.field if self.key else "technology"

    @property
    def name(self) -> str:
        """Its name in that record."""
        return self.key if self.key and self.case_id is None else self.field

    @property
    def is_personal(self) -> bool:
        """Whether its values may name a person and so never enter the audit trail (RULINGS 19)."""
        return self.field in {"applicant_contact", "technology_source"}


def _parsed(text: str) -> FieldPath | None:
    match = _CASE_PATH.fullmatch(text)
    if match:
        case_id, field, key = int(match[1]), match[2], match[3]
        if field == "co_benefits":
            is_known = bool(_CO_BENEFIT.fullmatch(key or ""))
        elif field == "unknown_fields":
            is_known = key in UNKNOWABLE
        else:
            is_known = key is None and field in _CASE
        return FieldPath(text, field, key, case_id) if is_known else None
    field, _dot, key = text.partition(".")
    if field in {"applicant_contact", "applicability_rules"}:
        return FieldPath(text, field, key) if key in _KEYS[field] else None
    return FieldPath(text, field) if text in _OWN else None


def unknown_path(path: FieldPath) -> str | None:
    """Return where a supplement's answer 不清楚 is kept; None if the field takes no such answer."""
    key = path.key or path.field
    if path.case_id is None or path.field == "unknown_fields" or key not in UNKNOWABLE:
        return None
    return f"cases.{path.case_id}.unknown_fields.{key}"


def is_unknown(technology: Technology, path: FieldPath) -> bool:
    """Return whether a supplement was answered 不清楚 and no value stands there."""
    flag = unknown_path(path)
    if flag is None or value_at(technology, path) is not None:
        return False
    return bool(value_at(technology, FieldPath.parse(flag)))


def case_of(technology: Technology, case_id: int) -> TechnologyCase | None:
    """Return one of the draft's cases; None if it was removed."""
    return next((case for case in technology.cases if case.id == case_id), None)


def value_at(technology: Technology, path: FieldPath) -> Any:  # noqa: ANN401 - a field's value
    """Return what stands at a path; None where nothing does, or the case is gone."""
    holder = technology if path.case_id is None else case_of(technology, path.case_id)
    if holder is None:
        return None
    value = getattr(holder, path.field)
    if path.key is not None:
        value = (value or {}).get(path.key)
    return None if value in ("", [], {}) else value


def put_at(technology: Technology, path: FieldPath, value: Any) -> None:  # noqa: ANN401
    """Write a value at a path; None clears it."""
    holder = technology if path.case_id is None else case_of(technology, path.case_id)
    if path.key is not None:
        content = {k: v for k, v in (getattr(holder, path.field) or {}).items() if k != path.key}
        if value is not None:
            content[path.key] = value
        is_contact = path.field == "applicant_contact"
        setattr(holder, path.field, content or (None if is_contact else {}))
        return
    if value is None and path.field in {"technology_topics", "fields"}:
        value = []
    if value is None and path.field == "name":
        value = ""  # a case without a name yet; the technology's own is never cleared
    setattr(holder, path.field, value)


def mark_of(value: object) -> str:
    """Return a short mark of a value: equal values have equal marks, whatever their type."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:16]


def _canonical(value: object) -> str:
    if value is None or value in ("", [], {}, ()):
        return ""
    if isinstance(value, bool | Enum):
        return str(value)
    if isinstance(value, Decimal | int | float):
        return repr(float(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "\x1f".join(map(_canonical, value))
    return str(value).replace("\r\n", "\n").strip()


def is_number(value: object) -> bool:
    """Return whether a value is a quantity, which the audit trail may hold."""
    return isinstance(value, Decimal | int | float) and not isinstance(value, bool)


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a value as JSON that `read_values` takes again."""
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def unplain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what `plain` wrote down."""
    return Decimal(value["number"]) if isinstance(value, dict) else value
