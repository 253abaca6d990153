"""Use cases of job runs: plan a slot, claim, keep, finish, retry (decision 0080).

A run is a row. Who holds its lease runs it; a lease that was not renewed is anybody's again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from data.models import JobRun
from data.queries import job_runs as reads
from data.vocabulary import JobStatus

MAX_ATTEMPTS = 5
"""Runs of one slot before it is left as failed; the next slot comes anyway. Decision 0080."""

RETRY_AFTER = timedelta(minutes=1)
"""Wait after the first failure; doubles with each further one. Decision 0080."""

KEEP_FINISHED = timedelta(days=30)
"""How long finished runs are kept to be looked at. Decision 0080."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRun:
    """A run that one process holds."""

    id: int
    name: str
    run_at: datetime
    attempts_count: int


def slot_key(name: str, slot_at: datetime) -> str:
    """Return the unique key of a job's slot: its name and the minute, UTC."""
    return f"{name}@{slot_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def plan_slot(session: Session, *, name: str, slot_at: datetime) -> bool:
    """Insert the run of a slot unless it is there; return whether it was new.

    Any number of processes may plan the same slot at once.
    """
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    values = {"name": name, "dedup_key": slot_key(name, slot_at), "run_at": slot_at}
    statement: Any = (postgresql if is_postgresql else sqlite).insert(JobRun).values(**values)
    statement = statement.on_conflict_do_nothing(index_elements=["dedup_key"])
    return session.scalar(statement.returning(JobRun.id)) is not None


def claim(
    session: Session, *, names: Sequence[str], owner: str, lease: timedelta, now: datetime
) -> ClaimedRun | None:
    """Take the earliest due run of these jobs, if any.

    Of several waiting slots of one job the latest is run, the others are closed as coalesced. A
    run whose holders died `MAX_ATTEMPTS` times is closed as failed.
    """
    run = reads.claimable(session, now=now, names=names)
    while run is not None and run.attempts_count >= MAX_ATTEMPTS:
        run.status, run.finished_at, run.lease_owner = JobStatus.FAILED, now, None
        run.last_error = f"abandoned {run.attempts_count} times"
        session.flush()
        run = reads.claimable(session, now=now, names=names)
    if run is None:
        return None
    run = _coalesced(session, run, now)
    run.status, run.started_at = JobStatus.RUNNING, now
    run.attempts_count += 1
    run.lease_owner, run.lease_until = owner, now + lease
    session.flush()
    return ClaimedRun(
        id=run.id, name=run.name, run_at=run.run_at, attempts_count=run.attempts_count
    )


def keep(session: Session, run: ClaimedRun, *, owner: str, lease: timedelta, now: datetime) -> bool:
    """Renew the lease of a run that takes long; return False if it was lost."""
    return _update_held(session, run, owner, lease_until=now + lease)


def finish(
    session: Session, run: ClaimedRun, *, owner: str, report: Mapping[str, Any], now: datetime
) -> bool:
    """Close a run with its report; return False if the lease was lost meanwhile."""
    return _update_held(
        session,
        run,
        owner,
        status=JobStatus.DONE,
        finished_at=now,
        report=dict(report),
        last_error=None,
        lease_owner=None,
        lease_until=None,
    )


def fail(session: Session, run: ClaimedRun, *, owner: str, error: str, now: datetime) -> bool:
    """Note a failure: try again later, or leave the run as failed; False if the lease was lost.

    `error` holds no personal value.
    """
    is_last = run.attempts_count >= MAX_ATTEMPTS
    return _update_held(
        session,
        run,
        owner,
        status=JobStatus.FAILED if is_last else JobStatus.PENDING,
        run_at=run.run_at if is_last else now + RETRY_AFTER * 2 ** (run.attempts_count - 1),
        finished_at=now if is_last else None,
        last_error=error,
        lease_owner=None,
        lease_until=None,
    )


def purge(session: Session, *, now: datetime) -> int:
    """Delete finished runs a month old; return how many."""
    result: Any = session.execute(delete(JobRun).where(JobRun.finished_at < now - KEEP_FINISHED))
    return int(result.rowcount)


def _coalesced(session: Session, run: JobRun, now: datetime) -> JobRun:
    waiting = reads.waiting_of(session, run.name, now=now)
    if run.status is not JobStatus.PENDING or run.attempts_count > 0 or not waiting:
        return run
    latest, *older = waiting
    for each in older:
        each.status, each.finished_at = JobStatus.DONE, now
        each.report = {"coalesced_into": latest.dedup_key}
    return latest


def _update_held(session: Session, run: ClaimedRun, owner: str, **values: Any) -> bool:  # noqa: ANN401
    result: Any = session.execute(
        update(JobRun)
        .where(
            JobRun.id == run.id,
            JobRun.status == JobStatus.RUNNING,
            JobRun.lease_owner == owner,
        )
        .values(**values)
    )
    return int(result.rowcount) == 1
