"""Reads of many applications: lists with filters, counts by state, what units recommended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from data.models import Application, ApplicationEvent, CatalogueBatch, Technology
from data.queries.applications import ApplicationRow, Owner, Unit, statement
from data.vocabulary import CatalogueStatus, Recommendation, ReviewState, TechnologyStage

EXPORTED = 20_000
"""Rows of one spreadsheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFilter:
    """What a list is narrowed to; empty is no limit."""

    states: Sequence[ReviewState] = ()
    batch_id: int | None = None
    unit_id: int | None = None
    owner_id: int | None = None
    category: str = ""
    stage: TechnologyStage | None = None
    query: str = ""
    is_recommended: bool | None = None
    """Whether only what a unit supports, as it stands in its 申报清单."""


def conditions(wanted: ApplicationFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter on `applications.statement()`."""
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(Application.state.in_(wanted.states))
    if wanted.batch_id is not None:
        found.append(Application.batch_id == wanted.batch_id)
    if wanted.unit_id is not None:
        found.append(Application.recommending_organization_id == wanted.unit_id)
    if wanted.owner_id is not None:
        found.append(Application.organization_id == wanted.owner_id)
    if wanted.category:
        found.append(Technology.technology_type.startswith(f"{wanted.category}."))
    if wanted.stage is not None:
        found.append(Technology.stage == wanted.stage)
    if wanted.is_recommended:
        found.append(recommended())
    found += [
        or_(
            Technology.name.icontains(word, autoescape=True),
            Owner.name.icontains(word, autoescape=True),
        )
        for word in wanted.query.split()[:8]
    ]
    return found


def recommended() -> ColumnElement[bool]:
    """Return whether an application stands in its unit's 申报清单: supported, not taken back."""
    return and_(
        Application.recommendation == Recommendation.SUPPORTED,
        or_(Application.state != ReviewState.WITHDRAWN, Application.published_on.is_not(None)),
    )


def page(
    session: Session,
    *,
    readable: ColumnElement[bool],
    wanted: ApplicationFilter,
    before_id: int | None = None,
    limit: int = 30,
) -> Sequence[ApplicationRow]:
    """Return readable applications under a filter, newest first."""
    found = statement().where(readable, *conditions(wanted)).order_by(Application.id.desc())
    if before_id is not None:
        found = found.where(Application.id < before_id)
    return [ApplicationRow(*row) for row in session.execute(found.limit(limit))]


def counts_by_state(
    session: Session, *, readable: ColumnElement[bool], wanted: ApplicationFilter
) -> Mapping[ReviewState, int]:
    """Return how many readable applications under a filter stand in each state; absent is none."""
    rows = session.execute(
        select(Application.state, func.count())
        .select_from(Application)
        .join(Technology, Technology.id == Application.technology_id)
        .join(Owner, Owner.id == Application.organization_id, isouter=True)
        .where(readable, *conditions(wanted))
        .group_by(Application.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 - a Row is no tuple for mypy


def declared(
    session: Session, *, readable: ColumnElement[bool], wanted: ApplicationFilter
) -> Sequence[ApplicationRow]:
    """Return what units recommended, by unit, category and number: the 申报清单 put together."""
    found = (
        statement()
        .where(readable, recommended(), *conditions(wanted))
        .order_by(Unit.name, Technology.technology_type, Application.id)
        .limit(EXPORTED)
    )
    return [ApplicationRow(*row) for row in session.execute(found)]


def published(session: Session, *, batch_id: int) -> Sequence[ApplicationRow]:
    """Return the entries of a batch that stand in the catalogue, by their number."""
    found = (
        statement()
        .where(Application.batch_id == batch_id, Application.state == ReviewState.PUBLISHED)
        .order_by(Application.number_in_batch, Application.id)
    )
    return [ApplicationRow(*row) for row in session.execute(found)]


def drafts_of(session: Session, organization_id: int) -> Sequence[Technology]:
    """Return an owner's drafts without an application that waits for a correction, newest first."""
    returned = select(Application.technology_id).where(Application.state == ReviewState.RETURNED)
    return session.scalars(
        select(Technology)
        .where(
            Technology.organization_id == organization_id,
            Technology.catalogue_status == CatalogueStatus.DRAFT,
            Technology.id.not_in(returned),
        )
        .order_by(Technology.id.desc())
    ).all()


def batches(session: Session) -> Sequence[CatalogueBatch]:
    """Return all batches, the latest call first."""
    return session.scalars(
        select(CatalogueBatch).order_by(
            func.coalesce(CatalogueBatch.opens_on, CatalogueBatch.published_on).desc().nulls_last(),
            CatalogueBatch.id.desc(),
        )
    ).all()


def application_counts(
    session: Session, *, readable: ColumnElement[bool], batch_ids: Sequence[int]
) -> Mapping[int, int]:
    """Return how many readable applications each batch has; absent is none."""
    rows = session.execute(
        select(Application.batch_id, func.count())
        .where(readable, Application.batch_id.in_(batch_ids))
        .group_by(Application.batch_id)
    )
    return {batch_id: count for batch_id, count in rows if batch_id is not None}


def last_notes(session: Session, application_ids: Sequence[int]) -> Mapping[int, str]:
    """Return what was said with the last move of each application; absent if nothing was."""
    latest = (
        select(func.max(ApplicationEvent.id))
        .where(ApplicationEvent.application_id.in_(application_ids))
        .group_by(ApplicationEvent.application_id)
    )
    rows = session.scalars(select(ApplicationEvent).where(ApplicationEvent.id.in_(latest)))
    return {event.application_id: event.note for event in rows if event.note}
