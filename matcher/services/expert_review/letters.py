"""What experts are told by mail: a round waits for them; it is due soon and scores are missing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import ReviewAssignment
from data.queries import review_rounds as reads
from matcher.services import outbox

REMINDED_BEFORE: Final = timedelta(days=3)
"""How long before its last day a round is called to mind. Source: decision 0177."""

ASKED: Final = "review_round_asked"
REMINDER: Final = "review_round_reminder"


def tell_experts(
    session: Session, round_id: int, assigned: Sequence[ReviewAssignment], now: datetime
) -> int:
    """Write one letter to each expert who was given something to score; return how many.

    The key names the first assignment the letter is about: experts who are given more later are
    told again, and nobody is told twice of the same.
    """
    first: dict[int, int] = {}
    for one in assigned:
        first[one.expert_id] = min(one.id, first.get(one.expert_id, one.id))
    return sum(
        _write(session, ASKED, round_id, expert_id, f"asked:{assignment_id}", now)
        for expert_id, assignment_id in sorted(first.items())
    )


def remind_due(session: Session, *, now: datetime) -> int:
    """Remind experts whose scores are missing in rounds due within 3 days; return how many.

    Once a round and expert, from the day after they were asked, until the round's last day. Run
    twice, late or half it writes nothing twice: the key of the letter is the round and the expert.
    """
    today = local_day(now)
    found = reads.unscored(session, due_from=today, due_until=today + REMINDED_BEFORE)
    due = {(one.round_id, one.expert_id) for one in found if local_day(one.assigned_at) < today}
    return sum(
        _write(session, REMINDER, round_id, expert_id, f"reminder:{expert_id}", now)
        for round_id, expert_id in sorted(due)
    )


def _write(
    session: Session, template: str, round_id: int, expert_id: int, about: str, now: datetime
) -> bool:
    """Write one letter on a round to an expert; return whether it is new by what it is about."""
    return outbox.enqueue(
        session,
        dedup_key=f"review_round:{round_id}:{about}",
        template=template,
        payload={"round_id": round_id},
        recipient_user_id=expert_id,
        now=now,
    )
