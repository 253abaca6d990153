"""Fields whose values stand in a code list: checked when read, listed in the description."""

import re
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from data.reference.divisions import divisions
from data.reference.fields import fields
from data.reference.sectors import is_sector_code
from data.reference.taxonomy import taxonomy, technology_types, topics
from matcher.quantities import FIELDS, field_key
from matcher.services.demand_profiles import INFERRED
from web.schemas.base import MAX_RECORD_ID

UNDERSTOOD_KEYS = (*(field_key(name) for name in FIELDS), *INFERRED)
_FIELD_LABELS = tuple(field.label_zh for field in fields().values())
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAX_ID_DIGITS = len(str(MAX_RECORD_ID))


def _unknown(value: str) -> PydanticCustomError:
    return PydanticCustomError("unknown_code", "unknown code", {"value": value[:40]})


def _sector(value: str) -> str:
    if not is_sector_code(value):
        raise _unknown(value)
    return value


def _technology_type(value: str) -> str:
    if value not in technology_types():
        raise _unknown(value)
    return value


def _topic(value: str) -> str:
    if value not in topics():
        raise _unknown(value)
    return value


def _application_field(value: str) -> str:
    if value not in _FIELD_LABELS:
        raise _unknown(value)
    return value


def _category(value: str) -> str:
    if value not in {category.code for category in taxonomy()}:
        raise _unknown(value)
    return value


def _region(value: str) -> str:
    if value not in divisions():
        raise _unknown(value)
    return value


def _understood_key(value: str) -> str:
    if value not in UNDERSTOOD_KEYS:
        raise _unknown(value)
    return value


def _record_id(value: Any) -> Any:  # noqa: ANN401 - JSON as it came
    """Return the number an id in digits stands for: answers write ids as text."""
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit()
    return int(value) if is_digits and len(value) <= _MAX_ID_DIGITS else value


def _day(value: Any) -> Any:  # noqa: ANN401 - a query value as it came
    """Refuse what pydantic would also take for a date in a query: seconds, times of day."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_form", "not YYYY-MM-DD")
    return value


QueryDay: TypeAlias = Annotated[date, BeforeValidator(_day), Field(description="YYYY-MM-DD.")]

SectorCode: TypeAlias = Annotated[
    str,
    AfterValidator(_sector),
    Field(
        max_length=5,
        pattern=r"^[A-T]([0-9]{2,4})?$",
        description="GB/T 4754: section, division, group or class, such as C, C25, C2511.",
    ),
]

TechnologyTypeCode: TypeAlias = Annotated[
    str,
    AfterValidator(_technology_type),
    Field(
        max_length=3, pattern=r"^[1-5]\.[1-9]$", description="Code of the 16 types, such as 2.1."
    ),
]

TechnologyTopicCode: TypeAlias = Annotated[
    str,
    AfterValidator(_topic),
    Field(
        max_length=6,
        pattern=r"^[1-5]\.[1-9]\.[0-9]{2}$",
        description="Code of a direction of the notice, such as 2.1.03.",
    ),
]

ApplicationFieldLabel: TypeAlias = Annotated[
    str,
    AfterValidator(_application_field),
    Field(max_length=40, json_schema_extra={"enum": list(_FIELD_LABELS)}),
]

CategoryCode: TypeAlias = Annotated[
    str,
    AfterValidator(_category),
    Field(max_length=1, pattern="^[1-5]$", description="Code of the five categories."),
]

RegionCode: TypeAlias = Annotated[
    str,
    AfterValidator(_region),
    Field(
        max_length=6,
        pattern="^[1-8][0-9]{5}$",
        description="Administrative division, such as 320500.",
    ),
]

UnderstoodKey: TypeAlias = Annotated[
    str,
    AfterValidator(_understood_key),
    Field(max_length=40, json_schema_extra={"enum": list(UNDERSTOOD_KEYS)}),
]

RecordRef: TypeAlias = Annotated[
    int,
    BeforeValidator(_record_id),
    Field(ge=1, le=MAX_RECORD_ID),
    WithJsonSchema(
        {
            "description": "Id of a record, as a number or in digits as answers write it.",
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MAX_RECORD_ID},
                {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"},
            ],
        },
        mode="validation",
    ),
]
