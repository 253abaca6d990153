"""APScheduler as a clock, and as nothing else: each tick inserts one row (decision 0080)."""

from apscheduler.schedulers.background import BackgroundScheduler

from data.clock import LOCAL_ZONE
from data.session import unit_of_work
from jobs.context import JobContext
from jobs.schedule import JOBS, Job
from jobs.slots import last_slot, trigger_of
from matcher.services import job_runs


def plan_present_slot(context: JobContext, job: Job) -> bool:
    """Insert the run of the job's present slot unless it is there; return whether it was new."""
    if job.cron is None:
        return False
    slot_at = last_slot(job.cron, context.clock())
    if slot_at is None:
        return False
    with unit_of_work(context.sessions) as session:
        return job_runs.plan_slot(session, name=job.name, slot_at=slot_at)


def catch_up(context: JobContext, names: tuple[str, ...]) -> int:
    """Plan slots that were missed while no process ran; return how many were new."""
    return sum(
        plan_present_slot(context, job) for job in JOBS if job.name in names and job.catches_up
    )


def make_scheduler(context: JobContext, names: tuple[str, ...]) -> BackgroundScheduler:
    """Return a clock that plans the named jobs, not started."""
    scheduler = BackgroundScheduler(
        timezone=LOCAL_ZONE,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in JOBS:
        if job.cron is not None and job.name in names:
            scheduler.add_job(
                plan_present_slot, trigger_of(job.cron), args=(context, job), id=job.name
            )
    return scheduler
