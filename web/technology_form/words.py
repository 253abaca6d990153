"""Values of the form in words: units, labels of codes; for checking, conflicts and print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _

from data.vocabulary import ClimateZone, EnergyCarrier, ProjectType, TechnologyStage
from data.vocabulary.term import Term
from matcher.services.technology_fields import FieldPath
from web.i18n import current_language
from web.presenters.technology import (
    band_in_words,
    field_names,
    joined,
    sector_labels,
    topic_labels,
    type_label,
)
from web.technology_form.boxes import KINDS, units_of, written_number
from web.technology_form.fields import entry_of

_TERMS: Final[Mapping[str, type[Term]]] = MappingProxyType(
    {
        "stage": TechnologyStage,
        "project_type": ProjectType,
        "project_types": ProjectType,
        "energy_carriers": EnergyCarrier,
        "climate_zones": ClimateZone,
    }
)
_LISTS: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {
        "technology_topics": topic_labels,
        "sectors": sector_labels,
        "fields": field_names,
    }
)


def in_words(path: FieldPath, value: Any) -> str | None:  # noqa: ANN401 - a field's value
    """Return a field's value as people read it; None where nothing is known."""
    if value is None or value in ("", [], {}):
        return None
    entry = entry_of(path)
    kind = KINDS[entry.type]
    if kind == "number":
        return _number(entry, value)
    if kind in {"choice", "codes"}:
        return _codes(path.name, value)
    write = _WRITERS.get(kind)
    return str(write(entry, value) if write else value)


def _band(entry: Any, value: Any) -> str:  # noqa: ANN401 - a line of the dictionary, two bounds
    units = units_of(entry)
    return band_in_words(value, str(units[0].label) if units else "")


_WRITERS: Final[Mapping[str, Callable[[Any, Any], object]]] = MappingProxyType(
    {
        "band": _band,
        "day": lambda _entry, value: format_date(value),
        "tick": lambda _entry, _value: _("Not sure"),
    }
)


def _number(entry: Any, value: Any) -> str:  # noqa: ANN401 - a line of the dictionary, a number
    units = units_of(entry)
    typed = written_number(value, units)
    label = next((str(unit.label) for unit in units if unit.code == typed.unit), "")
    return f"{typed.text} {label}".strip() if label != "%" else f"{typed.text}%"


def _codes(name: str, value: Any) -> str:  # noqa: ANN401 - a code or codes
    if name == "technology_type":
        return type_label(value) or str(value)
    if name in _LISTS:
        return _LISTS[name](value)
    terms, language = _TERMS[name], current_language()
    codes = [value] if isinstance(value, str) else value
    return joined(terms(code).label(language) for code in codes)
