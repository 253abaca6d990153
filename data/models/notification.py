"""What a user is told inside the service, and the searches that tell him of new entries."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.vocabulary import NotificationKind


class SavedSearch(Base):
    """A search of the catalogue under a name; new entries that suit it are announced."""

    __tablename__ = "saved_search"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    conditions: Mapped[dict[str, Any]]
    """Values by filter, as they stand in the address of the list."""

    last_change_seq: Mapped[int]
    """Up to which change of the catalogue it has looked."""

    last_looked_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Notification(Base):
    """One thing a user is told; its delivery by mail is a matter of the outbox."""

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_user_id_read_at", "user_id", "read_at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[NotificationKind]
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids, counts and the name its user gave; never personal values."""

    dedup_key: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
