"""What a match is asked for, whether it is saved as a demand or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.vocabulary import Datum, ProjectType

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_TEXT_CHARACTERS = 20_000
"""Longest text of a need. The encoder reads far less; a pasted report still fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the need is: coordinates, or a code, or an address; all None is unknown."""

    address: str | None = None
    region_code: str | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    datum: Datum = Datum.WGS84

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.latitude_deg is None and not self.region_code and not self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRequest:
    """A need and its limits; None and empty are unknown or without limit."""

    text: str
    title: str = ""
    site: Site = Site()
    sectors: tuple[str, ...] = ()
    technology_types: tuple[str, ...] = ()
    project_type: ProjectType | None = None
    accepts_demonstration: bool | None = None
    max_investment_yuan: float | None = None
    max_payback_years: float | None = None
    max_abatement_cost_yuan_per_tco2: float | None = None
    abatement_target_tco2_per_year: float | None = None
    needed_by_on: date | None = None
    weights: Mapping[str, float] | None = None
    ignore_understood: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    diversity: float = 0.0
    """How much variety may cost, in [0, 1]; 0 orders by score alone."""
