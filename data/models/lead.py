"""线索: an introduction, from introduced to verified, with its history."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.vocabulary import Barrier, LeadSide, LeadStage


class Lead(Base):
    """One introduction between a demand and a technology; at most one open per pair."""

    __tablename__ = "lead"
    __table_args__ = (
        Index(
            "uq_lead_open_pair",
            "demand_id",
            "technology_id",
            unique=True,
            sqlite_where=text("stage <> 'declined'"),
            postgresql_where=text("stage <> 'declined'"),
        ),
    )

    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"), index=True)
    technology_id: Mapped[int] = mapped_column(ForeignKey("technology.id"), index=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id"))
    demand_organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    owner_organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    stage: Mapped[LeadStage] = mapped_column(index=True)
    stalled_from: Mapped[LeadStage | None]
    proposed_stage: Mapped[LeadStage | None]
    """A stage one side proposed and the other has not confirmed yet (RULINGS 20)."""

    proposed_by_side: Mapped[LeadSide | None]
    proposed_at: Mapped[datetime | None]
    message: Mapped[str | None] = mapped_column(Text)
    barrier: Mapped[Barrier | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    stage_changed_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it


class LeadEvent(Base):
    """One entry of a lead's history; never changed."""

    __tablename__ = "lead_event"

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    side: Mapped[LeadSide]
    kind: Mapped[str] = mapped_column(String(20))
    """`moved`, `proposed`, `confirmed`, `auto_confirmed`, `note`."""

    from_stage: Mapped[LeadStage | None]
    to_stage: Mapped[LeadStage | None]
    barrier: Mapped[Barrier | None]
    note: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
