"""Applications to the catalogue in requests and answers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from data.vocabulary import (
    Recommendation,
    ReviewSide,
    ReviewState,
    TechnologyStage,
    WithdrawalReason,
)
from web.schemas.base import PageQuery, RequestModel, ResponseModel
from web.schemas.codes import RecordRef

MAX_NOTE_CHARACTERS = 4000


class ApplicationIn(RequestModel):
    """Hand in a technology; one that was returned goes back to its batch and unit."""

    technology_id: RecordRef
    batch_id: RecordRef | None = None
    recommending_organization_id: RecordRef | None = None
    note: Annotated[str | None, Field(max_length=MAX_NOTE_CHARACTERS)] = None


class UpdateIn(RequestModel):
    """Start the update of a published entry."""

    technology_id: RecordRef


class ReviewMoveIn(RequestModel):
    """A move of an application, with what the move needs (docs/decisions/0160)."""

    to: ReviewState
    version: Annotated[
        int | None,
        Field(ge=1, description="`version` as read; another one by now answers 409."),
    ] = None
    note: Annotated[str, Field(max_length=MAX_NOTE_CHARACTERS)] = ""
    opinion: Annotated[str, Field(max_length=MAX_NOTE_CHARACTERS)] = ""
    is_complete: bool = False
    notice_closes_on: Annotated[date | None, Field(strict=False)] = None
    due_on: Annotated[date | None, Field(strict=False)] = None
    withdrawal_reason: WithdrawalReason | None = None


class ApplicationQuery(PageQuery):
    """Which applications."""

    state: ReviewState | None = None
    batch_id: RecordRef | None = None


class ApplicationEventOut(ResponseModel):
    """One entry of the history."""

    at: datetime
    side: ReviewSide
    from_state: ReviewState | None
    to_state: ReviewState
    reason: str | None
    note: str | None


class ApplicationOut(ResponseModel):
    """One application."""

    id: str
    technology_id: str
    technology_name: str
    technology_type: str | None
    stage: TechnologyStage | None
    owner_name: str | None
    batch_id: str | None
    batch_name: str | None
    state: ReviewState
    state_since: datetime
    recommending_organization_id: str | None
    recommending_unit: str | None
    recommendation: Recommendation | None
    opinion: str | None
    returned_reason: str | None
    due_on: date | None
    notice_opens_on: date | None
    notice_closes_on: date | None
    number_in_batch: int | None
    published_on: date | None
    withdrawal_reason: WithdrawalReason | None
    previous_application_id: str | None
    submitted_at: datetime | None
    is_demo: bool
    version: int


class ApplicationDetailOut(ApplicationOut):
    """One application with its history and the moves open to the caller."""

    moves: list[ReviewState]
    events: list[ApplicationEventOut]


class ApplicationListOut(ResponseModel):
    """A page of applications, newest first."""

    items: list[ApplicationOut]
    next: str | None


class UpdateOut(ResponseModel):
    """The draft in which an entry is rewritten."""

    technology_id: str
    supersedes_id: str
