"""Demands, technologies and leads for tests, in one line each."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from data.models import Demand, Lead, Technology
from data.vocabulary import CatalogueStatus, DemandStatus, DemandVisibility, LeadStage, Role
from matcher.services import leads
from matcher.services.leads import Move
from matcher.services.runtime import Runtime
from tests.factories.people import Person, make_person

_numbers = count(1)


def make_technology(session: Session, owner: Person | None, now: datetime, **fields) -> Technology:
    """A published technology of the owner's organization."""
    number = next(_numbers)
    values = {
        "external_id": f"TEST-T-{number}",
        "name": f"示例余热回收技术 {number}",
        "organization_id": owner.organization.id if owner else None,
        "catalogue_status": CatalogueStatus.PUBLISHED,
        "technology_type": "2.1",
        "created_at": now,
        "updated_at": now,
    }
    made = Technology(**(values | fields))
    session.add(made)
    session.flush()
    return made


def make_demand(session: Session, poster: Person, now: datetime, **fields) -> Demand:
    """An open demand of the poster's organization, visible to everybody."""
    values = {
        "title": f"示例需求 {next(_numbers)}",
        "text": "焦化厂煤气初冷循环水的热量白白散掉，希望回收供暖。",
        "organization_id": poster.organization.id,
        "created_by_id": poster.user.id,
        "region_code": "320500",
        "visibility": DemandVisibility.PUBLIC,
        "status": DemandStatus.OPEN,
        "created_at": now,
        "updated_at": now,
    }
    made = Demand(**(values | fields))
    session.add(made)
    session.flush()
    return made


@dataclass
class Introduction:
    """A lead with the people on both sides."""

    park: Person
    owner: Person
    demand: Demand
    technology: Technology
    lead: Lead


def make_pair(session: Session, now: datetime) -> tuple[Person, Person, Demand, Technology]:
    """A park with a demand, and an owner with a technology."""
    park = make_person(session, now, Role.PARK_MANAGER)
    owner = make_person(session, now, Role.TECHNOLOGY_OWNER)
    return park, owner, make_demand(session, park, now), make_technology(session, owner, now)


def make_lead(
    session: Session, runtime: Runtime, now: datetime, *, accepted: bool = True
) -> Introduction:
    """A lead the park introduced, accepted by the owner unless told otherwise."""
    park, owner, demand, technology = make_pair(session, now)
    lead = leads.open_lead(
        session,
        runtime,
        actor=park.actor,
        demand_id=demand.id,
        technology_id=technology.id,
        message="示例留言",
        now=now,
    )
    if accepted:
        leads.move_lead(
            session,
            actor=owner.actor,
            lead_id=lead.id,
            move=Move(to=LeadStage.ACCEPTED),
            now=now,
        )
    return Introduction(park, owner, demand, technology, lead)


def make_stand_in_runtime(sessions, var, **settings) -> Runtime:
    """A runtime that signs and knows its settings, and never loads anything."""
    from embeddings.hashing_encoder import HashingEncoder
    from tests.factories.runtime import make_settings

    return Runtime(make_settings(var, **settings), sessions, source=HashingEncoder())
