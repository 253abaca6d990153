"""Reads that find technologies whose vector may be missing or out of date."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.models import Change, Technology, TextVector
from data.vocabulary import CatalogueStatus


def ids_without_vector(
    session: Session, *, kind: str, space_id: str, limit: int | None = None
) -> Sequence[int]:
    """Return ids of matchable technologies that have no vector in this space, ascending."""
    return session.scalars(
        select(Technology.id)
        .where(_is_matchable(), ~_has_vector(kind, space_id))
        .order_by(Technology.id)
        .limit(limit)
    ).all()


def count_without_vector(session: Session, *, kind: str, space_id: str) -> int:
    """Return how many matchable technologies have no vector in this space."""
    lacking = select(func.count(Technology.id)).where(_is_matchable(), ~_has_vector(kind, space_id))
    return session.scalar(lacking) or 0


def matchable_count(session: Session) -> int:
    """Return how many technologies are matched."""
    return session.scalar(select(func.count(Technology.id)).where(_is_matchable())) or 0


def changed_ids_since(session: Session, *, kind: str, at: datetime) -> Sequence[int]:
    """Return ids of records of a kind that changed at or after an instant, ascending."""
    return session.scalars(
        select(Change.subject_id)
        .where(Change.subject_kind == kind, Change.changed_at >= at)
        .distinct()
        .order_by(Change.subject_id)
    ).all()


def _is_matchable() -> ColumnElement[bool]:
    return Technology.catalogue_status == CatalogueStatus.PUBLISHED


def _has_vector(kind: str, space_id: str) -> ColumnElement[bool]:
    return (
        select(TextVector.id)
        .where(
            TextVector.subject_kind == kind,
            TextVector.subject_id == Technology.id,
            TextVector.space_id == space_id,
        )
        .exists()
    )
