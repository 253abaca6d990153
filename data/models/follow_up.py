"""推广效果跟踪反馈: what was asked of each side, and what came of it."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.vocabulary import Barrier, FollowUpStatus, LeadSide, LeadStage, MeasurementMethod


class FollowUp(Base):
    """One round of one question to one side of a lead."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("lead_id", "round", "side"),)

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    round: Mapped[int]
    side: Mapped[LeadSide]
    stage_at_ask: Mapped[LeadStage]
    status: Mapped[FollowUpStatus] = mapped_column(default=FollowUpStatus.PLANNED, index=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    """When the next message of this round (question or reminder) is due."""

    messages_sent_count: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it


class FollowUpToken(Base):
    """The signed link of one message; only the hash is stored (RULINGS 22)."""

    __tablename__ = "follow_up_token"
    __table_args__ = (UniqueConstraint("follow_up_id", "message_number"),)

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    message_number: Mapped[int]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    valid_until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Outcome(Base):
    """An answer: stage, money, tonnes, barrier, satisfaction."""

    __tablename__ = "outcome"
    __table_args__ = (
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction_range"),
        CheckConstraint("actual_investment_yuan >= 0", name="investment_not_negative"),
    )

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), unique=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    side: Mapped[LeadSide]
    receipt_number: Mapped[str] = mapped_column(String(40), unique=True)
    stage: Mapped[LeadStage | None]
    actual_investment_yuan: Mapped[Decimal | None]
    actual_abatement_tco2_per_year: Mapped[float | None]
    measurement_method: Mapped[MeasurementMethod | None]
    barrier: Mapped[Barrier | None]
    satisfaction: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime]
    updated_at: Mapped[datetime]
