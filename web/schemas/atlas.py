"""The atlas in requests and answers."""

from typing import Annotated

from pydantic import Field

from data.vocabulary import AtlasSize, TechnologyStage
from web.schemas.base import RequestModel, ResponseModel
from web.schemas.codes import RegionCode


class AtlasQuery(RequestModel):
    """Which part of the catalogue, and what sizes stand for."""

    node: Annotated[
        str, Field(max_length=8, description="Category 2, type 2.1 or topic 2.1.03; empty is all.")
    ] = ""
    size: AtlasSize = AtlasSize.POTENTIAL
    colour: Annotated[str, Field(max_length=10, description="Of the page; ignored here.")] = ""
    field: Annotated[str, Field(max_length=40, description="Chinese label of a field.")] = ""
    region_code: Annotated[RegionCode | None, Field(description="Where the owner is.")] = None
    max_cost: Annotated[
        float | None, Field(ge=-1e9, le=1e9, description="Unit cost at most. [yuan/tCO2]")
    ] = None


class AtlasTechnologyOut(ResponseModel):
    """A technology in the atlas; unknown figures are null."""

    id: str
    name: str
    technology_type: str | None
    topic: str | None
    is_topic_inferred: bool
    stage: TechnologyStage | None
    abatement_potential_2030_tco2_per_year: float | None
    case_abatement_tco2_per_year: float | None
    abatement_cost_yuan_per_tco2: float | None
    x: Annotated[float | None, Field(description="Place in the map of likeness, 0 to 1.")]
    y: float | None


class AtlasNodeOut(ResponseModel):
    """A part of the tree with what it holds; technologies where a `node` is asked for."""

    code: str
    name: str
    technology_count: int
    size: Annotated[float, Field(description="Sum of the known sizes.")]
    unknown_count: int
    promotion_count: int
    demonstration_count: int
    median_cost_yuan_per_tco2: float | None
    children: "list[AtlasNodeOut]"
    technologies: list[AtlasTechnologyOut]


class AtlasOut(ResponseModel):
    """The atlas, and the directions of the notice without a technology."""

    total_count: int
    gaps: list[str]
    tree: AtlasNodeOut


class TopicBalanceOut(ResponseModel):
    """Supply and demand of one topic."""

    topic: str
    name: str
    technology_count: int
    need_count: int
    is_short: bool


class AtlasBalanceOut(ResponseModel):
    """Supply and demand by topic, in the notice's order."""

    topics: list[TopicBalanceOut]
    unplaced_technology_count: int
    unplaced_need_count: int
