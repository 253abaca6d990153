"""The form as data: what is kept of it at submission, and how it is copied for an update."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from data.models import Technology, TechnologyCase
from matcher.form_diff import CASES

NOT_OF_THE_FORM: Final = frozenset(
    {
        "id",
        "source",
        "external_id",
        "organization_id",
        "batch_id",
        "catalogue_status",
        "incomplete_fields",
        "supersedes_id",
        "is_demo",
        "published_on",
        "created_at",
        "updated_at",
        "version",
        "recommending_unit",
        "recommendation_opinion",
    }
)
"""Columns of a technology that its owner does not write on the form."""

PERSONAL: Final = frozenset({"applicant_contact"})
"""Sealed fields: they stay where they are and are never copied into a history."""

_NOT_OF_A_CASE: Final = frozenset({"id", "technology_id", "ordinal"})
_DERIVED_OF_A_CASE: Final = frozenset({"latitude_deg", "longitude_deg", "position_precision"})


def form_columns() -> list[str]:
    """Return the columns of a technology that its owner writes, contact included."""
    names = [column.key for column in Technology.__table__.columns]
    return [name for name in names if name not in NOT_OF_THE_FORM]


def case_columns() -> list[str]:
    """Return the columns of a case that its owner writes, and the position worked out of them."""
    names = [column.key for column in TechnologyCase.__table__.columns]
    return [name for name in names if name not in _NOT_OF_A_CASE]


def content_of(technology: Technology) -> dict[str, Any]:
    """Return the form as plain JSON without personal fields; its cases must be loaded."""
    content = {
        name: _plain(getattr(technology, name)) for name in form_columns() if name not in PERSONAL
    }
    content[CASES] = [
        {
            name: _plain(getattr(case, name))
            for name in case_columns()
            if name not in _DERIVED_OF_A_CASE
        }
        for case in technology.cases
    ]
    return content


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a form's content, for the audit trail."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def copied_cases(technology: Technology) -> list[TechnologyCase]:
    """Return new rows that say what the cases of a technology say."""
    return [
        TechnologyCase(
            ordinal=case.ordinal, **{name: getattr(case, name) for name in case_columns()}
        )
        for case in technology.cases
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
