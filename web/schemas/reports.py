"""Reports in requests and answers."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from data.vocabulary import LeadStage
from web.schemas.base import RequestModel, ResponseModel
from web.schemas.codes import QueryDay, RegionCode, TechnologyTypeCode


class FunnelQuery(RequestModel):
    """Which leads: opened from one day to another (both included, in China's time), and where."""

    from_on: Annotated[QueryDay | None, Field(alias="from")] = None
    to_on: Annotated[QueryDay | None, Field(alias="to")] = None
    region_code: Annotated[RegionCode | None, Field(description="Of the demand's site.")] = None
    technology_type: TechnologyTypeCode | None = None


class AnswersOut(ResponseModel):
    """Answers to follow-up questions; `upper` counts every silent lead as a success."""

    asked: int
    answered: int
    confirmed: int
    lower: float | None
    upper: float | None


class FunnelStageOut(ResponseModel):
    """One stage: leads that reached it or a later one."""

    stage: LeadStage
    label: str
    count: int
    answers: AnswersOut


class OutsideOut(ResponseModel):
    """Leads that now stand beside the funnel."""

    stage: LeadStage
    label: str
    count: int


class FunnelOut(ResponseModel):
    """A funnel from introduced to verified."""

    total: int
    stages: list[FunnelStageOut]
    outside: list[OutsideOut]


class GroupOut(FunnelOut):
    """The funnel of one technology type or one province; an empty code is unknown."""

    code: str
    label: str


class FunnelReportOut(FunnelOut):
    """The funnel of the leads the caller may read, whole and in groups."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_on: Annotated[date | None, Field(alias="from")]
    to_on: Annotated[date | None, Field(alias="to")]
    region_code: str | None
    technology_type: str | None
    by_technology_type: list[GroupOut]
    by_region: list[GroupOut]
