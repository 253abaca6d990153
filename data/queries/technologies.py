"""Reads of technologies: lists with facets, and one with its cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from data.models import CatalogueBatch, Organization, Technology, TechnologyCase
from data.vocabulary import CatalogueStatus, TechnologyStage


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyFilter:
    """What a list is narrowed to; empty is no limit."""

    query: str = ""
    category: str = ""
    technology_type: str = ""
    stage: TechnologyStage | None = None
    region_code: str = ""
    status: CatalogueStatus | None = None
    organization_id: int | None = None
    ids: Sequence[int] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class TechnologyListItem:
    """One line of the catalogue."""

    technology: Technology
    owner_name: str | None
    owner_region_code: str | None
    case_count: int
    batch_name: str | None


SORTS = ("newest", "name", "published")
"""Accepted values of `sort`; an allow-list (SECURITY 1.2.4)."""


def region_prefix(region_code: str) -> str:
    """Return the significant digits of a region code: 32 of 320000."""
    prefix = region_code
    while prefix.endswith("00") and len(prefix) > 2:  # noqa: PLR2004 - pairs of digits
        prefix = prefix[:-2]
    return prefix


def page(
    session: Session,
    *,
    readable: ColumnElement[bool],
    filter_by: TechnologyFilter,
    sort: str = "newest",
    after: tuple[str, int] | None = None,
    limit: int = 20,
) -> Sequence[TechnologyListItem]:
    """Return readable technologies in the order of `sort`, after the cursor (sort key, id)."""
    case_count = (
        select(func.count())
        .where(TechnologyCase.technology_id == Technology.id)
        .correlate(Technology)
        .scalar_subquery()
    )
    statement = (
        select(
            Technology, Organization.name, Organization.region_code, case_count, CatalogueBatch.name
        )
        .join(Organization, Organization.id == Technology.organization_id, isouter=True)
        .join(CatalogueBatch, CatalogueBatch.id == Technology.batch_id, isouter=True)
        .where(readable, *conditions(filter_by))
    )
    statement = _ordered(statement, sort, after)
    return [TechnologyListItem(*row) for row in session.execute(statement.limit(limit))]


def cursor_of(item: TechnologyListItem, sort: str) -> tuple[str, int]:
    """Return the cursor after which the next page starts."""
    if sort == "name":
        return item.technology.name, item.technology.id
    if sort == "published":
        published_on = item.technology.published_on
        return (published_on.isoformat() if published_on else ""), item.technology.id
    return "", item.technology.id


def count(session: Session, *, readable: ColumnElement[bool], filter_by: TechnologyFilter) -> int:
    """Return the number of readable technologies under a filter."""
    statement = (
        select(func.count())
        .select_from(Technology)
        .join(Organization, Organization.id == Technology.organization_id, isouter=True)
        .where(readable, *conditions(filter_by))
    )
    return session.scalar(statement) or 0


def with_cases(session: Session, technology_ids: Sequence[int]) -> Sequence[Technology]:
    """Return technologies with their cases loaded, by id."""
    return session.scalars(
        select(Technology)
        .where(Technology.id.in_(technology_ids))
        .options(selectinload(Technology.cases))
        .order_by(Technology.id)
    ).all()


def conditions(filter_by: TechnologyFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter; the statement must join Organization."""
    wanted: list[ColumnElement[bool]] = []
    if filter_by.query:
        columns = (Technology.name, Technology.technical_principle, Technology.applicability)
        wanted += [
            or_(*(column.icontains(word, autoescape=True) for column in columns))
            for word in filter_by.query.split()[:8]
        ]
    if filter_by.category:
        wanted.append(Technology.technology_type.startswith(f"{filter_by.category}."))
    if filter_by.technology_type:
        wanted.append(Technology.technology_type == filter_by.technology_type)
    if filter_by.stage:
        wanted.append(Technology.stage == filter_by.stage)
    if filter_by.region_code:
        prefix = region_prefix(filter_by.region_code)
        wanted.append(Organization.region_code.startswith(prefix, autoescape=True))
    if filter_by.status:
        wanted.append(Technology.catalogue_status == filter_by.status)
    if filter_by.organization_id is not None:
        wanted.append(Technology.organization_id == filter_by.organization_id)
    if filter_by.ids:
        wanted.append(Technology.id.in_(filter_by.ids))
    return wanted


def _ordered(
    statement: Select[tuple[Technology, str, str, int, str]],
    sort: str,
    after: tuple[str, int] | None,
) -> Select[tuple[Technology, str, str, int, str]]:
    if sort == "name":
        if after is not None:
            later = and_(Technology.name == after[0], Technology.id > after[1])
            statement = statement.where(or_(Technology.name > after[0], later))
        return statement.order_by(Technology.name, Technology.id)
    if sort == "published":
        day = func.coalesce(Technology.published_on, date(1970, 1, 1))
        if after is not None:
            last = date.fromisoformat(after[0]) if after[0] else date(1970, 1, 1)
            earlier = and_(day == last, Technology.id < after[1])
            statement = statement.where(or_(day < last, earlier))
        return statement.order_by(day.desc(), Technology.id.desc())
    if after is not None:
        statement = statement.where(Technology.id < after[1])
    return statement.order_by(Technology.id.desc())
