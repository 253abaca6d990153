"""Organizations, and the jurisdictions in which some of them recommend."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.vocabulary import (
    JurisdictionKind,
    OrganizationKind,
    OrganizationStatus,
    PositionPrecision,
)


class Jurisdiction(Base):
    """Whose applications a recommending unit may recommend: a region, or a system of its own."""

    __tablename__ = "jurisdiction"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    kind: Mapped[JurisdictionKind]
    region_code: Mapped[str | None] = mapped_column(String(6))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"))


class Organization(Base):
    """A park operator, enterprise, technology owner, bureau, association or institute."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("latitude_deg BETWEEN -90 AND 90", name="latitude_range"),
        CheckConstraint("longitude_deg BETWEEN -180 AND 180", name="longitude_range"),
    )

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[OrganizationKind]
    status: Mapped[OrganizationStatus] = mapped_column(default=OrganizationStatus.PENDING)
    unified_social_credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    """统一社会信用代码, checksum verified (GB 32100)."""

    region_code: Mapped[str | None] = mapped_column(String(6), index=True)
    address: Mapped[str | None] = mapped_column(String(300))
    latitude_deg: Mapped[float | None]
    longitude_deg: Mapped[float | None]
    position_precision: Mapped[PositionPrecision | None]
    jurisdiction_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"))
    is_recommending_unit: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None]
    """The deciding user; no foreign key, since users point at organizations."""

    decision_note: Mapped[str | None] = mapped_column(String(500))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it
