"""Use cases of leads: introduce, propose, accept, decline, advance, confirm (RULINGS 20)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data.models import Demand, Lead, Technology
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
from matcher.services import access, audit
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, ForbiddenError, NotFoundError, TooManyError
from matcher.services.lead_changes import (
    EVENT_KINDS,
    add_event,
    apply_state,
    notify_other,
    state_of,
)
from matcher.services.runtime import Runtime


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
    add_event(session, lead, actor, side, "moved", from_stage=None, to_stage=lead.stage, now=now)
    notify_other(session, lead, side, now=now)
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
    apply_state(session, lead, after, barrier=move.barrier, now=now)
    event = add_event(
        session, lead, actor, side, kind, from_stage=before.stage, to_stage=move.to, now=now
    )
    event.barrier, event.note = move.barrier, move.note or None
    session.flush()
    notify_other(session, lead, side, event=event, now=now)
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
    apply_state(session, lead, after, barrier=lead.barrier, now=now)
    event = add_event(
        session, lead, actor, side, "rejected", from_stage=before.stage, to_stage=proposed, now=now
    )
    event.note = note or None
    session.flush()
    notify_other(session, lead, side, event=event, now=now)
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
    """Move a lead as a follow-up answer reports, where that side may; return whether it moved.

    A stage this side proposed before and now contradicts is taken back: silence must not confirm
    what was corrected.
    """
    lead = session.get_one(Lead, lead_id, with_for_update=True)
    _take_back_own(session, lead, side, unless=to, now=now)
    before = state_of(lead)
    if to not in lead_states.legal_moves(before, side):
        return False
    after = lead_states.moved(before, to, side, now=now, reason=barrier)
    effect = lead_states.check_move(before, to, side, reason=barrier)
    apply_state(session, lead, after, barrier=barrier, now=now)
    event = add_event(
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
    notify_other(session, lead, side, event=event, now=now)
    return True


def confirm_by_silence(session: Session, *, lead_id: int, now: datetime) -> bool:
    """Confirm a proposed stage left unanswered for seven days; return whether it was due."""
    lead = session.get(Lead, lead_id, with_for_update=True)
    if lead is None:
        raise NotFoundError("lead", lead_id)
    before = state_of(lead)
    after = lead_states.confirmed_by_silence(before, now)
    if after is None:
        return False
    apply_state(session, lead, after, barrier=lead.barrier, now=now)
    event = add_event(
        session,
        lead,
        None,
        LeadSide.SYSTEM,
        "auto_confirmed",
        from_stage=before.stage,
        to_stage=after.stage,
        now=now,
    )
    notify_other(session, lead, LeadSide.SYSTEM, event=event, now=now)
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


def _take_back_own(
    session: Session, lead: Lead, side: LeadSide, *, unless: LeadStage, now: datetime
) -> None:
    before = state_of(lead)
    proposed = before.proposed
    if proposed is None or proposed.by is not side or proposed.to is unless:
        return
    apply_state(session, lead, lead_states.rejected(before, side), barrier=lead.barrier, now=now)
    event = add_event(
        session,
        lead,
        None,
        side,
        "rejected",
        from_stage=before.stage,
        to_stage=proposed.to,
        now=now,
    )
    event.details = {"by": "follow_up"}
    session.flush()
    notify_other(session, lead, side, event=event, now=now)


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
