"""Posted pages of the form: what was typed, read box by box into changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from data.reference import field_dictionary
from matcher.services.errors import FieldProblem
from matcher.services.technology_drafts import FieldChange
from matcher.services.technology_fields import FieldPath, unknown_path
from web.technology_form.boxes import KINDS, NotANumberError, Typed, parse_number, units_of

MAX_FIELDS = 60
"""Fields of one page at most; a page that posts more was not made by us."""

UNKNOWN = "unknown"
"""Value of the choice 不清楚."""


@dataclass
class Posting:
    """The fields a page posted, with the marks they had when the page was drawn."""

    changes: list[FieldChange] = field(default_factory=list)
    problems: list[FieldProblem] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def raw(self, path: str) -> list[str]:
        """Return what stood in a field's boxes, padded so that a band has two of them."""
        return [*self.texts.get(path, []), "", ""]

    def values_to_post(self, path: str) -> list[tuple[str, str]]:
        """Return names and values that post the field once more."""
        parsed = FieldPath.parse(path)
        texts = self.texts.get(path, [])
        if _kind(parsed) == "number":
            return [(path, self.raw(path)[0]), (f"{path}.unit", self.raw(path)[1])]
        return [(path, text) for text in texts]


def read_posting(form: MultiDict[str, str], *, limit: int = MAX_FIELDS) -> Posting:
    """Return the fields a page asked for (its hidden `asked`), at most `limit` of them.

    Raises
    ------
    InvalidError
        If a path names no field.
    """
    posting = Posting()
    for text in dict.fromkeys(form.getlist("asked")[:limit]):
        path = FieldPath.parse(text)
        given = _given(form, path)
        posting.texts[text] = given
        mark = form.get(f"mark.{text}")
        if mark is not None:
            posting.marks[text] = mark
        try:
            value = _value(path, given)
        except NotANumberError:
            posting.problems.append(FieldProblem(field=text, rule="not_a_number"))
            continue
        posting.changes.append(FieldChange(path=text, value=value, base=mark))
        flag = unknown_path(path)
        if flag is not None and _kind(path) == "choice":
            is_unknown = True if given[0] == UNKNOWN else None
            posting.changes.append(FieldChange(path=flag, value=is_unknown))
    return posting


def _given(form: MultiDict[str, str], path: FieldPath) -> list[str]:
    kind = _kind(path)
    if kind in {"codes", "band"}:
        return form.getlist(path.text)
    unit = [form.get(f"{path.text}.unit", "")] if kind == "number" else []
    return [form.get(path.text, ""), *unit]


def _kind(path: FieldPath) -> str:
    return KINDS[field_dictionary()[path.record, path.name].type]


def _value(path: FieldPath, given: list[str]) -> Any:  # noqa: ANN401 - JSON-like
    kind, entry = _kind(path), field_dictionary()[path.record, path.name]
    if kind == "number":
        return parse_number(Typed(given[0], given[1]), units_of(entry))
    if kind == "band":
        return _band(given, path)
    if kind == "codes":
        return [one for one in given if one]
    if kind == "tick":
        return True if given[0] else None
    text = given[0].replace("\r\n", "\n").strip()
    return None if not text or (kind == "choice" and text == UNKNOWN) else text


def _band(given: list[str], path: FieldPath) -> list[Decimal | None] | None:
    units = units_of(field_dictionary()[path.record, path.name])
    low, high = ([*given, "", ""])[:2]
    bounds = [parse_number(Typed(low), units), parse_number(Typed(high), units)]
    return None if bounds == [None, None] else bounds
