"""How a change of a lead is written: its row, its event, its questions, the other side's mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from data.models import Lead, LeadEvent
from data.vocabulary import Barrier, LeadSide, LeadStage
from matcher import lead_states
from matcher.lead_states import LeadState, MoveEffect, ProposedMove
from matcher.services import follow_up_plans, outbox
from matcher.services.actor import Actor

EVENT_KINDS = {
    MoveEffect.MOVES: "moved",
    MoveEffect.PROPOSES: "proposed",
    MoveEffect.CONFIRMS: "confirmed",
}
"""How the history names what a move did."""


def state_of(lead: Lead) -> LeadState:
    """Return a lead's state as the rules see it."""
    proposed = None
    if lead.proposed_stage and lead.proposed_by_side and lead.proposed_at:
        proposed = ProposedMove(lead.proposed_stage, lead.proposed_by_side, lead.proposed_at)
    return LeadState(lead.stage, stalled_from=lead.stalled_from, proposed=proposed)


def apply_state(
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


def add_event(
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
    """Append one entry to a lead's history; `actor` is None where nobody logged in."""
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


def notify_other(
    session: Session, lead: Lead, side: LeadSide, *, event: LeadEvent | None = None, now: datetime
) -> None:
    """Write to the other side, or to both where neither acted: of an event, else of the opening."""
    others = {
        LeadSide.DEMAND: (lead.owner_organization_id,),
        LeadSide.OWNER: (lead.demand_organization_id,),
    }.get(side, (lead.owner_organization_id, lead.demand_organization_id))
    key = "opened" if event is None else f"event:{event.id}"
    for organization_id in dict.fromkeys(others):
        outbox.enqueue_for_organization(
            session,
            dedup_key=f"lead:{lead.id}:{key}",
            template="lead_opened" if event is None else "lead_moved",
            payload={"lead_id": lead.id} | ({} if event is None else {"event_id": event.id}),
            organization_id=organization_id,
            now=now,
        )
