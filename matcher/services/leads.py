"""Use cases of leads: introduce, propose, accept, decline, advance, confirm (RULINGS 20)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data.models import Demand, Lead, LeadEvent, Technology
from data.queries import leads as reads
from data.vocabulary import (
    Barrier,
    CatalogueStatus,
    DemandStatus,
    LeadSide,
    LeadStage,
    Role,
)
from matcher import lead_states
from matcher.lead_states import LeadState, MoveEffect, ProposedMove
from matcher.services import access, audit, follow_up_plans, outbox
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, ForbiddenError, NotFoundError, TooManyError
from matcher.services.runtime import Runtime

EVENT_KINDS = {
    MoveEffect.MOVES: "moved",
    MoveEffect.PROPOSES: "proposed",
    MoveEffect.CONFIRMS: "confirmed",
}
"""How the history names what a move did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a person asks of a lead."""

    to: LeadStage
    barrier: Barrier | None = None
    note: str | None = None
    version: int | None = None


def open_lead(
    session: Session,
    runtime: Runtime,
    *,
    actor: Actor,
    demand_id: int,
    technology_id: int,
    message: str | None,
    now: datetime,
) -> Lead:
    """Introduce a technology to a demand, or propose it when its owner asks.

    Raises
    ------
    NotFoundError
        If either record is unknown to the actor.
    ForbiddenError
        If the actor's role opens no leads.
    ConflictError
        If the pair has an open lead, the demand is closed, or nobody owns the technology here.
    TooManyError
        If the organization has too many open leads on this technology (SECURITY 2.3.2).
    """
    side, demand, technology = _pair(session, actor, demand_id, technology_id)
    if demand.status is not DemandStatus.OPEN:
        raise ConflictError("demand_closed")
    if technology.organization_id is None:
        raise ConflictError("technology_without_owner")
    if reads.open_pair(session, demand_id=demand_id, technology_id=technology_id):
        raise ConflictError("lead_already_open")
    limit = runtime.settings.max_open_leads_per_technology
    open_count = reads.open_count(
        session, organization_id=demand.organization_id, technology_id=technology_id
    )
    if open_count >= limit:
        raise TooManyError("too_many_open_leads", limit=limit)
    lead = Lead(
        demand_id=demand_id,
        technology_id=technology_id,
        match_id=reads.last_match_id(session, demand_id=demand_id, technology_id=technology_id),
        demand_organization_id=demand.organization_id,
        owner_organization_id=technology.organization_id,
        stage=lead_states.opened_by(side).stage,
        message=message or None,
        created_by_id=actor.user_id,
        created_at=now,
        stage_changed_at=now,
    )
    session.add(lead)
    try:
        session.flush()
    except IntegrityError as error:  # the other process was faster by a moment
        raise ConflictError("lead_already_open") from error
    _event(session, lead, actor, side, "moved", from_stage=None, to_stage=lead.stage, now=now)
    _notify_other(session, lead, side, template="lead_opened", key="opened", now=now)
    _audited(session, lead, actor, "lead.opened", now)
    return lead


def move_lead(session: Session, *, actor: Actor, lead_id: int, move: Move, now: datetime) -> Lead:
    """Move a lead, or propose or confirm a stage of it.

    Raises
    ------
    NotFoundError
        If the actor may not know of the lead.
    matcher.lead_states.TransitionError
        If the move is not legal for the actor's side.
    ConflictError
        If the lead moved since `move.version` was read.
    """
    lead = access.readable_lead(session, actor, lead_id)
    if move.version is not None and move.version != lead.version:
        raise ConflictError("changed_meanwhile")
    side = side_of(actor)
    before = state_of(lead)
    effect = lead_states.check_move(
        before,
        move.to,
        side,
        reason=move.barrier,
        has_evidence=reads.has_evidence(session, lead_id),
    )
    after = lead_states.moved(
        before, move.to, side, now=now, reason=move.barrier, has_evidence=True
    )
    kind = EVENT_KINDS[effect]
    _apply(session, lead, after, barrier=move.barrier, now=now)
    event = _event(
        session, lead, actor, side, kind, from_stage=before.stage, to_stage=move.to, now=now
    )
    event.barrier, event.note = move.barrier, move.note or None
    session.flush()
    _notify_other(session, lead, side, template="lead_moved", key=f"event:{event.id}", now=now)
    _audited(session, lead, actor, f"lead.{kind}", now)
    return lead


def reject_proposed_stage(
    session: Session, *, actor: Actor, lead_id: int, note: str | None, now: datetime
) -> Lead:
    """Reject the other side's proposed stage, or take one's own back."""
    lead = access.readable_lead(session, actor, lead_id)
    side = side_of(actor)
    before = state_of(lead)
    after = lead_states.rejected(before, side)
    proposed = lead.proposed_stage
    _apply(session, lead, after, barrier=lead.barrier, now=now)
    event = _event(
        session, lead, actor, side, "rejected", from_stage=before.stage, to_stage=proposed, now=now
    )
    event.note = note or None
    session.flush()
    _notify_other(session, lead, side, template="lead_moved", key=f"event:{event.id}", now=now)
    _audited(session, lead, actor, "lead.stage_rejected", now)
    return lead


def move_by_answer(
    session: Session,
    *,
    lead_id: int,
    side: LeadSide,
    to: LeadStage,
    barrier: Barrier | None,
    now: datetime,
) -> bool:
    """Move a lead as a follow-up answer reports, where that side may; return whether it moved."""
    lead = session.get_one(Lead, lead_id, with_for_update=True)
    before = state_of(lead)
    if to not in lead_states.legal_moves(before, side):
        return False
    after = lead_states.moved(before, to, side, now=now, reason=barrier)
    effect = lead_states.check_move(before, to, side, reason=barrier)
    _apply(session, lead, after, barrier=barrier, now=now)
    event = _event(
        session,
        lead,
        None,
        side,
        EVENT_KINDS[effect],
        from_stage=before.stage,
        to_stage=to,
        now=now,
    )
    event.barrier, event.details = barrier, {"by": "follow_up"}
    session.flush()
    _notify_other(session, lead, side, template="lead_moved", key=f"event:{event.id}", now=now)
    return True


def confirm_by_silence(session: Session, *, lead_id: int, now: datetime) -> bool:
    """Confirm a proposed stage left unanswered for seven days; return whether it was due."""
    lead = session.get(Lead, lead_id)
    if lead is None:
        raise NotFoundError("lead", lead_id)
    before = state_of(lead)
    after = lead_states.confirmed_by_silence(before, now)
    if after is None:
        return False
    _apply(session, lead, after, barrier=lead.barrier, now=now)
    _event(
        session,
        lead,
        None,
        LeadSide.SYSTEM,
        "auto_confirmed",
        from_stage=before.stage,
        to_stage=after.stage,
        now=now,
    )
    audit.record(
        session, now=now, action="lead.auto_confirmed", subject_kind="lead", subject_id=lead.id
    )
    return True


def side_of(actor: Actor) -> LeadSide:
    """Return which side of a lead an actor speaks for.

    Raises
    ------
    ForbiddenError
        If the role has no part in leads.
    """
    if actor.role in access.POSTING_ROLES:
        return LeadSide.DEMAND
    if actor.role is Role.TECHNOLOGY_OWNER:
        return LeadSide.OWNER
    if actor.role is Role.BUREAU_OFFICER:
        return LeadSide.BUREAU
    raise ForbiddenError("role_moves_no_leads")


def state_of(lead: Lead) -> LeadState:
    """Return a lead's state as the rules see it."""
    proposed = None
    if lead.proposed_stage and lead.proposed_by_side and lead.proposed_at:
        proposed = ProposedMove(lead.proposed_stage, lead.proposed_by_side, lead.proposed_at)
    return LeadState(lead.stage, stalled_from=lead.stalled_from, proposed=proposed)


