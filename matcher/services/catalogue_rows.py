"""Database rows of a technology to what scoring and the encoder read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import nan
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from data.queries import catalogue
from data.queries.catalogue import CatalogueChunk
from data.vocabulary import ClimateZone, EnergyCarrier, ProjectType
from matcher.inference.words import subjects_of
from matcher.profiles import Band, CaseProfile, TechnologyProfile
from matcher.texts import technology_text


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One matchable technology: its profile and the text the indexes hold."""

    profile: TechnologyProfile
    text: str


def entries(chunk: CatalogueChunk) -> Iterator[CatalogueEntry]:
    """Yield the entries of a chunk, ascending by id."""
    cases = {
        technology_id: tuple(_case(row) for row in rows)
        for technology_id, rows in groupby(chunk.cases, key=lambda row: row["technology_id"])
    }
    for row in chunk.technologies:
        text = _text(row)
        yield CatalogueEntry(_profile(row, text, cases.get(row["id"], ())), text)


def read_catalogue(
    session: Session, ids: Sequence[int]
) -> tuple[list[TechnologyProfile], dict[int, str]]:
    """Return profiles and texts of the matchable ones among `ids`, both ascending by id."""
    profiles: list[TechnologyProfile] = []
    texts: dict[int, str] = {}
    for chunk in catalogue.matchable_chunks(session, ids):
        for entry in entries(chunk):
            profiles.append(entry.profile)
            texts[entry.profile.technology_id] = entry.text
    return profiles, texts


def _text(row: RowMapping) -> str:
    return technology_text(
        name=row["name"],
        technology_type=row["technology_type"],
        technology_topics=tuple(row["technology_topics"]),
        fields=tuple(row["fields"]),
        technical_principle=row["technical_principle"],
        key_technology=row["key_technology"],
        process_flow=row["process_flow"],
        applicability=row["applicability"],
    )


def _profile(row: RowMapping, text: str, cases: tuple[CaseProfile, ...]) -> TechnologyProfile:
    rules: dict[str, Any] = row["applicability_rules"] or {}
    subjects = subjects_of(text)
    return TechnologyProfile(
        technology_id=row["id"],
        catalogue_status=row["catalogue_status"],
        stage=row["stage"],
        technology_type=row["technology_type"],
        sectors=tuple(rules.get("sectors", ())),
        project_types=tuple(ProjectType(code) for code in rules.get("project_types", ())),
        temperature_celsius=_band(rules.get("temperature_celsius")),
        capacity=_band(rules.get("capacity")),
        capacity_unit=rules.get("capacity_unit"),
        climate_zones=tuple(ClimateZone(code) for code in rules.get("climate_zones", ())),
        energy_carriers=tuple(EnergyCarrier(code) for code in rules.get("energy_carriers", ())),
        media=tuple(subjects["medium"]),
        purposes=tuple(subjects["purpose"]),
        owner_id=row["organization_id"],
        owner_latitude_deg=_number(row["owner_latitude_deg"]),
        owner_longitude_deg=_number(row["owner_longitude_deg"]),
        cases=cases,
    )


def _case(row: RowMapping) -> CaseProfile:
    return CaseProfile(
        case_id=row["id"],
        project_type=row["project_type"],
        investment_yuan=_number(row["investment_yuan"]),
        conventional_investment_yuan=_number(row["conventional_investment_yuan"]),
        abatement_tco2_per_year=_number(row["abatement_tco2_per_year"]),
        service_life_years=_number(row["service_life_years"]),
        payback_years=_number(row["payback_years"]),
        abatement_cost_yuan_per_tco2=_number(row["abatement_cost_yuan_per_tco2"]),
        annual_benefit_yuan=_number(row["annual_benefit_yuan"]),
        construction_months=_number(row["construction_months"]),
        latitude_deg=_number(row["latitude_deg"]),
        longitude_deg=_number(row["longitude_deg"]),
        activity_amount=_number(row["activity_amount"]),
        activity_unit=row["activity_unit"],
    )


def _number(value: Any) -> float:  # noqa: ANN401 - Decimal, float or None
    return nan if value is None else float(value)


def _band(value: list[float | None] | None) -> Band | None:
    return None if value is None else (value[0], value[1])
