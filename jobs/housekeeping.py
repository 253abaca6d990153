"""Jobs that close, delete and check what time has passed over."""

from datetime import timedelta
from typing import Any

import structlog

from data.clock import local_day
from data.session import reading, unit_of_work
from jobs.context import JobContext
from matcher.services import (
    attachments,
    audit,
    demand_expiry,
    form_upload_purge,
    job_runs,
    user_sessions,
)

log = structlog.get_logger(__name__)


def expire_demands(context: JobContext) -> dict[str, Any]:
    """Close demands whose last day has passed."""
    now = context.clock()
    with unit_of_work(context.sessions) as session:
        closed = demand_expiry.close_expired(session, today=local_day(now), now=now)
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


def purge_form_uploads(context: JobContext) -> dict[str, Any]:
    """Delete uploaded forms that nobody confirmed for thirty days."""
    with unit_of_work(context.sessions) as session:
        names = form_upload_purge.purge_unconfirmed(session, now=context.clock())
    folder = context.settings.var / "uploads"
    for name in names:
        attachments.path_of(folder, name).unlink(missing_ok=True)
    return {"deleted_count": len(names)}


def audit_verify(context: JobContext) -> dict[str, Any]:
    """Follow the audit trail's hash chain from its first event to its last."""
    with reading(context.sessions) as session:
        broken_id = audit.first_broken_event_id(session)
    if broken_id is not None:
        log.error("audit_trail_broken", first_broken_event=broken_id)
    return {"is_intact": broken_id is None, "first_broken_event_id": broken_id}
