"""What scoring knows of one demand, one technology and one case: plain values, no records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import nan
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from data.vocabulary import (
    CatalogueStatus,
    ClimateZone,
    EnergyCarrier,
    ProjectType,
    TechnologyStage,
)

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Band: TypeAlias = tuple[float | None, float | None]
"""Lower and upper bound; None on one side is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandProfile:
    """One demand as scoring sees it; None, NaN and empty mean unknown, and unknown never excludes.

    `available_months` is the time left until `needed_by_on`, computed where the clock is known.
    `from_text` names the fields that were read out of the text rather than entered (RULINGS 5).
    """

    text: str
    language: str = "zh"
    sectors: tuple[str, ...] = ()
    """GB/T 4754 codes with their letter, of any length: C, C25, C2521."""
    technology_types: tuple[str, ...] = ()
    """Only these are wanted: a category (2), a type (2.1) or a topic (2.1.03) each."""
    project_type: ProjectType | None = None
    accepts_demonstration: bool | None = None
    max_investment_yuan: float = nan
    max_payback_years: float = nan
    max_abatement_cost_yuan_per_tco2: float = nan
    abatement_target_tco2_per_year: float = nan
    needed_by_on: date | None = None
    available_months: float = nan
    latitude_deg: float = nan
    longitude_deg: float = nan
    region_code: str | None = None
    climate_zone: ClimateZone | None = None
    temperature_celsius: Band | None = None
    """What the demand has or needs; one figure is a band whose bounds are equal."""
    energy_carriers: tuple[EnergyCarrier, ...] = ()
    activity_amount: float = nan
    """Size of the demand in `activity_unit` (flow, product, area, power)."""
    activity_unit: str | None = None
    media: tuple[str, ...] = ()
    """Media and purposes that the text speaks of, by their codes."""
    purposes: tuple[str, ...] = ()
    type_probabilities: Mapping[str, float] = field(default_factory=dict)
    """Of each technology type, inferred from the text; empty where it is not used."""
    from_text: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_site(self) -> bool:
        """Whether the demand's place is known."""
        return self.latitude_deg == self.latitude_deg and self.longitude_deg == self.longitude_deg


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProfile:
    """One 典型案例 as scoring sees it; NaN and None mean not stated."""

    case_id: int
    project_type: ProjectType | None = None
    investment_yuan: float = nan
    conventional_investment_yuan: float = nan
    """What the conventional plant would have cost; new builds only."""
    abatement_tco2_per_year: float = nan
    service_life_years: float = nan
    payback_years: float = nan
    abatement_cost_yuan_per_tco2: float = nan
    """As the owner states it, whatever the inputs say."""
    annual_benefit_yuan: float = nan
    construction_months: float = nan
    latitude_deg: float = nan
    longitude_deg: float = nan
    activity_amount: float = nan
    activity_unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyProfile:
    """One technology as scoring sees it: its `applicability_rules`, its owner's place, its cases.

    Empty tuples and None mean the owner stated no such rule: it excludes nothing.
    """

    technology_id: int
    catalogue_status: CatalogueStatus
    stage: TechnologyStage | None = None
    technology_type: str | None = None
    sectors: tuple[str, ...] = ()
    project_types: tuple[ProjectType, ...] = ()
    temperature_celsius: Band | None = None
    capacity: Band | None = None
    capacity_unit: str | None = None
    climate_zones: tuple[ClimateZone, ...] = ()
    energy_carriers: tuple[EnergyCarrier, ...] = ()
    media: tuple[str, ...] = ()
    """Media and purposes its text speaks of, by their codes."""
    purposes: tuple[str, ...] = ()
    owner_id: int | None = None
    """Organization of the owner; None when the owner has no account."""
    owner_latitude_deg: float = nan
    """Service point: the owner's address (RULINGS 6)."""
    owner_longitude_deg: float = nan
    cases: tuple[CaseProfile, ...] = ()
