"""Reads of leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from data.models import Attachment, Demand, Lead, LeadEvent, Match, MatchRun, Outcome, Technology
from data.vocabulary import LeadStage, MeasurementMethod

SOUND_METHODS = (MeasurementMethod.METERED, MeasurementMethod.THIRD_PARTY)
"""Methods of measurement that count as evidence of tonnes."""


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead with the names a list shows."""

    lead: Lead
    demand_title: str
    technology_name: str
    technology_type: str | None
    demand_region_code: str | None


def page(
    session: Session,
    *,
    readable: ColumnElement[bool],
    before_id: int | None = None,
    limit: int = 20,
    stages: Sequence[LeadStage] = (),
    region_prefix: str = "",
    technology_type: str = "",
    demand_id: int | None = None,
) -> Sequence[LeadRow]:
    """Return readable leads with their names, newest first."""
    statement = (
        select(Lead, Demand.title, Technology.name, Technology.technology_type, Demand.region_code)
        .join(Demand, Demand.id == Lead.demand_id)
        .join(Technology, Technology.id == Lead.technology_id)
        .where(readable)
    )
    if before_id is not None:
        statement = statement.where(Lead.id < before_id)
    if stages:
        statement = statement.where(Lead.stage.in_(stages))
    if region_prefix:
        statement = statement.where(Demand.region_code.startswith(region_prefix, autoescape=True))
    if technology_type:
        statement = statement.where(
            Technology.technology_type.startswith(technology_type, autoescape=True)
        )
    if demand_id is not None:
        statement = statement.where(Lead.demand_id == demand_id)
    rows = session.execute(statement.order_by(Lead.id.desc()).limit(limit))
    return [LeadRow(*row) for row in rows]


def row_of(session: Session, lead: Lead) -> LeadRow:
    """Return one lead with the names a page shows."""
    return page(session, readable=Lead.id == lead.id, limit=1)[0]


def history(session: Session, lead_id: int) -> Sequence[LeadEvent]:
    """Return a lead's events, oldest first."""
    return session.scalars(
        select(LeadEvent).where(LeadEvent.lead_id == lead_id).order_by(LeadEvent.at, LeadEvent.id)
    ).all()


def outcomes(session: Session, lead_id: int) -> Sequence[Outcome]:
    """Return the answers of both sides, oldest first."""
    return session.scalars(
        select(Outcome).where(Outcome.lead_id == lead_id).order_by(Outcome.answered_at, Outcome.id)
    ).all()


def open_pair(session: Session, *, demand_id: int, technology_id: int) -> Lead | None:
    """Return the lead of a pair that was not declined, if any."""
    return session.scalar(
        select(Lead).where(
            Lead.demand_id == demand_id,
            Lead.technology_id == technology_id,
            Lead.stage != LeadStage.DECLINED,
        )
    )


def open_count(session: Session, *, organization_id: int, technology_id: int) -> int:
    """Return how many open leads an organization has on one technology."""
    closed = (LeadStage.DECLINED, LeadStage.VERIFIED)
    return (
        session.scalar(
            select(func.count())
            .select_from(Lead)
            .where(
                Lead.demand_organization_id == organization_id,
                Lead.technology_id == technology_id,
                Lead.stage.not_in(closed),
            )
        )
        or 0
    )


def last_match_id(session: Session, *, demand_id: int, technology_id: int) -> int | None:
    """Return the newest match that showed this technology for this demand."""
    return session.scalar(
        select(Match.id)
        .join(MatchRun, MatchRun.id == Match.run_id)
        .where(MatchRun.demand_id == demand_id, Match.technology_id == technology_id)
        .order_by(Match.id.desc())
        .limit(1)
    )


def has_evidence(session: Session, lead_id: int) -> bool:
    """Return whether tonnes were measured soundly, or a file was attached."""
    measured = exists().where(
        Outcome.lead_id == lead_id,
        Outcome.actual_abatement_tco2_per_year.is_not(None),
        Outcome.measurement_method.in_(SOUND_METHODS),
    )
    attached = exists().where(Attachment.subject_kind == "lead", Attachment.subject_id == lead_id)
    return bool(session.scalar(select(or_(measured, attached))))


def awaiting_silence(session: Session, *, proposed_before: datetime) -> Sequence[int]:
    """Return leads whose proposed stage was left unanswered since before an instant."""
    return session.scalars(
        select(Lead.id)
        .where(Lead.proposed_stage.is_not(None), Lead.proposed_at <= proposed_before)
        .order_by(Lead.id)
    ).all()
