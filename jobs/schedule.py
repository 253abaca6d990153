"""The table of jobs: what runs when, and why then. Times are Asia/Shanghai."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jobs import alerts, catalogue, follow_ups, housekeeping, reviews
from jobs.context import JobContext
from jobs.mail import deliver_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job."""

    name: str
    run: Callable[[JobContext], dict[str, Any]]
    """Safe to run twice, late, or beside itself; returns its report."""

    cron: str | None
    """Five fields; None is not scheduled: a loop of its own runs it all the time."""

    reason: str
    """Why at this time."""

    catches_up: bool = False
    """Whether a start runs the last slot, if it was missed."""


JOBS = (
    Job(
        name="ask_follow_ups",
        run=follow_ups.ask_follow_ups,
        cron="*/5 * * * *",
        reason="A question is due to the day; five minutes is soon enough, and one cheap read.",
        catches_up=True,
    ),
    Job(
        name="confirm_silent_stages",
        run=follow_ups.confirm_silent_stages,
        cron="7 * * * *",
        reason="Seven days are promised in days; hourly keeps the promise, off the full hour.",
        catches_up=True,
    ),
    Job(
        name="look_for_new_entries",
        run=alerts.look_for_new_entries,
        cron="3-59/10 * * * *",
        reason="Soon enough after a publication, and one cheap read if nothing was published.",
        catches_up=True,
    ),
    Job(
        name="deliver_mail",
        run=deliver_due,
        cron=None,
        reason="A loop of its own, every JOBS_POLL_SECONDS: people wait for mail.",
    ),
    Job(
        name="encode_missing",
        run=catalogue.encode_missing,
        cron="*/10 * * * *",
        reason="A process that starts meanwhile should find all vectors; one cheap read else.",
    ),
    Job(
        name="switch_encoder",
        run=catalogue.switch_encoder,
        cron="* * * * *",
        reason="Only while another encoder was asked for; in stretches, so that others get a turn.",
        catches_up=True,
    ),
    Job(
        name="refresh_lexical_index",
        run=catalogue.refresh_lexical_index,
        cron="20 2 * * *",
        reason="Reads every text; before the index is saved, while nobody matches.",
    ),
    Job(
        name="save_index",
        run=catalogue.save_index,
        cron="40 2 * * *",
        reason="After a refit, so that the saved index is the one in force.",
    ),
    Job(
        name="place_atlas",
        run=catalogue.place_atlas,
        cron="50 2 * * *",
        reason="A minute of work on a large catalogue; the map of the day is ready before offices.",
        catches_up=True,
    ),
    Job(
        name="expire_demands",
        run=housekeeping.expire_demands,
        cron="5 0 * * *",
        reason="A need is open through its last day; closed just after it.",
        catches_up=True,
    ),
    Job(
        name="make_annual_checks",
        run=reviews.make_annual_checks,
        cron="15 0 * * *",
        reason="Due by the day, asked for a month before; once a day just after midnight.",
        catches_up=True,
    ),
    Job(
        name="remind_experts",
        run=reviews.remind_experts,
        cron="30 8 * * *",
        reason="Due by the day; once a day, so that it lies there when the office opens.",
        catches_up=True,
    ),
    Job(
        name="purge_sessions",
        run=housekeeping.purge_sessions,
        cron="10 3 * * *",
        reason="Deletes; while few are logged in.",
        catches_up=True,
    ),
    Job(
        name="purge_job_runs",
        run=housekeeping.purge_job_runs,
        cron="15 3 * * *",
        reason="Beside the other deletions.",
        catches_up=True,
    ),
    Job(
        name="purge_form_uploads",
        run=housekeeping.purge_form_uploads,
        cron="20 3 * * *",
        reason="Beside the other deletions.",
        catches_up=True,
    ),
    Job(
        name="audit_verify",
        run=housekeeping.audit_verify,
        cron="30 3 * * *",
        reason="Reads the whole trail; a night is the longest a change should go unseen.",
        catches_up=True,
    ),
)
"""All jobs. Source: docs/decisions/0080-jobs-as-rows.md."""

JOB_NAMES = tuple(job.name for job in JOBS)


def job_named(name: str) -> Job:
    """Return a job.

    Raises
    ------
    KeyError
        If there is none of this name.
    """
    return {job.name: job for job in JOBS}[name]
