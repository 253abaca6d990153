"""Demands in requests and answers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from data.vocabulary import DemandStatus, DemandVisibility, ProjectType
from matcher.services.demands import MAX_TITLE_CHARACTERS, NewDemand
from matcher.services.match_requests import MAX_LIMIT
from web.schemas.base import PageQuery, RequestModel, ResponseModel
from web.schemas.codes import RecordRef
from web.schemas.match import NeedIn, Weight
from web.schemas.match_answer import MessageOut, SiteOut


class DemandIn(NeedIn):
    """A need to be saved: a match request with a title."""

    title: Annotated[str, Field(min_length=1, max_length=MAX_TITLE_CHARACTERS)]
    park_id: Annotated[RecordRef | None, Field(description="One of your parks.")] = None
    enterprise_id: RecordRef | None = None
    expires_on: Annotated[date | None, Field(description="Last day it is open.")] = None
    visibility: DemandVisibility = DemandVisibility.MATCHED_OWNERS
    external_id: Annotated[
        str | None, Field(min_length=1, max_length=80, description="Your own number of it.")
    ] = None

    def as_demand(self) -> NewDemand:
        """Return it as the use cases take it."""
        return NewDemand(
            request=self.as_request(title=self.title),
            title=self.title,
            park_id=self.park_id,
            enterprise_id=self.enterprise_id,
            expires_on=self.expires_on,
            visibility=self.visibility,
            external_id=self.external_id,
        )


class DemandChangeIn(DemandIn):
    """A demand's new content, whole; only `external_id` stays as it was posted."""

    version: Annotated[
        int | None,
        Field(ge=1, description="`version` as read; another one by now answers 409."),
    ] = None


class DemandQuery(PageQuery):
    """Which demands."""

    status: DemandStatus | None = None
    query: Annotated[str, Field(max_length=200, description="Words of title or text.")] = ""


class MatchesQuery(RequestModel):
    """Which matches of a demand."""

    run: Annotated[
        RecordRef | None, Field(description="A past run, shown as it was; weights do not apply.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = 20
    weight_fit: Weight | None = None
    weight_location: Weight | None = None
    weight_abatement_cost: Weight | None = None

    @property
    def weights(self) -> dict[str, float] | None:
        """The weights that were given; None takes those of the demand."""
        given = {
            "fit": self.weight_fit,
            "location": self.weight_location,
            "abatement_cost": self.weight_abatement_cost,
        }
        return {name: weight for name, weight in given.items() if weight is not None} or None


class RunsQuery(RequestModel):
    """How many runs."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20


class GivenWeightsOut(ResponseModel):
    """Weights as they were posted; null takes the default."""

    fit: float | None
    location: float | None
    abatement_cost: float | None


class DemandOut(ResponseModel):
    """A demand. Fields about its poster are null for those who may not know them."""

    id: str
    title: str
    text: str
    status: DemandStatus
    visibility: Annotated[DemandVisibility | None, Field(description="For its poster and bureau.")]
    organization_name: str | None
    external_id: str | None
    park_id: str | None
    enterprise_id: str | None
    site: Annotated[
        SiteOut | None, Field(description="To owners of technologies, the prefecture only.")
    ]
    address: str | None
    sectors: list[str]
    technology_types: list[str]
    project_type: ProjectType | None
    accepts_demonstration: bool | None
    max_investment_yuan: float | None
    max_payback_years: float | None
    max_abatement_cost_yuan_per_tco2: float | None
    abatement_target_tco2_per_year: float | None
    needed_by_on: date | None
    expires_on: date | None
    weights: GivenWeightsOut | None
    ignore_understood: list[str]
    is_demo: bool
    created_at: datetime
    updated_at: datetime
    version: int


class PostedDemandOut(DemandOut):
    """A demand just saved, with what to know about how it was read."""

    warnings: list[MessageOut]


class DemandListOut(ResponseModel):
    """A page of demands, newest first."""

    items: list[DemandOut]
    next: str | None


class RunOut(ResponseModel):
    """One past ranking of a demand."""

    id: str
    created_at: datetime
    encoder_id: str
    ranker_version: str
    factor_set: str
    weights: dict[str, float]


class RunListOut(ResponseModel):
    """The runs of a demand, newest first."""

    items: list[RunOut]
    next: str | None
