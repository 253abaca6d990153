"""What an exchange file holds; its JSON schema is generated from these models.

Published entries only, and of them no personal data: neither contacts, nor the texts that name
persons or pass between offices (docs/decisions/0191-exchange-file.md).
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from data.vocabulary import ProjectType, TechnologyStage

FORMAT = "tanqiao-exchange/1"
ORIGIN_PATTERN = r"^[a-z0-9][a-z0-9.:-]{0,30}$"

Text: TypeAlias = str | None
Number: TypeAlias = float | None
Share: TypeAlias = Annotated[float | None, Field(description="Share, 0 to 1.")]
Checksum: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ExchangeOwner(_Model):
    """The organization that holds the technology (技术持有方)."""

    name: str
    region_code: Text


class ExchangeCase(_Model):
    """An implemented project (典型案例)."""

    name: str
    address: Text
    region_code: Text
    project_type: ProjectType | None
    scale: Text
    activity_amount: Number
    activity_unit: Text
    conditions: Text
    content: Text
    main_equipment: Text
    investment_yuan: Number
    conventional_investment_yuan: Number
    construction_months: Number
    commissioned_on: date | None
    abatement_tco2_per_year: Number
    emission_reduction_share: Share
    annual_benefit_yuan: Number
    payback_years: Number
    abatement_cost_yuan_per_tco2: Number
    service_life_years: Number
    environmental_benefit: Text
    social_benefit: Text
    co_benefits: Annotated[dict[str, float], Field(description="t/a by pollutant.")]


class ExchangeEntry(_Model):
    """A published entry; null is unknown, never zero."""

    origin: Annotated[
        str, Field(pattern=ORIGIN_PATTERN, description="The platform that published it first.")
    ]
    id: Annotated[str, Field(min_length=1, max_length=80, description="Unique in its origin.")]
    checksum: Annotated[Checksum, Field(description="Of all other members; see the guide.")]
    published_on: date | None
    is_demo: Annotated[bool, Field(description="Fictional, for demonstration.")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    technology_type: Annotated[Text, Field(description="1.1 to 5.4, the types of the notice.")]
    technology_topics: list[str]
    fields: Annotated[list[str], Field(description="Chinese labels of fields of application.")]
    stage: TechnologyStage | None
    batch: Annotated[Text, Field(description="Code of the batch.")]
    application_status: Text
    technical_principle: Text
    key_technology: Text
    process_flow: Text
    technical_indicators: Text
    appraisal: Text
    applicability: Text
    applicability_rules: dict[str, Any]
    promotion_barriers: Text
    typical_users: Text
    adoption_share: Share
    adoption_share_2030: Share
    investment_2030_yuan: Number
    abatement_potential_2030_tco2_per_year: Number
    comparison_technology: Text
    owner: ExchangeOwner | None
    cases: list[ExchangeCase]


class ExchangeHeader(_Model):
    """What stands before the entries."""

    format: Literal["tanqiao-exchange/1"]
    platform: Annotated[str, Field(pattern=ORIGIN_PATTERN, description="Who wrote the file.")]
    exported_at: datetime
    since: Annotated[date | None, Field(description="Published on or after; null: all entries.")]


class ExchangeFile(ExchangeHeader):
    """A whole file."""

    entry_count: Annotated[int, Field(ge=0)]
    checksum: Annotated[Checksum, Field(description="Of the entries' checksums in order.")]
    entries: list[ExchangeEntry]
