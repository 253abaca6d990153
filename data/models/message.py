"""Messages on their way out, and the runs of scheduled jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.vocabulary import JobStatus, OutboxStatus


class OutboxMessage(Base):
    """A message written with its cause and delivered later, once by `dedup_key`."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_due", "status", "run_at"),)

    dedup_key: Mapped[str] = mapped_column(String(200), unique=True)
    """Idempotency key; the e-mail's Message-ID is derived from it."""

    template: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    """Ids only: the sender reads the rest, so that no personal value is stored twice."""

    recipient_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    run_at: Mapped[datetime]
    status: Mapped[OutboxStatus] = mapped_column(default=OutboxStatus.PENDING)
    attempts_count: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class JobRun(Base):
    """One run of a scheduled job in one time slot; claimed by lease, finished once."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_due", "status", "run_at"),)

    name: Mapped[str] = mapped_column(String(60))
    dedup_key: Mapped[str] = mapped_column(String(120), unique=True)
    """Name and time slot."""

    run_at: Mapped[datetime]
    status: Mapped[JobStatus] = mapped_column(default=JobStatus.PENDING)
    attempts_count: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any] | None]
    last_error: Mapped[str | None] = mapped_column(Text)
