"""A match request, and the answer to it."""

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import Field

from data.vocabulary import ProjectType
from matcher.services.match_requests import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    MAX_TEXT_CHARACTERS,
    MatchRequest,
    Site,
)
from web.schemas.base import RequestModel
from web.schemas.codes import UNDERSTOOD_KEYS, SectorCode, TechnologyTypeCode, UnderstoodKey
from web.schemas.site import SiteIn

MAX_YUAN = 1e13
MAX_LISTED_CODES = 50

Weight: TypeAlias = Annotated[float, Field(ge=0, le=1e6)]


class WeightsIn(RequestModel):
    """What matters how much; a missing weight takes its default, then all are normalised."""

    fit: Weight | None = None
    location: Weight | None = None
    abatement_cost: Weight | None = None

    def as_mapping(self) -> dict[str, float] | None:
        """Return the weights that were given; None if none was."""
        given = {
            "fit": self.fit,
            "location": self.location,
            "abatement_cost": self.abatement_cost,
        }
        return {name: weight for name, weight in given.items() if weight is not None} or None


class NeedIn(RequestModel):
    """A need with its limits; whatever is absent or null is unknown or without limit."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_TEXT_CHARACTERS,
            description="The need in plain Chinese or English.",
            examples=["轧钢加热炉烟气余热回收，排烟温度约350℃，希望三年内回本"],
        ),
    ]
    site: SiteIn | None = None
    sectors: Annotated[tuple[SectorCode, ...], Field(max_length=MAX_LISTED_CODES)] = ()
    technology_types: Annotated[
        tuple[TechnologyTypeCode, ...], Field(max_length=MAX_LISTED_CODES)
    ] = ()
    project_type: ProjectType | None = None
    accepts_demonstration: Annotated[
        bool | None,
        Field(description="false excludes technologies at demonstration stage."),
    ] = None
    max_investment_yuan: Annotated[float | None, Field(ge=1, le=MAX_YUAN)] = None
    max_payback_years: Annotated[float | None, Field(ge=0.01, le=100)] = None
    max_abatement_cost_yuan_per_tco2: Annotated[float | None, Field(ge=-1e6, le=1e6)] = None
    abatement_target_tco2_per_year: Annotated[float | None, Field(ge=0.01, le=1e10)] = None
    needed_by_on: Annotated[
        date | None, Field(description="When it must be built, as YYYY-MM-DD.")
    ] = None
    weights: WeightsIn | None = None
    ignore_understood: Annotated[
        tuple[UnderstoodKey, ...],
        Field(
            max_length=len(UNDERSTOOD_KEYS),
            description="What was read or inferred from the text and is not to be used.",
        ),
    ] = ()

    def as_request(
        self, *, title: str = "", limit: int = DEFAULT_LIMIT, diversity: float = 0.0
    ) -> MatchRequest:
        """Return it as the use cases take it."""
        return MatchRequest(
            text=self.text,
            title=title,
            site=self.site.as_site() if self.site else Site(),
            sectors=self.sectors,
            technology_types=self.technology_types,
            project_type=self.project_type,
            accepts_demonstration=self.accepts_demonstration,
            max_investment_yuan=self.max_investment_yuan,
            max_payback_years=self.max_payback_years,
            max_abatement_cost_yuan_per_tco2=self.max_abatement_cost_yuan_per_tco2,
            abatement_target_tco2_per_year=self.abatement_target_tco2_per_year,
            needed_by_on=self.needed_by_on,
            weights=self.weights.as_mapping() if self.weights else None,
            ignore_understood=self.ignore_understood,
            limit=limit,
            diversity=diversity,
        )


class MatchIn(NeedIn):
    """A need to be matched once, without saving it."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Matches wanted.")] = DEFAULT_LIMIT
    diversity: Annotated[
        float,
        Field(ge=0, le=1, description="Trades score for variety; 0 orders by score alone."),
    ] = 0.0
