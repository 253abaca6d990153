"""Reads that feed catalogue search: what its columns hold, and words while no index is ready."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, or_, select
from sqlalchemy.orm import Session

from data.models import (
    AtlasPoint,
    CatalogueBatch,
    Lead,
    Organization,
    Technology,
    TechnologyCase,
)
from data.queries.catalogue import CHUNK_ROWS
from data.vocabulary import CatalogueStatus, LeadStage

_COLUMNS = (
    Technology.id,
    Technology.organization_id,
    Technology.catalogue_status,
    Technology.technology_type,
    Technology.technology_topics,
    Technology.fields,
    Technology.stage,
    Technology.batch_id,
    Technology.published_on,
    Technology.external_id,
    Technology.name,
    Technology.abatement_potential_2030_tco2_per_year,
    func.coalesce(Technology.appraisal, "").label("appraisal"),
    Organization.region_code.label("owner_region_code"),
    Organization.name.label("owner_name"),
    CatalogueBatch.scope,
)
_CASE_COLUMNS = (
    TechnologyCase.technology_id,
    TechnologyCase.project_type,
    TechnologyCase.investment_yuan,
    TechnologyCase.conventional_investment_yuan,
    TechnologyCase.abatement_tco2_per_year,
    TechnologyCase.service_life_years,
    TechnologyCase.abatement_cost_yuan_per_tco2,
)
_TEXTS = (Technology.name, Technology.technical_principle, Technology.applicability)

Chunk = tuple[Sequence[RowMapping], Sequence[RowMapping]]


def chunks(session: Session, ids: Sequence[int]) -> Iterator[Chunk]:
    """Yield technologies and their cases, both by id, a few hundred at a time."""
    for start in range(0, len(ids), CHUNK_ROWS):
        part = ids[start : start + CHUNK_ROWS]
        technologies = (
            select(*_COLUMNS)
            .join(Organization, Organization.id == Technology.organization_id, isouter=True)
            .join(CatalogueBatch, CatalogueBatch.id == Technology.batch_id, isouter=True)
            .where(Technology.id.in_(part))
            .order_by(Technology.id)
        )
        cases = (
            select(*_CASE_COLUMNS)
            .where(TechnologyCase.technology_id.in_(part))
            .order_by(TechnologyCase.technology_id, TechnologyCase.ordinal, TechnologyCase.id)
        )
        yield (
            session.execute(technologies).mappings().all(),
            session.execute(cases).mappings().all(),
        )


def published_among(session: Session, ids: Sequence[int]) -> Sequence[int]:
    """Return the published ones among some ids, ascending."""
    found: list[int] = []
    for start in range(0, len(ids), CHUNK_ROWS):
        part = ids[start : start + CHUNK_ROWS]
        found += session.scalars(
            select(Technology.id)
            .where(
                Technology.id.in_(part),
                Technology.catalogue_status == CatalogueStatus.PUBLISHED,
            )
            .order_by(Technology.id)
        )
    return found


def unpublished_ids(session: Session, *, readable: ColumnElement[bool]) -> Sequence[int]:
    """Return the entries under a predicate that are not in the catalogue, ascending."""
    others = [one for one in CatalogueStatus if one is not CatalogueStatus.PUBLISHED]
    return session.scalars(
        select(Technology.id)
        .where(Technology.catalogue_status.in_(others), readable)
        .order_by(Technology.id)
    ).all()


def inferred_topics(session: Session) -> dict[int, str]:
    """Return the topic nearest to each placed technology's text, by its id."""
    rows = session.execute(
        select(AtlasPoint.subject_id, AtlasPoint.topic)
        .where(AtlasPoint.subject_kind == "technology")
        .order_by(AtlasPoint.subject_id)
    )
    return {row.subject_id: row.topic for row in rows}


def placed_at(session: Session) -> datetime | None:
    """Return when records were last placed in the atlas."""
    return session.scalar(select(func.max(AtlasPoint.placed_at)))


def verified_ids(session: Session) -> Sequence[int]:
    """Return the technologies with a project that a bureau verified, ascending."""
    return session.scalars(
        select(Lead.technology_id)
        .where(Lead.stage == LeadStage.VERIFIED)
        .distinct()
        .order_by(Lead.technology_id)
    ).all()


def ids_with_words(
    session: Session, words: Sequence[str], *, within: ColumnElement[bool]
) -> Sequence[int]:
    """Return the entries under a predicate in which all words occur, ascending.

    Reads every text: for the moments before the index is there, and for entries not in it.
    """
    columns = (*_TEXTS, Organization.name, Technology.external_id)
    every = [or_(*(c.icontains(word, autoescape=True) for c in columns)) for word in words]
    return session.scalars(
        select(Technology.id)
        .join(Organization, Organization.id == Technology.organization_id, isouter=True)
        .where(within, *every)
        .order_by(Technology.id)
    ).all()
