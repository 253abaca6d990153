"""Leads by JSON: introduce or propose, move, reject a proposed stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from data.queries import demands as demand_reads
from data.queries import leads as reads
from data.vocabulary import Role
from matcher import lead_states
from matcher.services import access, leads
from matcher.services.lead_changes import state_of
from matcher.services.leads import Move, side_of
from web.access import allow, required_actor
from web.api.base import api_blueprint, decode_cursor, page_of
from web.extensions import now, read_only, runtime, writing
from web.presenters.lead_answers import event_fields, lead_fields
from web.schemas.leads import (
    LeadDetailOut,
    LeadIn,
    LeadListOut,
    LeadOut,
    LeadQuery,
    RejectionIn,
    TransitionIn,
)

if TYPE_CHECKING:
    from data.models import Lead

bp = api_blueprint("leads", __name__, tag="Leads")

_OPENING = (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER)
_TAKING_PART = (*_OPENING, Role.BUREAU_OFFICER)


@bp.get("/leads")
@bp.input(LeadQuery, location="query")
@bp.output(LeadListOut)
@allow(*_TAKING_PART)
def index(query_data: LeadQuery) -> LeadListOut:
    """List your leads, newest first; a bureau's are those of its region."""
    key = decode_cursor(query_data.cursor, int)
    with read_only() as session:
        found = reads.page(
            session,
            readable=access.leads_readable_by(required_actor()),
            before_id=None if key is None else key[0],
            limit=query_data.limit + 1,
            stages=(query_data.stage,) if query_data.stage else (),
            demand_id=query_data.demand_id,
        )
    rows, after = page_of(found, query_data.limit, lambda row: (row.lead.id,))
    return LeadListOut(items=[LeadOut.model_validate(lead_fields(row)) for row in rows], next=after)


@bp.post("/leads")
@bp.input(LeadIn)
@bp.output(LeadDetailOut, status_code=201)
@bp.doc(responses={404: "", 409: "", 429: ""})
@allow(*_OPENING)
def create(json_data: LeadIn) -> LeadDetailOut:
    """Introduce a technology to your demand, or propose yours to a demand you may see."""
    with writing() as session:
        lead = leads.open_lead(
            session,
            runtime(),
            actor=required_actor(),
            demand_id=json_data.demand_id,
            technology_id=json_data.technology_id,
            message=json_data.message,
            now=now(),
        )
        return _detail(session, lead)


@bp.get("/leads/<int:lead_id>")
@bp.output(LeadDetailOut)
@allow(*_TAKING_PART)
def show(lead_id: int) -> LeadDetailOut:
    """Read one lead with its history and the moves open to you."""
    with read_only() as session:
        return _detail(session, access.readable_lead(session, required_actor(), lead_id))


@bp.post("/leads/<int:lead_id>/transitions")
@bp.input(TransitionIn)
@bp.output(LeadDetailOut)
@bp.doc(responses={409: ""})
@allow(*_TAKING_PART)
def move(lead_id: int, json_data: TransitionIn) -> LeadDetailOut:
    """Move a lead; contracted, under_construction and commissioned wait for the other side."""
    wanted = Move(
        to=json_data.to,
        barrier=json_data.reason,
        note=json_data.note,
        version=json_data.version,
    )
    with writing() as session:
        lead = leads.move_lead(
            session, actor=required_actor(), lead_id=lead_id, move=wanted, now=now()
        )
        return _detail(session, lead)


@bp.post("/leads/<int:lead_id>/rejections")
@bp.input(RejectionIn)
@bp.output(LeadDetailOut)
@bp.doc(responses={409: ""})
@allow(*_TAKING_PART)
def reject(lead_id: int, json_data: RejectionIn) -> LeadDetailOut:
    """Refuse the stage that the other side proposed, or take back your own."""
    with writing() as session:
        lead = leads.reject_proposed_stage(
            session, actor=required_actor(), lead_id=lead_id, note=json_data.note, now=now()
        )
        return _detail(session, lead)


def _detail(session: Session, lead: Lead) -> LeadDetailOut:
    session.flush()
    names = demand_reads.organization_names(
        session, [lead.demand_organization_id, lead.owner_organization_id]
    )
    side = side_of(required_actor())
    moves = lead_states.legal_moves(state_of(lead), side)
    return LeadDetailOut.model_validate(
        {
            **lead_fields(reads.row_of(session, lead)),
            "demand_organization_name": names.get(lead.demand_organization_id),
            "owner_organization_name": names.get(lead.owner_organization_id),
            "moves": [{"to": to, "effect": effect} for to, effect in moves.items()],
            "events": event_fields(reads.history(session, lead.id)),
        }
    )
