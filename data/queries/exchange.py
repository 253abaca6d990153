"""Reads of the exchange: published entries in pages, and what came from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from data.models import CatalogueBatch, Organization, Technology
from data.vocabulary import CatalogueStatus


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A published technology with its cases, its owner and the code of its batch."""

    technology: Technology
    owner: Organization | None
    batch_code: str | None


def published_page(
    session: Session, *, after_id: int, limit: int, since: date | None = None
) -> Sequence[PublishedRow]:
    """Return published technologies behind an id, ascending; `since` their day of publication."""
    statement = (
        select(Technology, Organization, CatalogueBatch.code)
        .join(Organization, Organization.id == Technology.organization_id, isouter=True)
        .join(CatalogueBatch, CatalogueBatch.id == Technology.batch_id, isouter=True)
        .where(Technology.catalogue_status == CatalogueStatus.PUBLISHED, Technology.id > after_id)
        .options(selectinload(Technology.cases))
        .order_by(Technology.id)
        .limit(limit)
    )
    if since is not None:
        statement = statement.where(Technology.published_on >= since)
    return [PublishedRow(*row) for row in session.execute(statement)]


def statuses_by_number(
    session: Session, *, source: str, numbers: Sequence[str]
) -> dict[str, CatalogueStatus]:
    """Return the status of a source's technologies by their number."""
    rows = session.execute(
        select(Technology.external_id, Technology.catalogue_status)
        .where(Technology.source == source, Technology.external_id.in_(numbers))
        .order_by(Technology.id)
    )
    return {row.external_id: row.catalogue_status for row in rows}


def of_numbers(session: Session, *, source: str, numbers: Sequence[str]) -> Sequence[Technology]:
    """Return a source's technologies of some numbers, by id."""
    return session.scalars(
        select(Technology)
        .where(Technology.source == source, Technology.external_id.in_(numbers))
        .order_by(Technology.id)
    ).all()
