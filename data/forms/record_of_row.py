"""A technology as the JSON-like record that a form states, from an import row or a draft."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

from data.vocabulary import Term

_NOT_ON_THE_FORM = frozenset({"external_id", "catalogue_status", "batch"})
"""Of the workflow, not of the form (docs/decisions/0130-forms.md)."""


def record_of(content: object) -> dict[str, Any]:
    """Return the record of a `TechnologyRow` or of a mapping, without what is unknown."""
    known = _plain(content)
    if not isinstance(known, dict):
        raise TypeError(type(content).__name__)
    return {key: value for key, value in known.items() if key not in _NOT_ON_THE_FORM}


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON-like
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {entry.name: getattr(value, entry.name) for entry in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        found = {str(key): _plain(entry) for key, entry in value.items()}
        return {key: entry for key, entry in found.items() if _is_known(entry)}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Term):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _is_known(value: object) -> bool:
    return value is not None and value not in ("", [], {})
