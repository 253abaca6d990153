"""From a match request to what scoring knows of it: given fields first, then the text's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import nan
from typing import Any

from embeddings.ports import Vector
from matcher.inference.topics import TopicModel
from matcher.inference.words import subjects_of
from matcher.profiles import DemandProfile
from matcher.quantities import field_key, understood
from matcher.services.match_requests import MatchRequest
from matcher.services.places import SitePlace
from matcher.texts import demand_text

DAYS_PER_MONTH = 365 / 12

INFERRED_TYPE = "technology_type"
INFERRED = (INFERRED_TYPE, "medium", "purpose")
"""What is inferred rather than read, by the names `ignore_understood` takes."""

LEAST_PROBABILITY = 0.3
"""A type less probable than this is neither shown nor used. Source: docs/decisions/0121."""

ALTERNATIVES = 2
"""Next probable types that are told beside the inferred one."""

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

    ignored: frozenset[str] = field(default_factory=frozenset)
    """What is not to be used, by the names of `read`."""

    in_field_probability: float = nan
    """That the text is of the field at all; NaN where nothing was inferred."""


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
    ignored = frozenset(request.ignore_understood)
    subjects = _subjects(whole, ignored)
    named = {kind: tuple(one["value"]) for kind, one in subjects.items() if one["used"]}
    return UnderstoodRequest(
        replace(
            profile,
            media=named.get("medium", ()),
            purposes=named.get("purpose", ()),
        ),
        demand_text(title=request.title, text=request.text),
        read | subjects,
        ignored,
    )


def with_type(
    understood: UnderstoodRequest, vector: Vector, model: TopicModel | None, *, encoder_id: str
) -> UnderstoodRequest:
    """Return a request with the technology type its text asks for, where one is probable enough.

    A type the request names wins: then the inferred one is told and not used. A model of another
    encoder's space infers nothing.

    References
    ----------
    .. [1] docs/decisions/0121-inferred-type.md.
    """
    if model is None or model.encoder_id != encoder_id or not vector.any():
        return understood
    probabilities = model.type_probabilities(vector)
    understood = replace(understood, in_field_probability=sum(probabilities.values()))
    (code, probability), *others = probabilities.items()
    if probability < LEAST_PROBABILITY:
        return understood
    is_used = not understood.profile.technology_types and INFERRED_TYPE not in understood.ignored
    told = {
        "field": INFERRED_TYPE,
        "value": code,
        "text": "",
        "used": is_used,
        "probability": probability,
        "alternatives": [
            {"value": other, "probability": share} for other, share in others[:ALTERNATIVES]
        ],
    }
    return replace(
        understood,
        profile=replace(understood.profile, type_probabilities=probabilities if is_used else {}),
        read={**understood.read, INFERRED_TYPE: told},
    )


def _subjects(text: str, ignored: frozenset[str]) -> dict[str, dict[str, Any]]:
    """Return media and purposes that the words of a text name, as `read` tells them."""
    return {
        kind: {
            "field": kind,
            "value": list(found),
            "text": "、".join(dict.fromkeys(found.values())),
            "used": kind not in ignored,
        }
        for kind, found in subjects_of(text).items()
        if found
    }


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
