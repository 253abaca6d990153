"""What every request and response model shares."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

MAX_RECORD_ID = 2**31 - 1
"""Ids are 32-bit integers in PostgreSQL; a larger number is refused, not a database error."""

RecordId: TypeAlias = Annotated[int, Field(ge=1, le=MAX_RECORD_ID)]


class RequestModel(BaseModel):
    """A JSON body or a query string: exact types, no unknown fields, no NaN (ASVS 15.3.3)."""

    model_config = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, frozen=True, regex_engine="python-re"
    )


class ResponseModel(BaseModel):
    """A JSON answer: only declared fields leave (ASVS 15.3.1)."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class PageQuery(RequestModel):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=100, description="Entries on this page.")] = 20
    cursor: Annotated[
        str | None, Field(max_length=1000, description="`next` of the page before.")
    ] = None


class FieldError(ResponseModel):
    """One field that breaks one rule."""

    field: str
    rule: str
    message: str


class PlaceCandidateOut(ResponseModel):
    """A place that an ambiguous address may mean."""

    region_code: str
    name: str
    latitude_deg: float
    longitude_deg: float
    precision: str


class ProblemOut(ResponseModel):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError]
    request_id: str
    candidates: Annotated[
        list[PlaceCandidateOut] | None, Field(description="Where an address is ambiguous.")
    ] = None
