"""Notifications: read by their user alone, marked when read."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from data.models import Notification
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError


def open_one(
    session: Session, *, actor: Actor, notification_id: int, now: datetime
) -> Notification:
    """Mark a notification of the actor's own as read and return it.

    Raises
    ------
    NotFoundError
        If it is not the actor's own.
    """
    found = session.get(Notification, notification_id)
    if found is None or found.user_id != actor.user_id:
        raise NotFoundError("notification", notification_id)
    found.read_at = found.read_at or now
    return found


def read_all(session: Session, *, actor: Actor, now: datetime) -> None:
    """Mark everything the actor was told as read."""
    session.execute(
        update(Notification)
        .where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
        .values(read_at=now)
    )
