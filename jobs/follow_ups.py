"""Jobs of leads and their follow-up. Each record has its own transaction; one stops no other."""

from collections.abc import Callable, Sequence
from typing import Any

import structlog
from sqlalchemy.orm import Session

from data.queries import follow_ups as follow_up_reads
from data.queries import leads as lead_reads
from data.session import reading, unit_of_work
from jobs.context import JobContext
from jobs.logs import failure_of
from matcher.lead_states import SILENCE_CONFIRMS_AFTER
from matcher.services import follow_ups, leads

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 100_000
"""Ids read in one run: more than a year of one national deployment brings."""


def ask_follow_ups(context: JobContext) -> dict[str, Any]:
    """Write the questions and reminders that are due, and end rounds in silence."""
    with reading(context.sessions) as session:
        ids = follow_up_reads.due(session, now=context.clock(), limit=MOST_AT_ONCE)

    def ask(session: Session, follow_up_id: int) -> bool:
        return follow_ups.send_due_message(
            session, context.runtime, follow_up_id=follow_up_id, now=context.clock()
        )

    return {"due_count": len(ids), **_each(context, ids, ask, "written_count")}


def confirm_silent_stages(context: JobContext) -> dict[str, Any]:
    """Confirm stages that one side proposed and the other left unanswered."""
    before = context.clock() - SILENCE_CONFIRMS_AFTER
    with reading(context.sessions) as session:
        ids = lead_reads.awaiting_silence(session, proposed_before=before)

    def confirm(session: Session, lead_id: int) -> bool:
        return leads.confirm_by_silence(session, lead_id=lead_id, now=context.clock())

    return {"due_count": len(ids), **_each(context, ids, confirm, "confirmed_count")}


def _each(
    context: JobContext, ids: Sequence[int], act: Callable[[Session, int], bool], counted_as: str
) -> dict[str, Any]:
    done_count, failed = 0, []
    for record_id in ids:
        try:
            with unit_of_work(context.sessions) as session:
                done_count += act(session, record_id)
        except Exception as error:  # one record stops no other
            failed.append(record_id)
            log.error("job_item_failed", record=record_id, error=failure_of(error))  # noqa: TRY400
    return {counted_as: done_count, "failed_count": len(failed), "failed_ids": failed[:20]}
