"""Reads of the runs of scheduled jobs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from data.models import JobRun
from data.vocabulary import JobStatus


def _due(now: datetime, names: Sequence[str]) -> ColumnElement[bool]:
    # Waiting and due, or abandoned; not while another run of the same job is alive.
    other = aliased(JobRun)
    is_running_elsewhere = (
        select(other.id)
        .where(
            other.name == JobRun.name,
            other.id != JobRun.id,
            other.status == JobStatus.RUNNING,
            other.lease_until > now,
        )
        .exists()
    )
    return and_(
        JobRun.name.in_(names),
        or_(
            and_(JobRun.status == JobStatus.PENDING, JobRun.run_at <= now),
            and_(JobRun.status == JobStatus.RUNNING, JobRun.lease_until <= now),
        ),
        ~is_running_elsewhere,
    )


def has_due(session: Session, *, now: datetime, names: Sequence[str]) -> bool:
    """Return whether a run of one of these jobs waits, or was abandoned."""
    return session.scalar(select(JobRun.id).where(_due(now, names)).limit(1)) is not None


def claimable(session: Session, *, now: datetime, names: Sequence[str]) -> JobRun | None:
    """Return the earliest due run of these jobs, locked to this transaction, if any."""
    return session.scalar(
        select(JobRun)
        .where(_due(now, names))
        .order_by(JobRun.run_at, JobRun.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def waiting_of(session: Session, name: str, *, now: datetime) -> Sequence[JobRun]:
    """Return the due runs of one job that nobody has begun, latest first, locked."""
    return session.scalars(
        select(JobRun)
        .where(
            JobRun.name == name,
            JobRun.status == JobStatus.PENDING,
            JobRun.attempts_count == 0,
            JobRun.run_at <= now,
        )
        .order_by(JobRun.run_at.desc(), JobRun.id.desc())
        .with_for_update(skip_locked=True)
    ).all()


def recent(session: Session, *, name: str = "", limit: int = 50) -> Sequence[JobRun]:
    """Return runs, latest first: for the page that shows how the jobs are doing."""
    statement = select(JobRun)
    if name:
        statement = statement.where(JobRun.name == name)
    return session.scalars(
        statement.order_by(JobRun.run_at.desc(), JobRun.id.desc()).limit(limit)
    ).all()


def latest_of_each(session: Session) -> Sequence[JobRun]:
    """Return the latest run of every job, by name."""
    newest = select(func.max(JobRun.id)).group_by(JobRun.name)
    return session.scalars(select(JobRun).where(JobRun.id.in_(newest)).order_by(JobRun.name)).all()
