"""Reads of vector spaces: which one is in force, which one is being made."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import VectorSpace


def in_force(session: Session) -> VectorSpace | None:
    """Return the space put into force last, None before the first."""
    return session.scalar(
        select(VectorSpace)
        .where(VectorSpace.in_force_at.is_not(None))
        .order_by(VectorSpace.in_force_at.desc(), VectorSpace.id.desc())
        .limit(1)
    )


def unfinished(session: Session) -> VectorSpace | None:
    """Return the space asked for last, if it is not in force yet."""
    newest = session.scalar(
        select(VectorSpace).order_by(VectorSpace.asked_at.desc(), VectorSpace.id.desc()).limit(1)
    )
    now_serving = in_force(session)
    if newest is None or (now_serving is not None and now_serving.id == newest.id):
        return None
    return newest


def by_space_id(session: Session, space_id: str) -> VectorSpace | None:
    """Return a space by its id, None if it was never asked for."""
    return session.scalar(select(VectorSpace).where(VectorSpace.space_id == space_id))
