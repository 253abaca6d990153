"""Jobs that close, delete and check what time has passed over."""

from datetime import timedelta
from typing import Any

import structlog

from data.clock import LOCAL_ZONE
from data.session import reading, unit_of_work
from jobs.context import JobContext
from matcher.services import audit, demand_expiry, job_runs, user_sessions

log = structlog.get_logger(__name__)


def expire_demands(context: JobContext) -> dict[str, Any]:
    """Close demands whose last day has passed."""
    now = context.clock()
    with unit_of_work(context.sessions) as session:
        closed = demand_expiry.close_expired(
            session, today=now.astimezone(LOCAL_ZONE).date(), now=now
        )
    return {"closed_count": len(closed)}


def purge_sessions(context: JobContext) -> dict[str, Any]:
    """Delete log-ins that ended a month ago."""
    limits = user_sessions.Limits(
        idle=timedelta(minutes=context.settings.session_idle_minutes),
        absolute=timedelta(hours=context.settings.session_hours),
    )
    with unit_of_work(context.sessions) as session:
        user_sessions.purge(session, now=context.clock(), limits=limits)
    return {}


def purge_job_runs(context: JobContext) -> dict[str, Any]:
    """Delete finished job runs a month old."""
    with unit_of_work(context.sessions) as session:
        return {"deleted_count": job_runs.purge(session, now=context.clock())}


def audit_verify(context: JobContext) -> dict[str, Any]:
    """Follow the audit trail's hash chain from its first event to its last."""
    with reading(context.sessions) as session:
        broken_id = audit.first_broken_event_id(session)
    if broken_id is not None:
        log.error("audit_trail_broken", first_broken_event=broken_id)
    return {"is_intact": broken_id is None, "first_broken_event_id": broken_id}
