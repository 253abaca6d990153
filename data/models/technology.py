"""技术: every field of the application form (附件1), with its typical cases (second page)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.models.base import Base, EncryptedJson
from data.vocabulary import (
    CatalogueScope,
    CatalogueStatus,
    PositionPrecision,
    ProjectType,
    TechnologyStage,
)


class CatalogueBatch(Base):
    """批次: one call of a national or local catalogue."""

    __tablename__ = "catalogue_batch"

    code: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    scope: Mapped[CatalogueScope] = mapped_column(default=CatalogueScope.NATIONAL)
    region_code: Mapped[str | None] = mapped_column(String(6))
    call_text: Mapped[str | None] = mapped_column(Text)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    published_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    """When an officer closed it before its closing date."""

    indicator_system: Mapped[dict[str, Any] | None]
    """评价指标体系: indicators with weights; None takes the default of the service."""

    indicator_system_version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime | None]
    """None for a batch that came with an import."""

    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it


class Technology(Base):
    """A technology as its owner applied with it."""

    __tablename__ = "technology"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("adoption_share BETWEEN 0 AND 1", name="adoption_share_range"),
        CheckConstraint("adoption_share_2030 BETWEEN 0 AND 1", name="adoption_share_2030_range"),
    )

    source: Mapped[str] = mapped_column(String(40), default="operator")
    """Namespace of `external_id`: an organization's id, or `operator` for command-line imports."""

    external_id: Mapped[str] = mapped_column(String(80))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    """The owner (技术持有方)."""

    batch_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_batch.id"), index=True)
    catalogue_status: Mapped[CatalogueStatus] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    technology_type: Mapped[str | None] = mapped_column(String(3), index=True)
    technology_topics: Mapped[list[str]] = mapped_column(default=list)
    fields: Mapped[list[str]] = mapped_column(default=list)
    stage: Mapped[TechnologyStage | None]
    application_status: Mapped[str | None] = mapped_column(Text)
    technical_principle: Mapped[str | None] = mapped_column(Text)
    key_technology: Mapped[str | None] = mapped_column(Text)
    process_flow: Mapped[str | None] = mapped_column(Text)
    technical_indicators: Mapped[str | None] = mapped_column(Text)
    technology_source: Mapped[str | None] = mapped_column(Text)
    appraisal: Mapped[str | None] = mapped_column(Text)
    applicability: Mapped[str | None] = mapped_column(Text)
    applicability_rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    promotion_barriers: Mapped[str | None] = mapped_column(Text)
    typical_users: Mapped[str | None] = mapped_column(Text)
    adoption_share: Mapped[float | None]
    adoption_share_2030: Mapped[float | None]
    investment_2030_yuan: Mapped[Decimal | None]
    abatement_potential_2030_tco2_per_year: Mapped[float | None]
    comparison_technology: Mapped[str | None] = mapped_column(Text)
    recommending_unit: Mapped[str | None] = mapped_column(String(200))
    recommendation_opinion: Mapped[str | None] = mapped_column(Text)
    applicant_contact: Mapped[Any | None] = mapped_column(EncryptedJson)
    """申报单位联系人 block: personal, sealed, never published."""

    incomplete_fields: Mapped[list[str]] = mapped_column(default=list)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("technology.id"), index=True)
    """The published entry whose update this is."""

    is_demo: Mapped[bool] = mapped_column(default=False)
    published_on: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    cases: Mapped[list["TechnologyCase"]] = relationship(
        back_populates="technology",
        order_by="TechnologyCase.ordinal",
        lazy="raise",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it


class TechnologyCase(Base):
    """典型案例: one implemented project."""

    __tablename__ = "technology_case"
    __table_args__ = (
        UniqueConstraint("technology_id", "ordinal"),
        CheckConstraint("service_life_years > 0", name="service_life_positive"),
        CheckConstraint("construction_months >= 0", name="construction_not_negative"),
        CheckConstraint("emission_reduction_share <= 1", name="reduction_share_at_most_one"),
    )

    technology_id: Mapped[int] = mapped_column(
        ForeignKey("technology.id", ondelete="CASCADE"), index=True
    )
    ordinal: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(300))
    region_code: Mapped[str | None] = mapped_column(String(6))
    latitude_deg: Mapped[float | None]
    longitude_deg: Mapped[float | None]
    position_precision: Mapped[PositionPrecision | None]
    project_type: Mapped[ProjectType | None]
    scale: Mapped[str | None] = mapped_column(Text)
    activity_amount: Mapped[float | None]
    activity_unit: Mapped[str | None] = mapped_column(String(40))
    conditions: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str | None] = mapped_column(Text)
    main_equipment: Mapped[str | None] = mapped_column(Text)
    investment_yuan: Mapped[Decimal | None]
    conventional_investment_yuan: Mapped[Decimal | None]
    construction_months: Mapped[float | None]
    commissioned_on: Mapped[date | None]
    abatement_tco2_per_year: Mapped[float | None]
    emission_reduction_share: Mapped[float | None]
    annual_benefit_yuan: Mapped[Decimal | None]
    payback_years: Mapped[float | None]
    abatement_cost_yuan_per_tco2: Mapped[float | None]
    service_life_years: Mapped[float | None]
    environmental_benefit: Mapped[str | None] = mapped_column(Text)
    social_benefit: Mapped[str | None] = mapped_column(Text)
    co_benefits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unknown_fields: Mapped[dict[str, Any]] = mapped_column(default=dict)

    technology: Mapped[Technology] = relationship(back_populates="cases", lazy="raise")
