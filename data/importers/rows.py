"""Rows as an import reads them: plain values, `None` = unknown, money in Decimal yuan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from data.vocabulary import (
    CatalogueStatus,
    Datum,
    DemandVisibility,
    EnergyCarrier,
    ProjectType,
    TechnologyStage,
)

_NEEDED = ("technology_type", "stage", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRow:
    """技术所有方."""

    name: str
    address: str | None = None
    region_code: str | None = None
    unified_social_credit_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """已实施的典型案例."""

    name: str
    address: str | None = None
    region_code: str | None = None
    project_type: ProjectType | None = None
    scale: str | None = None
    activity_amount: float | None = None
    activity_unit: str | None = None
    conditions: str | None = None
    content: str | None = None
    main_equipment: str | None = None
    investment_yuan: Decimal | None = None
    conventional_investment_yuan: Decimal | None = None
    construction_months: float | None = None
    commissioned_on: date | None = None
    abatement_tco2_per_year: float | None = None
    emission_reduction_share: float | None = None
    annual_benefit_yuan: Decimal | None = None
    payback_years: float | None = None
    abatement_cost_yuan_per_tco2: float | None = None
    service_life_years: float | None = None
    environmental_benefit: str | None = None
    social_benefit: str | None = None
    co_benefits: Mapping[str, float]
    unknown_fields: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyRow:
    """A technology; `fields` are Chinese labels, `applicability_rules` is JSON-able."""

    external_id: str
    name: str
    technology_type: str | None = None
    technology_topics: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    stage: TechnologyStage | None = None
    catalogue_status: CatalogueStatus | None = None
    batch: str | None = None
    application_status: str | None = None
    technical_principle: str | None = None
    key_technology: str | None = None
    process_flow: str | None = None
    technical_indicators: str | None = None
    owner: OwnerRow | None = None
    technology_source: str | None = None
    appraisal: str | None = None
    applicability: str | None = None
    applicability_rules: Mapping[str, Any]
    promotion_barriers: str | None = None
    typical_users: str | None = None
    adoption_share: float | None = None
    adoption_share_2030: float | None = None
    investment_2030_yuan: Decimal | None = None
    abatement_potential_2030_tco2_per_year: float | None = None
    comparison_technology: str | None = None
    recommending_unit: str | None = None
    recommendation_opinion: str | None = None
    applicant_contact: Mapping[str, str] | None = None
    cases: tuple[CaseRow, ...] = ()

    @property
    def incomplete_fields(self) -> tuple[str, ...]:
        """The fields an entry needs to be complete and that are unknown here (API.md)."""
        return tuple(name for name in _NEEDED if getattr(self, name) is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyUseRow:
    """A year's use of one energy carrier."""

    carrier: EnergyCarrier
    year: int
    amount: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRow:
    """园区企业."""

    external_id: str
    name: str
    sector_code: str | None = None
    region_code: str | None = None
    main_products: str | None = None
    energy_use: tuple[EnergyUseRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkRow:
    """园区."""

    external_id: str
    name: str
    region_code: str | None = None
    address: str | None = None
    designations: tuple[str, ...] = ()
    leading_industries: str | None = None
    area_km2: float | None = None
    annual_output_yuan: Decimal | None = None
    profile_note: str | None = None
    energy_use: tuple[EnergyUseRow, ...] = ()
    enterprises: tuple[EnterpriseRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """Where a need stands; coordinates are in `datum`, both known or both None."""

    address: str | None = None
    region_code: str | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    datum: Datum


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRow:
    """需求; `park` and `enterprise` are external ids."""

    external_id: str
    text: str
    title: str | None = None
    language: str | None = None
    park: str | None = None
    enterprise: str | None = None
    site: SiteRow | None = None
    sectors: tuple[str, ...] = ()
    technology_types: tuple[str, ...] = ()
    project_type: ProjectType | None = None
    accepts_demonstration: bool | None = None
    max_investment_yuan: Decimal | None = None
    max_payback_years: float | None = None
    max_abatement_cost_yuan_per_tco2: float | None = None
    abatement_target_tco2_per_year: float | None = None
    needed_by_on: date | None = None
    weights: Mapping[str, float] | None = None
    visibility: DemandVisibility | None = None
    expires_on: date | None = None


Row: TypeAlias = TechnologyRow | DemandRow | ParkRow
