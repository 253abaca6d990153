"""Reads of an owner's drafts and entries, with who changed them last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from data.models import Application, Technology, TechnologyEdit, User
from data.vocabulary import CatalogueStatus, ReviewState

EXPORTED = 2000
"""Rows of one spreadsheet."""


@dataclass(frozen=True, slots=True)
class ListedTechnology:
    """What a list is ordered by."""

    id: int
    name: str
    status: CatalogueStatus
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One line of an owner's list."""

    technology: Technology
    editor_name: str | None
    """Who changed a field last; None if nobody did on the form."""

    review_state: ReviewState | None
    """Where its newest application stands; None if it was never submitted."""


def listed(
    session: Session, *, organization_id: int, only_drafts: bool
) -> Sequence[ListedTechnology]:
    """Return what an organization's entries are ordered by, the newest first."""
    statement = select(
        Technology.id, Technology.name, Technology.catalogue_status, Technology.updated_at
    ).where(Technology.organization_id == organization_id)
    if only_drafts:
        statement = statement.where(Technology.catalogue_status == CatalogueStatus.DRAFT)
    rows = session.execute(statement.order_by(Technology.id.desc()))
    return [ListedTechnology(*row) for row in rows]


def items(session: Session, ids: Sequence[int]) -> Sequence[DraftItem]:
    """Return entries with their cases, in the order of their ids given."""
    newest = (
        select(func.max(TechnologyEdit.id))
        .where(TechnologyEdit.technology_id == Technology.id)
        .correlate(Technology)
        .scalar_subquery()
    )
    newest_application = (
        select(func.max(Application.id))
        .where(Application.technology_id == Technology.id)
        .correlate(Technology)
        .scalar_subquery()
    )
    statement = (
        select(Technology, User.name, Application.state)
        .outerjoin(TechnologyEdit, TechnologyEdit.id == newest)
        .outerjoin(User, User.id == TechnologyEdit.edited_by_id)
        .outerjoin(Application, Application.id == newest_application)
        .where(Technology.id.in_(ids))
        .options(selectinload(Technology.cases))
    )
    found = {row[0].id: DraftItem(*row) for row in session.execute(statement)}
    return [found[one] for one in ids if one in found]


def drafts(session: Session, organization_id: int, *, limit: int) -> Sequence[ListedTechnology]:
    """Return an organization's drafts to choose from, the newest first."""
    return listed(session, organization_id=organization_id, only_drafts=True)[:limit]


def draft_count(session: Session, organization_id: int) -> int:
    """Return how many drafts an organization has, returned ones included."""
    statement = (
        select(func.count())
        .select_from(Technology)
        .where(
            Technology.organization_id == organization_id,
            Technology.catalogue_status == CatalogueStatus.DRAFT,
        )
    )
    return session.scalar(statement) or 0