def _pair(
    session: Session, actor: Actor, demand_id: int, technology_id: int
) -> tuple[LeadSide, Demand, Technology]:
    side = side_of(actor)
    if side is LeadSide.DEMAND:
        demand = access.own_demand(session, actor, demand_id)
        technology = access.readable_technology(session, actor, technology_id)
    elif side is LeadSide.OWNER:
        technology = access.own_technology(session, actor, technology_id)
        demand = access.readable_demand(session, actor, demand_id)
    else:
        raise ForbiddenError("role_opens_no_leads")
    if technology.catalogue_status is not CatalogueStatus.PUBLISHED:
        raise ConflictError("technology_not_published")
    return side, demand, technology


def _apply(
    session: Session, lead: Lead, state: LeadState, *, barrier: Barrier | None, now: datetime
) -> None:
    """Write a state to its row; a stage that changed plans the questions to ask about it."""
    has_moved = lead.stage is not state.stage
    lead.stage, lead.stalled_from = state.stage, state.stalled_from
    lead.proposed_stage = state.proposed.to if state.proposed else None
    lead.proposed_by_side = state.proposed.by if state.proposed else None
    lead.proposed_at = state.proposed.at if state.proposed else None
    lead.barrier = barrier if state.stage in (LeadStage.DECLINED, LeadStage.STALLED) else None
    if has_moved:
        lead.stage_changed_at = now
        if lead.accepted_at is None and state.stage in lead_states.PIPELINE[1:]:
            lead.accepted_at = now
        session.flush()
        follow_up_plans.stage_changed(session, lead, now=now)


def _event(
    session: Session,
    lead: Lead,
    actor: Actor | None,
    side: LeadSide,
    kind: str,
    *,
    from_stage: LeadStage | None,
    to_stage: LeadStage | None,
    now: datetime,
) -> LeadEvent:
    event = LeadEvent(
        lead_id=lead.id,
        at=now,
        actor_id=actor.user_id if actor else None,
        side=side,
        kind=kind,
        from_stage=from_stage,
        to_stage=to_stage,
    )
    session.add(event)
    session.flush()
    return event


def _notify_other(
    session: Session, lead: Lead, side: LeadSide, *, template: str, key: str, now: datetime
) -> None:
    others = {
        LeadSide.DEMAND: (lead.owner_organization_id,),
        LeadSide.OWNER: (lead.demand_organization_id,),
    }.get(side, (lead.owner_organization_id, lead.demand_organization_id))
    for organization_id in others:
        outbox.enqueue_for_organization(
            session,
            dedup_key=f"lead:{lead.id}:{key}",
            template=template,
            payload={"lead_id": lead.id},
            organization_id=organization_id,
            now=now,
        )


def _audited(session: Session, lead: Lead, actor: Actor, action: str, now: datetime) -> None:
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind="lead",
        subject_id=lead.id,
        details={"stage": lead.stage.value, "version": lead.version},
    )
