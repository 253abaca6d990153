"""专家评审: the pool, the rounds of scoring, who scores what, and the scores."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.vocabulary import AssignmentStatus, Declaration, ReviewStage, RoundStatus

_UNFINISHED = text("status != 'closed'")


class ExpertProfile(Base):
    """What the pool knows of an expert beside the account."""

    __tablename__ = "expert_profile"
    __table_args__ = (CheckConstraint("capacity_per_round BETWEEN 0 AND 200", name="capacity"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    title: Mapped[str | None] = mapped_column(String(80))
    """职称, such as 教授级高级工程师."""

    fields: Mapped[list[str]] = mapped_column(default=list)
    """所属领域, codes of data/reference/fields.csv."""

    technology_types: Mapped[list[str]] = mapped_column(default=list)
    """Codes 1.1 to 5.4 in which the expert works."""

    region_code: Mapped[str | None] = mapped_column(String(6), index=True)
    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    """Last day; None on either side is no limit."""

    capacity_per_round: Mapped[int] = mapped_column(default=8)
    """Most applications of one round."""

    ties: Mapped[list[str]] = mapped_column(default=list)
    """Organizations, groups or credit codes that the expert declared a tie with."""

    is_active: Mapped[bool] = mapped_column(default=True)
    """Whether the pool may propose the expert."""

    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it


class OrganizationGroup(Base):
    """集团: which owner group an organization belongs to, as an officer recorded it."""

    __tablename__ = "organization_group"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class ReviewRound(Base):
    """One round of scoring of a batch; a closed one is never re-scored."""

    __tablename__ = "review_round"
    __table_args__ = (
        UniqueConstraint("batch_id", "stage", "number"),
        Index(
            "uq_review_round_unfinished",
            "batch_id",
            "stage",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        CheckConstraint("experts_per_application BETWEEN 1 AND 15", name="experts_range"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("catalogue_batch.id"), index=True)
    stage: Mapped[ReviewStage]
    number: Mapped[int]
    """1 for the first round of its stage in the batch, 2 for the second, …"""

    status: Mapped[RoundStatus] = mapped_column(default=RoundStatus.PREPARING)
    previous_round_id: Mapped[int | None] = mapped_column(ForeignKey("review_round.id"))
    """The round whose flagged applications this one scores again."""

    experts_per_application: Mapped[int]
    due_on: Mapped[date]
    indicator_system: Mapped[dict[str, Any] | None]
    """Copied from the batch when the round opens; None before."""

    indicator_system_version: Mapped[int | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    close_reason: Mapped[str | None] = mapped_column(Text)
    """Why it was closed before all scores were in."""

    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it


class RoundApplication(Base):
    """An application in a round, with its result once the round is closed."""

    __tablename__ = "round_application"
    __table_args__ = (UniqueConstraint("round_id", "application_id"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("review_round.id", ondelete="CASCADE"), index=True
    )
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    mean_score: Mapped[float | None]
    """Weighted mean over the experts, 0 to 100; None until the round is closed, or unscored."""

    spread: Mapped[float | None]
    """Highest less lowest total of an expert, in points."""

    is_flagged: Mapped[bool] = mapped_column(default=False)
    indicator_means: Mapped[dict[str, Any]] = mapped_column(default=dict)
    score_count: Mapped[int] = mapped_column(default=0)


class ReviewAssignment(Base):
    """One expert, one application, one round: declaration, draft and final scores."""

    __tablename__ = "review_assignment"
    __table_args__ = (UniqueConstraint("round_id", "application_id", "expert_id"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("review_round.id", ondelete="CASCADE"), index=True
    )
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    status: Mapped[AssignmentStatus] = mapped_column(default=AssignmentStatus.PROPOSED)
    fit: Mapped[float]
    """Field fit when it was assigned, 0 to 1."""

    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    declaration: Mapped[Declaration | None]
    declaration_reason: Mapped[str | None] = mapped_column(Text)
    declared_at: Mapped[datetime | None]
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Points by indicator code, 0 to the indicator's maximum; absent is not given yet."""

    comments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    overall_comment: Mapped[str | None] = mapped_column(Text)
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it
