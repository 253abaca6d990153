"""Reads of notifications and saved searches."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Notification, SavedSearch


def unread_count(session: Session, user_id: int) -> int:
    """Return how many notifications a user has not read."""
    return (
        session.scalar(
            select(func.count(Notification.id)).where(
                Notification.user_id == user_id, Notification.read_at.is_(None)
            )
        )
        or 0
    )


def page(
    session: Session, user_id: int, *, before_id: int | None, limit: int
) -> Sequence[Notification]:
    """Return a user's notifications, newest first."""
    wanted = select(Notification).where(Notification.user_id == user_id)
    if before_id is not None:
        wanted = wanted.where(Notification.id < before_id)
    return session.scalars(wanted.order_by(Notification.id.desc()).limit(limit)).all()


def searches_of(session: Session, user_id: int) -> Sequence[SavedSearch]:
    """Return a user's saved searches, newest first."""
    return session.scalars(
        select(SavedSearch).where(SavedSearch.user_id == user_id).order_by(SavedSearch.id.desc())
    ).all()


def searches_behind(
    session: Session, *, change_seq: int, after_id: int, limit: int
) -> Sequence[SavedSearch]:
    """Return saved searches that have not looked up to a change, by id."""
    return session.scalars(
        select(SavedSearch)
        .where(SavedSearch.last_change_seq < change_seq, SavedSearch.id > after_id)
        .order_by(SavedSearch.id)
        .limit(limit)
    ).all()


def told_ids(session: Session, search_id: int, *, limit: int = 20) -> set[int]:
    """Return the technologies that the last notifications of a search named."""
    found = session.scalars(
        select(Notification)
        .where(Notification.subject_kind == "saved_search", Notification.subject_id == search_id)
        .order_by(Notification.id.desc())
        .limit(limit)
    )
    return {one for row in found for one in row.details.get("technology_ids", [])}
