"""Which questions a lead's history calls for, kept as rows beside it (decision 0034)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import FollowUp, Lead, LeadEvent
from data.queries.follow_ups import CONFIRMED_KINDS
from data.vocabulary import FollowUpStatus
from matcher.follow_up_plan import ASKED_SIDES, StageChange, plan


def stage_changed(session: Session, lead: Lead, *, now: datetime) -> None:
    """Plan the questions of the stage just entered, and drop those it supersedes.

    Call it before the event of the change is written. Running it twice changes nothing.
    """
    history = (*_history(session, lead.id), StageChange(lead.stage, now))
    wanted = {planned.round_number: planned for planned in plan(history)}
    rows = session.scalars(
        select(FollowUp).where(FollowUp.lead_id == lead.id).order_by(FollowUp.id)
    ).all()
    for row in rows:
        if row.status is FollowUpStatus.PLANNED and row.round not in wanted:
            row.status = FollowUpStatus.CANCELLED
    existing = {(row.round, row.side) for row in rows}
    session.add_all(
        FollowUp(
            lead_id=lead.id,
            round=number,
            side=side,
            stage_at_ask=planned.stage,
            due_at=planned.due_at,
        )
        for number, planned in wanted.items()
        for side in ASKED_SIDES
        if (number, side) not in existing
    )
    session.flush()


def _history(session: Session, lead_id: int) -> Sequence[StageChange]:
    events = session.execute(
        select(LeadEvent.to_stage, LeadEvent.at)
        .where(
            LeadEvent.lead_id == lead_id,
            LeadEvent.kind.in_(CONFIRMED_KINDS),
            LeadEvent.to_stage.is_not(None),
        )
        .order_by(LeadEvent.at, LeadEvent.id)
    )
    return [StageChange(stage, at) for stage, at in events if stage is not None]
