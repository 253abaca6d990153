"""Leads in requests and answers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from data.vocabulary import Barrier, LeadSide, LeadStage
from matcher.lead_states import MoveEffect
from web.schemas.base import PageQuery, RequestModel, ResponseModel
from web.schemas.codes import RecordRef

MAX_MESSAGE_CHARACTERS = 2000


class LeadIn(RequestModel):
    """An introduction: by the demand's side, or proposed by the technology's owner."""

    demand_id: RecordRef
    technology_id: RecordRef
    message: Annotated[str | None, Field(max_length=MAX_MESSAGE_CHARACTERS)] = None


class TransitionIn(RequestModel):
    """A move of a lead; declining and stalling need a reason."""

    to: LeadStage
    reason: Barrier | None = None
    note: Annotated[str | None, Field(max_length=MAX_MESSAGE_CHARACTERS)] = None
    version: Annotated[
        int | None,
        Field(ge=1, description="`version` as read; another one by now answers 409."),
    ] = None


class RejectionIn(RequestModel):
    """Refuse the stage that the other side proposed, or take back one's own."""

    note: Annotated[str | None, Field(max_length=MAX_MESSAGE_CHARACTERS)] = None


class LeadQuery(PageQuery):
    """Which leads."""

    stage: LeadStage | None = None
    demand_id: RecordRef | None = None


class MoveOut(ResponseModel):
    """A stage the caller's side may move the lead to, and what that does."""

    to: LeadStage
    effect: MoveEffect


class LeadEventOut(ResponseModel):
    """One entry of the history."""

    at: datetime
    side: LeadSide
    kind: str
    from_stage: LeadStage | None
    to_stage: LeadStage | None
    reason: Barrier | None
    note: str | None


class LeadOut(ResponseModel):
    """One introduction between a demand and a technology."""

    id: str
    demand_id: str
    demand_title: str
    technology_id: str
    technology_name: str
    technology_type: str | None
    stage: LeadStage
    stalled_from: LeadStage | None
    proposed_stage: LeadStage | None
    proposed_by_side: LeadSide | None
    proposed_at: datetime | None
    reason: Barrier | None
    message: str | None
    created_at: datetime
    stage_changed_at: datetime
    accepted_at: datetime | None
    is_demo: bool
    version: int


class LeadDetailOut(LeadOut):
    """One introduction with its history and the moves open to the caller."""

    demand_organization_name: str | None
    owner_organization_name: str | None
    moves: list[MoveOut]
    events: list[LeadEventOut]


class LeadListOut(ResponseModel):
    """A page of leads, newest first."""

    items: list[LeadOut]
    next: str | None
