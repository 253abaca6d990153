"""Technologies in requests and answers."""

from datetime import date
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field

from data.vocabulary import (
    CatalogueEvidence,
    CatalogueScope,
    CatalogueSort,
    CatalogueStatus,
    CostBand,
    PositionPrecision,
    ProjectType,
    TechnologyStage,
)
from web.schemas.base import PageQuery, RequestModel, ResponseModel
from web.schemas.codes import (
    ApplicationFieldLabel,
    CategoryCode,
    RegionCode,
    TechnologyTopicCode,
    TechnologyTypeCode,
)
from web.schemas.demands import DemandOut
from web.schemas.match_answer import MatchItemOut, MessageOut

_Value = TypeVar("_Value")
Several: TypeAlias = Annotated[tuple[_Value, ...], Field(max_length=20)]
"""A filter that may be repeated: any of its values passes."""


class TechnologyQuery(PageQuery):
    """Which technologies; a repeated filter widens the answer, each further filter narrows it."""

    query: Annotated[
        str,
        Field(
            max_length=200,
            description="Words: entries in which all of them occur, then those alike in meaning.",
        ),
    ] = ""
    category: Several[CategoryCode] = ()
    type: Several[TechnologyTypeCode] = ()
    topic: Several[TechnologyTopicCode] = ()
    stage: Several[TechnologyStage] = ()
    field: Several[ApplicationFieldLabel] = ()
    region_code: Several[RegionCode] = ()
    batch: Several[Annotated[str, Field(max_length=80, description="Code of a batch.")]] = ()
    cost: Several[CostBand] = ()
    scope: Several[CatalogueScope] = ()
    evidence: Several[CatalogueEvidence] = ()
    status: Several[CatalogueStatus] = ()
    sort: Annotated[
        CatalogueSort | None,
        Field(description="By relevance where there is a query, else the newest first."),
    ] = None
    facets: Annotated[
        bool, Field(description="Counts by filter and value, each without its own filter.")
    ] = False


class ReverseMatchesQuery(RequestModel):
    """How many demands."""

    limit: Annotated[int, Field(ge=1, le=50)] = 20


class TechnologyOut(ResponseModel):
    """One line of the catalogue."""

    id: str
    external_id: str
    name: str
    technology_type: str | None
    technology_topics: list[str]
    fields: list[str]
    stage: TechnologyStage | None
    catalogue_status: CatalogueStatus
    batch: str | None
    owner_name: str | None
    owner_region_code: str | None
    case_count: int
    published_on: date | None
    is_demo: bool


class TechnologyListOut(ResponseModel):
    """A page of the catalogue."""

    items: list[TechnologyOut]
    next: str | None
    total: Annotated[int, Field(description="Entries on all pages.")]
    is_words_only: Annotated[
        bool, Field(description="Whether meaning was not compared: the encoder is loading.")
    ]
    facets: dict[str, dict[str, int]] | None


class CaseOut(ResponseModel):
    """One implemented project."""

    id: str
    name: str
    address: str | None
    region_code: str | None
    latitude_deg: float | None
    longitude_deg: float | None
    position_precision: PositionPrecision | None
    project_type: ProjectType | None
    scale: str | None
    activity_amount: float | None
    activity_unit: str | None
    conditions: str | None
    content: str | None
    main_equipment: str | None
    investment_yuan: float | None
    conventional_investment_yuan: float | None
    construction_months: float | None
    commissioned_on: date | None
    abatement_tco2_per_year: float | None
    emission_reduction_share: float | None
    annual_benefit_yuan: float | None
    payback_years: float | None
    abatement_cost_yuan_per_tco2: float | None
    service_life_years: float | None
    environmental_benefit: str | None
    social_benefit: str | None
    co_benefits: dict[str, Any]


class TechnologyDetailOut(TechnologyOut):
    """A technology with its form; contact data never leave.

    `recommending_unit`, `recommendation_opinion` and `incomplete_fields` are null except for its
    owner and the bureaus.
    """

    application_status: str | None
    technical_principle: str | None
    key_technology: str | None
    process_flow: str | None
    technical_indicators: str | None
    technology_source: str | None
    appraisal: str | None
    applicability: str | None
    applicability_rules: dict[str, Any]
    promotion_barriers: str | None
    typical_users: str | None
    adoption_share: float | None
    adoption_share_2030: float | None
    investment_2030_yuan: float | None
    abatement_potential_2030_tco2_per_year: float | None
    comparison_technology: str | None
    recommending_unit: str | None
    recommendation_opinion: str | None
    incomplete_fields: list[str] | None
    cases: list[CaseOut]


class ReverseMatchOut(MatchItemOut):
    """A demand that the technology may suit, scored as its own match would score it."""

    demand: DemandOut


class ReverseMatchesOut(ResponseModel):
    """Open demands for a technology, best first."""

    ranker_version: str
    encoder_id: str
    considered_count: Annotated[int, Field(description="Open demands visible to the owner.")]
    excluded_count: Annotated[int, Field(description="Of those scored, not eligible.")]
    items: list[ReverseMatchOut]
    empty_reason: MessageOut | None
    next: str | None
