"""Leads and reports by JSON: both sides of a lead, and the bureau of the demand's region."""

from data.models import Lead
from data.vocabulary import LeadStage, Role
from tests.factories.catalogue import make_demand, make_technology
from tests.security.row import ALL, HIDDEN, OWN_ONLY, Row
from tests.security.world import World

MESSAGE = "只给双方看的话"
_PARTIES = {
    Role.PARK_MANAGER: OWN_ONLY,
    Role.ENTERPRISE_USER: HIDDEN,
    Role.TECHNOLOGY_OWNER: OWN_ONLY,
    Role.BUREAU_OFFICER: OWN_ONLY,
}


def _pair(world: World) -> tuple[int, int]:
    with world.write() as session:
        demand = make_demand(session, world.now, world.person(Role.PARK_MANAGER))
        owner = world.person(Role.TECHNOLOGY_OWNER)
        return demand.id, make_technology(session, world.now, owner=owner).id


def _lead(world: World) -> int:
    demand_id, technology_id = _pair(world)
    with world.write() as session:
        lead = Lead(
            demand_id=demand_id,
            technology_id=technology_id,
            demand_organization_id=world.person(Role.PARK_MANAGER).organization.id,
            owner_organization_id=world.person(Role.TECHNOLOGY_OWNER).organization.id,
            stage=LeadStage.INTRODUCED,
            message=MESSAGE,
            created_at=world.now,
            stage_changed_at=world.now,
        )
        session.add(lead)
        session.flush()
        return lead.id


def _list(world: World) -> str:
    _lead(world)
    return "/api/v1/leads"


def _one(suffix: str = ""):
    return lambda world: f"/api/v1/leads/{_lead(world)}{suffix}"


ROWS = [
    Row(
        "api_leads.index",
        "GET",
        path=_list,
        allowed=dict.fromkeys(_PARTIES, ALL),
        absent={Role.ENTERPRISE_USER: (MESSAGE,)},
        absent_for_other=dict.fromkeys(_PARTIES, (MESSAGE,)),
    ),
    Row(
        "api_leads.create",
        "POST",
        path="/api/v1/leads",
        allowed={
            Role.PARK_MANAGER: ALL,
            Role.ENTERPRISE_USER: ALL,
            Role.TECHNOLOGY_OWNER: ALL,
        },
        json={"demand_id": 0, "technology_id": 1},
    ),
    Row("api_leads.show", "GET", path=_one(), allowed=_PARTIES),
    Row(
        "api_leads.move",
        "POST",
        path=_one("/transitions"),
        allowed=_PARTIES,
        json={"to": "accepted"},
    ),
    Row("api_leads.reject", "POST", path=_one("/rejections"), allowed=_PARTIES, json={}),
    Row(
        "api_reports.funnel",
        "GET",
        path="/api/v1/reports/funnel",
        allowed=dict.fromkeys(_PARTIES, ALL),
    ),
]
