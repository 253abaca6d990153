"""申报: an application of a technology to a catalogue batch, with its history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.vocabulary import (
    CheckStatus,
    Recommendation,
    ReviewSide,
    ReviewState,
    WithdrawalReason,
)

_RUNNING = text(
    "state IN ('submitted', 'recommended', 'first_review', 'second_review', 'public_notice', "
    "'returned')"
)
_NUMBERED = text("state = 'published' AND number_in_batch IS NOT NULL")


class Application(Base):
    """One technology in one batch; at most one application of a technology runs at a time.

    A draft is a technology without a running application: the row is written at submission.
    """

    __tablename__ = "application"
    __table_args__ = (
        Index(
            "uq_application_running",
            "technology_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(
            "uq_application_number",
            "batch_id",
            "number_in_batch",
            unique=True,
            sqlite_where=_NUMBERED,
            postgresql_where=_NUMBERED,
        ),
        CheckConstraint("number_in_batch > 0", name="number_positive"),
    )

    technology_id: Mapped[int] = mapped_column(ForeignKey("technology.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_batch.id"), index=True)
    """None only for entries that were imported as published without a batch."""

    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    """The applicant (申报单位): the technology's owner."""

    state: Mapped[ReviewState] = mapped_column(index=True)
    returned_from: Mapped[ReviewState | None]
    """Where a returned application was; a corrected one goes back to that side."""

    returned_reason: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
    """Until when the applicant is asked to correct."""

    recommending_organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), index=True
    )
    recommendation: Mapped[Recommendation | None]
    opinion: Mapped[str | None] = mapped_column(Text)
    """推荐单位意见, as it is printed on the form."""

    opinion_attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    """Scan of the stamped opinion (盖章)."""

    recommended_at: Mapped[datetime | None]
    notice_opens_on: Mapped[date | None]
    notice_closes_on: Mapped[date | None]
    """Last day on which the public may comment."""

    number_in_batch: Mapped[int | None]
    published_on: Mapped[date | None]
    withdrawal_reason: Mapped[WithdrawalReason | None]
    previous_application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    """The published local application that this one takes upward."""

    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    state_since: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it


class ApplicationEvent(Base):
    """One entry of an application's history; never changed."""

    __tablename__ = "application_event"

    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    side: Mapped[ReviewSide]
    from_state: Mapped[ReviewState | None]
    to_state: Mapped[ReviewState]
    reason: Mapped[str | None] = mapped_column(String(40))
    """A code, where the move has a list of reasons."""

    note: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content: Mapped[dict[str, Any] | None]
    """The form as it was handed in, without personal fields; None where nothing was handed in."""


class AnnualCheck(Base):
    """年度复核: the yearly question whether a published entry still holds."""

    __tablename__ = "annual_check"
    __table_args__ = (UniqueConstraint("technology_id", "due_on"),)

    technology_id: Mapped[int] = mapped_column(ForeignKey("technology.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    status: Mapped[CheckStatus] = mapped_column(default=CheckStatus.OPEN, index=True)
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answer_note: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decision_note: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it
