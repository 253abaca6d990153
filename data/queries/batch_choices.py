"""Batches to choose from in a filter."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import CatalogueBatch


def all_batches(session: Session) -> Sequence[tuple[int, str, str]]:
    """Return id, code and name of every batch, the newest first."""
    rows = session.execute(
        select(CatalogueBatch.id, CatalogueBatch.code, CatalogueBatch.name).order_by(
            CatalogueBatch.id.desc()
        )
    )
    return [(row.id, row.code, row.name) for row in rows]
