"""Reads of the technology atlas: what is drawn, where it stands, and which needs there are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, func, select
from sqlalchemy.orm import Session

from data.models import AtlasPoint, Change, Demand, Organization, Technology, TechnologyCase
from data.vocabulary import CatalogueStatus, DemandStatus

TECHNOLOGY, DEMAND = "technology", "demand"


def published(session: Session, ids: Sequence[int] | None = None) -> Sequence[RowMapping]:
    """Return what the atlas shows of published technologies, by id; None reads all of them."""
    point = and_(AtlasPoint.subject_kind == TECHNOLOGY, AtlasPoint.subject_id == Technology.id)
    return (
        session.execute(
            select(
                Technology.id,
                Technology.name,
                Technology.technology_type,
                Technology.technology_topics,
                Technology.stage,
                Technology.fields,
                Technology.abatement_potential_2030_tco2_per_year,
                Organization.region_code,
                AtlasPoint.topic,
                AtlasPoint.x,
                AtlasPoint.y,
            )
            .join(Organization, Organization.id == Technology.organization_id, isouter=True)
            .join(AtlasPoint, point, isouter=True)
            .where(*_published(ids))
            .order_by(Technology.id)
        )
        .mappings()
        .all()
    )


def published_cases(session: Session, ids: Sequence[int] | None = None) -> Sequence[RowMapping]:
    """Return the figures of their cases, by technology and ordinal; None reads all."""
    return (
        session.execute(
            select(
                TechnologyCase.technology_id,
                TechnologyCase.project_type,
                TechnologyCase.investment_yuan,
                TechnologyCase.conventional_investment_yuan,
                TechnologyCase.abatement_tco2_per_year,
                TechnologyCase.service_life_years,
                TechnologyCase.abatement_cost_yuan_per_tco2,
            )
            .join(Technology, Technology.id == TechnologyCase.technology_id)
            .where(*_published(ids))
            .order_by(TechnologyCase.technology_id, TechnologyCase.ordinal, TechnologyCase.id)
        )
        .mappings()
        .all()
    )


def _published(ids: Sequence[int] | None) -> list[ColumnElement[bool]]:
    found = [Technology.catalogue_status == CatalogueStatus.PUBLISHED]
    return found if ids is None else [*found, Technology.id.in_(ids)]


def version(session: Session) -> tuple[int, datetime | None]:
    """Return the last change and when records were placed: equal ones show equal atlases."""
    last_change = session.scalar(select(func.max(Change.id))) or 0
    return last_change, session.scalar(select(func.max(AtlasPoint.placed_at)))


def points(session: Session, kind: str) -> dict[int, AtlasPoint]:
    """Return the places of all records of a kind by record id."""
    found = session.scalars(
        select(AtlasPoint).where(AtlasPoint.subject_kind == kind).order_by(AtlasPoint.subject_id)
    )
    return {point.subject_id: point for point in found}


def open_needs(session: Session) -> Sequence[RowMapping]:
    """Return text and stated directions of all open needs, by id."""
    return (
        session.execute(
            select(Demand.id, Demand.title, Demand.text, Demand.technology_types)
            .where(Demand.status == DemandStatus.OPEN)
            .order_by(Demand.id)
        )
        .mappings()
        .all()
    )


def need_topics(session: Session, *, visible: ColumnElement[bool]) -> Sequence[str | None]:
    """Return the topic of every open need under a predicate; None until it has been placed."""
    return session.scalars(
        select(AtlasPoint.topic)
        .select_from(Demand)
        .join(AtlasPoint, _of_demand(), isouter=True)
        .where(Demand.status == DemandStatus.OPEN, visible)
        .order_by(Demand.id)
    ).all()


def needs_of_topic(
    session: Session, *, topic: str, visible: ColumnElement[bool], limit: int
) -> Sequence[Demand]:
    """Return the newest open needs of a topic under a predicate."""
    return session.scalars(
        select(Demand)
        .join(AtlasPoint, _of_demand())
        .where(Demand.status == DemandStatus.OPEN, AtlasPoint.topic == topic, visible)
        .order_by(Demand.id.desc())
        .limit(limit)
    ).all()


def _of_demand() -> ColumnElement[bool]:
    return and_(AtlasPoint.subject_kind == DEMAND, AtlasPoint.subject_id == Demand.id)
