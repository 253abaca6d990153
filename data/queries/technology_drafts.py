"""Reads of an owner's drafts and entries, with who changed them last."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from data.models import Application, Technology, TechnologyEdit, User
from data.vocabulary import CatalogueStatus, ReviewState


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One line of an owner's list."""

    technology: Technology
    editor_name: str | None
    """Who changed a field last; None if nobody did on the form."""

    review_state: ReviewState | None
    """Where its newest application stands; None if it was never submitted."""


def page(
    session: Session,
    *,
    organization_id: int,
    only_drafts: bool,
    before_id: int | None,
    limit: int,
) -> Sequence[DraftItem]:
    """Return an organization's entries with their cases, the newest first, by id."""
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
        .where(Technology.organization_id == organization_id)
        .options(selectinload(Technology.cases))
    )
    if only_drafts:
        statement = statement.where(Technology.catalogue_status == CatalogueStatus.DRAFT)
    if before_id is not None:
        statement = statement.where(Technology.id < before_id)
    statement = statement.order_by(Technology.id.desc()).limit(limit)
    return [DraftItem(*row) for row in session.execute(statement)]


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
