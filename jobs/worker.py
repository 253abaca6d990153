"""Runs planned jobs one at a time, holding each by a lease that it renews."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog

from data.queries import job_runs as reads
from data.session import reading, unit_of_work
from jobs.context import JobContext
from jobs.logs import failure_of
from jobs.schedule import job_named
from matcher.services import job_runs
from matcher.services.job_runs import ClaimedRun

log = structlog.get_logger(__name__)


def run_next(context: JobContext, names: tuple[str, ...]) -> bool:
    """Run the earliest due run of the named jobs; return whether there was one."""
    with reading(context.sessions) as session:
        if not reads.has_due(session, now=context.clock(), names=names):
            return False
    lease = timedelta(seconds=context.settings.lease_seconds)
    with unit_of_work(context.sessions) as session:
        run = job_runs.claim(
            session, names=names, owner=context.owner, lease=lease, now=context.clock()
        )
    if run is None:
        return False
    with _kept(context, run, lease):
        _run(context, run)
    return True


def _run(context: JobContext, run: ClaimedRun) -> None:
    try:
        report = job_named(run.name).run(context)
    except Exception as error:  # a job that fails is tried again; the others go on
        failure = failure_of(error)
        log.error("job_failed", job=run.name, attempt=run.attempts_count, error=failure)  # noqa: TRY400
        with unit_of_work(context.sessions) as session:
            job_runs.fail(session, run, owner=context.owner, error=failure, now=context.clock())
        return
    with unit_of_work(context.sessions) as session:
        is_ours = job_runs.finish(
            session, run, owner=context.owner, report=report, now=context.clock()
        )
    log.info("job_done", job=run.name, report=report, is_ours=is_ours)


@contextmanager
def _kept(context: JobContext, run: ClaimedRun, lease: timedelta) -> Iterator[None]:
    """Renew the lease from a thread while the block runs, however long."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(lease.total_seconds() / 3):
            try:
                with unit_of_work(context.sessions) as session:
                    job_runs.keep(
                        session, run, owner=context.owner, lease=lease, now=context.clock()
                    )
            except Exception as error:  # the next renewal may succeed
                log.warning("lease_not_renewed", job=run.name, error=failure_of(error))

    thread = threading.Thread(target=renew, name=f"lease of {run.name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
