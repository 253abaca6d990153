"""需求: what a park or an enterprise needs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.vocabulary import (
    DemandStatus,
    DemandVisibility,
    PositionPrecision,
    ProjectType,
)


class Demand(Base):
    """A need in its poster's words, with the limits a technology must keep."""

    __tablename__ = "demand"
    __table_args__ = (
        UniqueConstraint("organization_id", "external_id"),
        CheckConstraint("max_investment_yuan > 0", name="max_investment_positive"),
        CheckConstraint("max_payback_years > 0", name="max_payback_positive"),
        CheckConstraint("abatement_target_tco2_per_year > 0", name="abatement_target_positive"),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(80))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    park_id: Mapped[int | None] = mapped_column(ForeignKey("park.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    region_code: Mapped[str | None] = mapped_column(String(6), index=True)
    address: Mapped[str | None] = mapped_column(String(300))
    latitude_deg: Mapped[float | None]
    longitude_deg: Mapped[float | None]
    position_precision: Mapped[PositionPrecision | None]
    sectors: Mapped[list[str]] = mapped_column(default=list)
    technology_types: Mapped[list[str]] = mapped_column(default=list)
    project_type: Mapped[ProjectType | None]
    accepts_demonstration: Mapped[bool | None]
    max_investment_yuan: Mapped[Decimal | None]
    max_payback_years: Mapped[float | None]
    max_abatement_cost_yuan_per_tco2: Mapped[float | None]
    abatement_target_tco2_per_year: Mapped[float | None]
    needed_by_on: Mapped[date | None]
    weights: Mapped[dict[str, Any] | None]
    """Requested weights of the parts; None takes the defaults."""

    ignore_understood: Mapped[list[str]] = mapped_column(default=list)
    expires_on: Mapped[date | None]
    visibility: Mapped[DemandVisibility] = mapped_column(default=DemandVisibility.MATCHED_OWNERS)
    status: Mapped[DemandStatus] = mapped_column(default=DemandStatus.OPEN)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it
