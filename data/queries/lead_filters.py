"""Filters of the board of leads and of the links behind the numbers of the funnel, as SQL."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true
from sqlalchemy.orm import Session

from data.models import Demand, FollowUp, Lead, LeadEvent, Organization, Outcome, Technology
from data.vocabulary import LeadStage

UNKNOWN = "unknown"
"""Asks for leads whose region or type is not known."""

_MOVED = ("moved", "confirmed", "auto_confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFilter:
    """Conditions that all hold; an empty one is no limit."""

    stages: tuple[LeadStage, ...] = ()
    """Where the lead stands now."""

    reached: tuple[LeadStage, ...] = ()
    """Stages of which the lead has been in at least one, now or before."""

    confirmed: tuple[LeadStage, ...] = ()
    """Stages of which an answer names at least one."""

    is_asked: bool = False
    """Whether a follow-up question went out."""

    is_silent: bool = False
    """Whether it was asked and neither side has answered."""

    region_prefix: str = ""
    """Leading digits of the site's region, or UNKNOWN."""

    technology_type: str = ""
    """Code of a type or category, or UNKNOWN."""

    from_at: datetime | None = None
    to_at: datetime | None = None
    query: str = ""
    """Part of the title of the need, or of the name of the technology or its owner."""


def conditions(wanted: LeadFilter) -> ColumnElement[bool]:
    """Return the predicate of leads joined with their demand and technology."""
    found: list[ColumnElement[bool]] = []
    if wanted.stages:
        found.append(Lead.stage.in_(wanted.stages))
    if wanted.reached:
        been = select(LeadEvent.lead_id).where(
            LeadEvent.kind.in_(_MOVED), LeadEvent.to_stage.in_(wanted.reached)
        )
        found.append(or_(Lead.stage.in_(wanted.reached), Lead.id.in_(been)))
    found += _answers(wanted)
    found += _places(wanted)
    if wanted.from_at is not None:
        found.append(Lead.created_at >= wanted.from_at)
    if wanted.to_at is not None:
        found.append(Lead.created_at < wanted.to_at)
    if wanted.query:
        found.append(_named(wanted.query))
    return and_(true(), *found)


def _answers(wanted: LeadFilter) -> list[ColumnElement[bool]]:
    asked = Lead.id.in_(select(FollowUp.lead_id).where(FollowUp.asked_at.is_not(None)))
    answered = Lead.id.in_(
        select(FollowUp.lead_id).where(
            FollowUp.asked_at.is_not(None), FollowUp.answered_at.is_not(None)
        )
    )
    found: list[ColumnElement[bool]] = []
    if wanted.is_asked or wanted.is_silent or wanted.confirmed:
        found.append(asked)
    if wanted.is_silent:
        found.append(not_(answered))
    if wanted.confirmed:
        naming = select(Outcome.lead_id).where(Outcome.stage.in_(wanted.confirmed))
        found.append(Lead.id.in_(naming))
    return found


def _places(wanted: LeadFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.region_prefix == UNKNOWN:
        found.append(or_(Demand.region_code.is_(None), Demand.region_code == ""))
    elif wanted.region_prefix:
        found.append(Demand.region_code.startswith(wanted.region_prefix, autoescape=True))
    if wanted.technology_type == UNKNOWN:
        found.append(or_(Technology.technology_type.is_(None), Technology.technology_type == ""))
    elif wanted.technology_type:
        of_type = Technology.technology_type
        found.append(of_type.startswith(wanted.technology_type, autoescape=True))
    return found


def _named(query: str) -> ColumnElement[bool]:
    of_owner = select(Organization.id).where(Organization.name.icontains(query, autoescape=True))
    return or_(
        Demand.title.icontains(query, autoescape=True),
        Technology.name.icontains(query, autoescape=True),
        Lead.owner_organization_id.in_(of_owner),
    )


def count(session: Session, *, readable: ColumnElement[bool], wanted: LeadFilter) -> int:
    """Return how many readable leads the filter finds."""
    statement = (
        select(func.count())
        .select_from(Lead)
        .join(Demand, Demand.id == Lead.demand_id)
        .join(Technology, Technology.id == Lead.technology_id)
        .where(readable, conditions(wanted))
    )
    return session.scalar(statement) or 0
