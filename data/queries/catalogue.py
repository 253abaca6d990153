"""Reads that feed the in-memory catalogue: rows for columns and texts, vectors, changes.

Core rows instead of objects: a process reads the whole catalogue at start and forty rows a request.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, bindparam, func, select
from sqlalchemy.orm import Session

from data.models import (
    Change,
    LexicalManifest,
    Organization,
    Technology,
    TechnologyCase,
    TextVector,
)
from data.vocabulary import CatalogueStatus

CHUNK_ROWS = 500
"""Ids in one IN list; SQLite and PostgreSQL both accept many more."""

_TECHNOLOGY_COLUMNS = (
    Technology.id,
    Technology.catalogue_status,
    Technology.stage,
    Technology.technology_type,
    Technology.technology_topics,
    Technology.fields,
    Technology.name,
    Technology.technical_principle,
    Technology.key_technology,
    Technology.process_flow,
    Technology.technical_indicators,
    Technology.applicability,
    Technology.application_status,
    Technology.typical_users,
    Technology.applicability_rules,
    Technology.organization_id,
    Organization.latitude_deg.label("owner_latitude_deg"),
    Organization.longitude_deg.label("owner_longitude_deg"),
)

_CASE_COLUMNS = (
    TechnologyCase.id,
    TechnologyCase.technology_id,
    TechnologyCase.project_type,
    TechnologyCase.investment_yuan,
    TechnologyCase.conventional_investment_yuan,
    TechnologyCase.abatement_tco2_per_year,
    TechnologyCase.service_life_years,
    TechnologyCase.payback_years,
    TechnologyCase.abatement_cost_yuan_per_tco2,
    TechnologyCase.annual_benefit_yuan,
    TechnologyCase.construction_months,
    TechnologyCase.latitude_deg,
    TechnologyCase.longitude_deg,
    TechnologyCase.activity_amount,
    TechnologyCase.activity_unit,
)

_LATEST_CHANGE = select(func.max(Change.id))
_CARDS = (
    select(
        Technology.id,
        Technology.external_id,
        Technology.name,
        Technology.technology_type,
        Technology.stage,
        Technology.catalogue_status,
        Technology.is_demo,
        Technology.comparison_technology,
        Technology.organization_id,
        Organization.name.label("owner_name"),
        Organization.region_code.label("owner_region_code"),
    )
    .join(Organization, Organization.id == Technology.organization_id, isouter=True)
    .where(Technology.id.in_(bindparam("ids", expanding=True)))
    .order_by(Technology.id)
)
_CASE_PLACES = (
    select(
        TechnologyCase.id,
        TechnologyCase.name,
        TechnologyCase.address,
        TechnologyCase.region_code,
        TechnologyCase.commissioned_on,
    )
    .where(TechnologyCase.id.in_(bindparam("ids", expanding=True)))
    .order_by(TechnologyCase.id)
)
# Built once: putting a statement together takes as long as running it on a warm database.


@dataclass(frozen=True, slots=True)
class CatalogueChunk:
    """Some technologies and all their cases, both ascending by id."""

    technologies: Sequence[RowMapping]
    cases: Sequence[RowMapping]


def latest_change(session: Session) -> int:
    """Return the last change's sequence number, zero if nothing ever changed."""
    return session.scalar(_LATEST_CHANGE) or 0


def changes_since(session: Session, after: int) -> Sequence[tuple[str, int]]:
    """Return kind and id of every record changed after a sequence number, oldest first."""
    rows = session.execute(
        select(Change.subject_kind, Change.subject_id).where(Change.id > after).order_by(Change.id)
    )
    return [(kind, subject_id) for kind, subject_id in rows]


def matchable_ids(session: Session) -> Sequence[int]:
    """Return ids of all technologies that may be matched, ascending."""
    return session.scalars(
        select(Technology.id)
        .where(Technology.catalogue_status == CatalogueStatus.PUBLISHED)
        .order_by(Technology.id)
    ).all()


def matchable_chunks(session: Session, ids: Sequence[int]) -> Iterator[CatalogueChunk]:
    """Yield the matchable ones among `ids` with their cases, a few hundred at a time."""
    for start in range(0, len(ids), CHUNK_ROWS):
        part = ids[start : start + CHUNK_ROWS]
        technologies = (
            select(*_TECHNOLOGY_COLUMNS)
            .join(Organization, Organization.id == Technology.organization_id, isouter=True)
            .where(
                Technology.id.in_(part),
                Technology.catalogue_status == CatalogueStatus.PUBLISHED,
            )
            .order_by(Technology.id)
        )
        cases = (
            select(*_CASE_COLUMNS)
            .where(TechnologyCase.technology_id.in_(part))
            .order_by(TechnologyCase.technology_id, TechnologyCase.ordinal, TechnologyCase.id)
        )
        yield CatalogueChunk(
            session.execute(technologies).mappings().all(),
            session.execute(cases).mappings().all(),
        )


def stored_vectors(
    session: Session, *, kind: str, space_id: str, ids: Sequence[int]
) -> dict[int, tuple[str, bytes]]:
    """Return text hash and vector bytes by record id, of this space only."""
    found: dict[int, tuple[str, bytes]] = {}
    for start in range(0, len(ids), CHUNK_ROWS):
        part = ids[start : start + CHUNK_ROWS]
        rows = session.execute(
            select(TextVector.subject_id, TextVector.text_hash, TextVector.vector)
            .where(
                TextVector.subject_kind == kind,
                TextVector.space_id == space_id,
                TextVector.subject_id.in_(part),
            )
            .order_by(TextVector.subject_id)
        )
        found.update({row.subject_id: (row.text_hash, row.vector) for row in rows})
    return found


def latest_lexical_manifest(session: Session) -> LexicalManifest | None:
    """Return the idf in force, or None before the first was frozen."""
    return session.scalar(select(LexicalManifest).order_by(LexicalManifest.id.desc()).limit(1))


def cards(session: Session, ids: Sequence[int]) -> dict[int, RowMapping]:
    """Return what a match shows of each technology, by id."""
    rows = session.execute(_CARDS, {"ids": list(ids)})
    return {row["id"]: row for row in rows.mappings()}


def case_places(session: Session, case_ids: Sequence[int]) -> dict[int, RowMapping]:
    """Return name, place and year of each case, by id."""
    rows = session.execute(_CASE_PLACES, {"ids": list(case_ids)})
    return {row["id"]: row for row in rows.mappings()}
