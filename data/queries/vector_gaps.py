"""Reads that find technologies whose vector may be missing or out of date."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Change, Technology, TextVector
from data.vocabulary import CatalogueStatus


def ids_without_vector(session: Session, *, kind: str, encoder_id: str) -> Sequence[int]:
    """Return ids of matchable technologies that have no vector of this encoder, ascending."""
    stored = (
        select(TextVector.id)
        .where(
            TextVector.subject_kind == kind,
            TextVector.subject_id == Technology.id,
            TextVector.encoder_id == encoder_id,
        )
        .exists()
    )
    return session.scalars(
        select(Technology.id)
        .where(Technology.catalogue_status == CatalogueStatus.PUBLISHED, ~stored)
        .order_by(Technology.id)
    ).all()


def changed_ids_since(session: Session, *, kind: str, at: datetime) -> Sequence[int]:
    """Return ids of records of a kind that changed at or after an instant, ascending."""
    return session.scalars(
        select(Change.subject_id)
        .where(Change.subject_kind == kind, Change.changed_at >= at)
        .distinct()
        .order_by(Change.subject_id)
    ).all()
