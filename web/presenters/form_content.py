"""The application form in words: each value as people read it, and what differs between two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from data.reference import field_dictionary
from data.vocabulary import Pollutant, ProjectType, TechnologyStage
from data.vocabulary.message_values import written_number
from data.vocabulary.term import Term
from matcher.form_diff import CASES, Difference
from web import figures
from web.i18n import current_language
from web.presenters import technology as words
from web.presenters.cost import amount as amount_in_words
from web.regions import region_name


def content_sections(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the form as sections of label and value: the technology, then each case."""
    first = {
        "title": str(_("The technology")),
        "rows": _rows("technology", content),
    }
    cases = [
        {
            "title": str(_("Case %(number)s", number=number)),
            "rows": _rows("technology_case", case),
        }
        for number, case in enumerate(content.get(CASES) or (), start=1)
    ]
    return [first, *cases]


def difference_rows(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """Return differences as label, before and after, in words."""
    rows = []
    for one in found:
        record = "technology" if one.case is None else "technology_case"
        label = _label(record, one.field)
        if one.field == CASES:
            label = str(_("Case %(number)s", number=one.case))
        elif one.case is not None:
            label = str(_("%(field)s (case %(number)s)", field=label, number=one.case))
        rows.append(
            {
                "label": label,
                "before": value_text(record, one.field, one.before),
                "after": value_text(record, one.field, one.after),
                "is_words": one.is_words,
            }
        )
    return rows


def value_text(record: str, field: str, value: Any) -> str | None:  # noqa: ANN401 - JSON
    """Return one value of the form as people read it; None where nothing is stated."""
    if value in (None, "", [], {}):
        return None
    if field in _LABELS:
        return _LABELS[field](value)
    if isinstance(value, Mapping):
        return words.joined(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, list):
        return words.joined(value)
    return _quantity(record, field, value)


def _quantity(record: str, field: str, value: Any) -> str:  # noqa: ANN401 - JSON
    entry = field_dictionary().get((record, field))
    if entry is not None and entry.type == "money":
        amount = _decimal(value)
        if amount is not None:
            return str(figures.money(amount, chinese=current_language() == "zh"))
    if entry is not None and entry.type == "share" and isinstance(value, int | float):
        return str(figures.share(value, 1))
    if isinstance(value, int | float) and not isinstance(value, bool):
        has_unit = entry is not None and bool(entry.unit)
        return amount_in_words(field, value) if has_unit else written_number(value)
    return str(value)


def _decimal(value: Any) -> Decimal | None:  # noqa: ANN401 - JSON
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _rules(value: Mapping[str, Any]) -> str:
    return words.joined(f"{one['label']}: {one['value']}" for one in words.rules_in_words(value))


def _term(terms: type[Term]) -> Callable[[Any], str | None]:
    return lambda value: terms(value).label(current_language())


def _tonnes(value: Mapping[str, Any]) -> str:
    return words.joined(
        f"{words.pollutant_label(key)} {written_number(amount)} t/a"
        for key, amount in value.items()
    )


def _unknown(value: Mapping[str, Any]) -> str:
    """Return the names of the supplements answered 不清楚."""
    return words.joined(
        words.pollutant_label(key) if key in list(Pollutant) else _label("technology_case", key)
        for key in value
    )


_LABELS: Mapping[str, Callable[[Any], str | None]] = {
    "stage": _term(TechnologyStage),
    "project_type": _term(ProjectType),
    "technology_type": words.type_label,
    "technology_topics": words.topic_labels,
    "region_code": lambda value: region_name(value, current_language()),
    "fields": words.field_names,
    "commissioned_on": lambda value: str(format_date(date.fromisoformat(value))),
    "applicability_rules": _rules,
    "co_benefits": _tonnes,
    "unknown_fields": _unknown,
}


def _rows(record: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": _label(record, field), "value": value_text(record, field, value)}
        for field, value in values.items()
        if field != CASES and (record, field) in field_dictionary()
    ]


def _label(record: str, field: str) -> str:
    entry = field_dictionary().get((record, field))
    return field if entry is None else entry.label(current_language())
