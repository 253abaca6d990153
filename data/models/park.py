"""Parks, the enterprises in them, and their energy use by carrier."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.models.base import Base
from data.vocabulary import EnergyCarrier, PositionPrecision


class Park(Base):
    """园区: where demands stand."""

    __tablename__ = "park"
    __table_args__ = (UniqueConstraint("source", "external_id"),)

    source: Mapped[str] = mapped_column(String(40), default="operator")
    """Namespace of `external_id`: an organization's id, or `operator` for command-line imports."""

    external_id: Mapped[str] = mapped_column(String(80))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    region_code: Mapped[str | None] = mapped_column(String(6), index=True)
    address: Mapped[str | None] = mapped_column(String(300))
    latitude_deg: Mapped[float | None]
    longitude_deg: Mapped[float | None]
    position_precision: Mapped[PositionPrecision | None]
    designations: Mapped[list[str]] = mapped_column(default=list)
    leading_industries: Mapped[str | None] = mapped_column(String(500))
    area_km2: Mapped[float | None]
    annual_output_yuan: Mapped[Decimal | None]
    profile_note: Mapped[str | None] = mapped_column(String(500))
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    enterprises: Mapped[list["Enterprise"]] = relationship(
        back_populates="park", order_by="Enterprise.id", lazy="raise"
    )
    energy_uses: Mapped[list["EnergyUse"]] = relationship(
        order_by="EnergyUse.id", lazy="raise", cascade="all, delete-orphan"
    )


class Enterprise(Base):
    """园区企业: an enterprise in a park."""

    __tablename__ = "enterprise"
    __table_args__ = (UniqueConstraint("source", "external_id"),)

    source: Mapped[str] = mapped_column(String(40), default="operator")
    external_id: Mapped[str] = mapped_column(String(80))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    park_id: Mapped[int | None] = mapped_column(ForeignKey("park.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sector_code: Mapped[str | None] = mapped_column(String(5))
    region_code: Mapped[str | None] = mapped_column(String(6))
    main_products: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    park: Mapped[Park | None] = relationship(back_populates="enterprises", lazy="raise")
    energy_uses: Mapped[list["EnergyUse"]] = relationship(
        order_by="EnergyUse.id", lazy="raise", cascade="all, delete-orphan"
    )


class EnergyUse(Base):
    """A year's use of one energy carrier by a park or an enterprise."""

    __tablename__ = "energy_use"
    __table_args__ = (
        CheckConstraint("(park_id IS NULL) <> (enterprise_id IS NULL)", name="one_subject"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    park_id: Mapped[int | None] = mapped_column(ForeignKey("park.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    carrier: Mapped[EnergyCarrier]
    year: Mapped[int]
    amount: Mapped[float]
    unit: Mapped[str] = mapped_column(String(20))
