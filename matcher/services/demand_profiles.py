"""From a match request to what scoring knows of it: given fields first, then the text's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import nan
from typing import Any

from matcher.profiles import DemandProfile
from matcher.quantities import field_key, understood
from matcher.services.match_requests import MatchRequest
from matcher.services.places import SitePlace
from matcher.texts import demand_text

DAYS_PER_MONTH = 365 / 12

_LIMITS = (
    "max_investment_yuan",
    "max_payback_years",
    "max_abatement_cost_yuan_per_tco2",
    "abatement_target_tco2_per_year",
)
_CHOICES = ("project_type", "accepts_demonstration", "needed_by_on")


@dataclass(frozen=True, slots=True)
class UnderstoodRequest:
    """A request with what its text was read to say."""

    profile: DemandProfile
    text: str
    """What is encoded and searched for."""

    read: Mapping[str, dict[str, Any]]
    """By field without unit: field, value, the words it was read from, whether it is used."""


def understand(
    request: MatchRequest, place: SitePlace, *, language: str, today: date
) -> UnderstoodRequest:
    """Return the profile of a request; an explicit field wins over the text (RULINGS 5)."""
    whole = f"{request.title}\n{request.text}" if request.title else request.text
    found = understood(whole, today)
    used = found.without(
        [*request.ignore_understood, *(n for n in (*_LIMITS, *_CHOICES) if _given(request, n))]
    )
    used_fields = frozenset(each.field for each in used.evidence)
    read = {
        field_key(each.field): {
            "field": each.field,
            "value": _plain(getattr(found, each.field)),
            "text": each.text,
            "used": each.field in used_fields,
        }
        for each in found.evidence
    }
    values = {name: getattr(used, name) for name in used_fields}
    profile = _profile(request, place, values, text=whole, language=language, today=today)
    return UnderstoodRequest(profile, demand_text(title=request.title, text=request.text), read)


def _given(request: MatchRequest, name: str) -> bool:
    return getattr(request, name) is not None


def _plain(value: Any) -> Any:  # noqa: ANN401 - one field's value
    return value.isoformat() if isinstance(value, date) else value


def _profile(
    request: MatchRequest,
    place: SitePlace,
    read: Mapping[str, Any],
    *,
    text: str,
    language: str,
    today: date,
) -> DemandProfile:
    def known(name: str) -> Any:  # noqa: ANN401 - one field's value
        return getattr(request, name) if _given(request, name) else read.get(name)

    def number(value: float | None) -> float:
        return nan if value is None else float(value)

    latitude_deg, longitude_deg = place.coordinates_deg
    needed_by_on: date | None = known("needed_by_on")
    months = [number(read.get("max_construction_months"))]
    if needed_by_on is not None:
        months.append(max((needed_by_on - today).days, 0) / DAYS_PER_MONTH)
    return DemandProfile(
        text=text,
        language=language,
        sectors=request.sectors,
        technology_types=request.technology_types,
        project_type=known("project_type"),
        accepts_demonstration=known("accepts_demonstration"),
        needed_by_on=needed_by_on,
        available_months=min((m for m in months if m == m), default=nan),  # noqa: PLR0124 - not NaN
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        region_code=place.region_code,
        climate_zone=place.climate_zone,
        temperature_celsius=read.get("temperature_celsius"),
        from_text=frozenset(read),
        max_investment_yuan=number(known("max_investment_yuan")),
        max_payback_years=number(known("max_payback_years")),
        max_abatement_cost_yuan_per_tco2=number(known("max_abatement_cost_yuan_per_tco2")),
        abatement_target_tco2_per_year=number(known("abatement_target_tco2_per_year")),
    )
