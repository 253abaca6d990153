"""Which time slot of a job is the present one."""

from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from data.clock import LOCAL_ZONE

_LOOK_BACK = (timedelta(minutes=10), timedelta(hours=2), timedelta(hours=25), timedelta(days=32))
"""Windows searched for the last slot, small first: a cron trigger can only look forward."""


def trigger_of(cron: str) -> CronTrigger:
    """Return the trigger of a five-field cron line, read in the service's zone."""
    return CronTrigger.from_crontab(cron, timezone=LOCAL_ZONE)


def last_slot(cron: str, now: datetime) -> datetime | None:
    """Return the latest instant at or before `now` that the line names, None in a month."""
    trigger = trigger_of(cron)
    for window in _LOOK_BACK:
        found = _last_within(trigger, now - window, now)
        if found is not None:
            return found
    return None


def _last_within(trigger: CronTrigger, start: datetime, now: datetime) -> datetime | None:
    found: datetime | None = None
    following: datetime | None = trigger.get_next_fire_time(None, start)
    while following is not None and following <= now:
        found = following
        following = trigger.get_next_fire_time(None, found + timedelta(seconds=1))
    return found
