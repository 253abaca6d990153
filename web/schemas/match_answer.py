"""The answer to a match request. It describes; the hot path writes it without checking again."""

from typing import Annotated, Any, Literal

from pydantic import Field

from data.vocabulary import CatalogueStatus, TechnologyStage
from data.vocabulary.confidence import ConfidenceLevel
from web.schemas.base import ResponseModel

Values = Annotated[
    dict[str, Any], Field(description="What the sentence says in figures; names end in the unit.")
]


class MessageOut(ResponseModel):
    """One sentence: a stable code, the sentence in the language asked for, its values."""

    code: str
    text: str
    values: Values


class AdjustmentOut(MessageOut):
    """What is added to or taken from the score beside its parts."""

    contribution: float


class SignalOut(ResponseModel):
    """One signal inside a part."""

    value: Annotated[float | None, Field(description="Within [0, 1]; null is unknown.")]
    weight: float
    contribution: float


class PartOut(SignalOut):
    """One part of the score; the contributions of its signals add up to its value."""

    signals: dict[str, SignalOut]


class PartsOut(ResponseModel):
    """The three parts."""

    fit: PartOut
    location: PartOut
    abatement_cost: PartOut


class TechnologyRefOut(ResponseModel):
    """A technology, as a match names it."""

    id: str
    external_id: str
    name: str
    technology_type: str | None
    stage: TechnologyStage | None
    catalogue_status: CatalogueStatus
    owner_name: str | None
    owner_region_code: str | None
    comparison_technology: str | None
    is_demo: bool


class FiguresOut(ResponseModel):
    """Hard figures of the case used; null is not stated."""

    investment_yuan: float | None
    payback_years: float | None
    abatement_tco2_per_year: float | None


class CostInputsOut(ResponseModel):
    """What the costs were computed from; null is not stated."""

    investment_yuan: float | None
    conventional_investment_yuan: float | None
    abatement_tco2_per_year: float | None
    service_life_years: float | None
    annual_benefit_yuan: float | None
    discount_rate: float | None


class CostOut(ResponseModel):
    """Three costs of the case used; only the first one, the notice's, takes part in ranking."""

    abatement_cost_yuan_per_tco2: float | None
    levelised_yuan_per_tco2: float | None
    net_yuan_per_tco2: float | None
    basis: str | None
    basis_code: str | None
    case_id: int | None
    inputs: CostInputsOut


class SimilarOut(ResponseModel):
    """A near-copy that is not listed on its own."""

    id: str
    name: str


class MatchItemOut(ResponseModel):
    """One technology at its rank; `score` is the sum of all contributions (to 1e-9)."""

    rank: int
    score: float
    technology: TechnologyRefOut
    similar: Annotated[
        list[SimilarOut],
        Field(description="Near-copies by the same owner, folded under this one."),
    ] = Field(default_factory=list)
    confidence: ConfidenceLevel
    probability: Annotated[float, Field(description="That it is relevant.")]
    parts: PartsOut
    adjustments: list[AdjustmentOut]
    distance_km: float | None
    nearest: Literal["service_point", "reference_case"] | None
    figures: FiguresOut
    cost: CostOut | None
    reasons: list[MessageOut]
    unknowns: list[MessageOut]
    warnings: list[MessageOut]


class ExcludedOut(ResponseModel):
    """A technology that breaks a hard condition."""

    technology: TechnologyRefOut
    reasons: list[MessageOut]


class AlternativeOut(ResponseModel):
    """Another value that was inferred, less probable."""

    value: str
    probability: float


class UnderstoodOut(ResponseModel):
    """What was read from the text, or inferred from it (technology_type, medium, purpose)."""

    field: str
    value: Any
    text: Annotated[str, Field(description="The words it was read from.")]
    used: Annotated[bool, Field(description="false: a field was given, or it was ignored.")]
    probability: Annotated[
        float | None, Field(description="That an inferred technology type is the one asked for.")
    ] = None
    alternatives: Annotated[
        list[AlternativeOut] | None, Field(description="Next probable technology types.")
    ] = None


class SiteOut(ResponseModel):
    """Where the need was taken to be, in WGS 84."""

    region_code: str | None
    latitude_deg: float | None
    longitude_deg: float | None
    precision: str | None


class NormalisedWeightsOut(ResponseModel):
    """The weights asked for, adding up to one."""

    fit: float
    location: float
    abatement_cost: float


class MatchOut(ResponseModel):
    """Ranked and explained technologies, what was left out and why."""

    ranker_version: str
    encoder_id: str
    lexical_id: str
    text_version: str
    factor_set: str
    weights: NormalisedWeightsOut
    understood: dict[str, UnderstoodOut]
    site: SiteOut | None
    warnings: list[MessageOut]
    eligible_count: int
    matches: list[MatchItemOut]
    empty_reason: Annotated[
        MessageOut | None, Field(description="Why there is no match; null where there is one.")
    ]
    excluded: Annotated[list[ExcludedOut], Field(description="The best-fitting 20 of them.")]
    excluded_count: int
    excluded_by_reason: Annotated[
        dict[str, int], Field(description="Code of the reason -> technologies it excludes.")
    ]


class SavedMatchOut(MatchOut):
    """The matches of a saved demand: a run that stays as it was shown."""

    run_id: str
    run_at: str
