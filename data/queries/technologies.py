"""Reads of technologies: lines of a list, and some with their cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from data.models import CatalogueBatch, Organization, Technology, TechnologyCase
from data.queries.catalogue import CHUNK_ROWS
from data.vocabulary import CatalogueStatus


@dataclass(frozen=True, slots=True)
class TechnologyListItem:
    """One line of the catalogue."""

    technology: Technology
    owner_name: str | None
    owner_region_code: str | None
    case_count: int
    batch_name: str | None


def region_prefix(region_code: str) -> str:
    """Return the significant digits of a region code: 32 of 320000."""
    prefix = region_code
    while prefix.endswith("00") and len(prefix) > 2:  # noqa: PLR2004 - pairs of digits
        prefix = prefix[:-2]
    return prefix


def items(session: Session, ids: Sequence[int]) -> Sequence[TechnologyListItem]:
    """Return the lines of some technologies, in the order of `ids`."""
    place = {technology_id: number for number, technology_id in enumerate(ids)}
    found: list[TechnologyListItem] = []
    for start in range(0, len(ids), CHUNK_ROWS):
        statement = _lines().where(Technology.id.in_(ids[start : start + CHUNK_ROWS]))
        rows = session.execute(statement.order_by(Technology.id))
        found += [TechnologyListItem(*row) for row in rows]
    return sorted(found, key=lambda item: place[item.technology.id])


def published_of(
    session: Session, organization_id: int, *, limit: int
) -> Sequence[TechnologyListItem]:
    """Return the newest published technologies of an owner."""
    statement = _lines().where(
        Technology.organization_id == organization_id,
        Technology.catalogue_status == CatalogueStatus.PUBLISHED,
    )
    rows = session.execute(statement.order_by(Technology.id.desc()).limit(limit))
    return [TechnologyListItem(*row) for row in rows]


def _lines() -> Select[tuple[Technology, str, str, int, str]]:
    case_count = (
        select(func.count())
        .where(TechnologyCase.technology_id == Technology.id)
        .correlate(Technology)
        .scalar_subquery()
    )
    return (
        select(
            Technology, Organization.name, Organization.region_code, case_count, CatalogueBatch.name
        )
        .join(Organization, Organization.id == Technology.organization_id, isouter=True)
        .join(CatalogueBatch, CatalogueBatch.id == Technology.batch_id, isouter=True)
    )


def with_cases(session: Session, technology_ids: Sequence[int]) -> Sequence[Technology]:
    """Return technologies with their cases loaded, by id."""
    found: list[Technology] = []
    for start in range(0, len(technology_ids), CHUNK_ROWS):
        part = sorted(technology_ids)[start : start + CHUNK_ROWS]
        found += session.scalars(
            select(Technology)
            .where(Technology.id.in_(part))
            .options(selectinload(Technology.cases))
            .order_by(Technology.id)
        )
    return found
