"""How long a lead has stood still, and whether someone should move (decision 0100)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import numpy as np

from data.clock import local_day
from data.vocabulary import LeadStage
from matcher.lead_states import FINAL_STAGES

REPLY_DUE_WORKING_DAYS: Final = 1
"""A new introduction should be answered by now. Source: docs/decisions/0100-lead-timers.md."""

REPLY_LATE_WORKING_DAYS: Final = 2
"""After more than these a reply is overdue. Source: docs/decisions/0100-lead-timers.md."""

STANDING_DUE_DAYS: Final = 30
"""A stage after acceptance should have moved. Source: docs/decisions/0100-lead-timers.md."""

STANDING_LATE_DAYS: Final = 90
"""After more than these it is overdue. Source: docs/decisions/0100-lead-timers.md."""

AWAITING_REPLY: Final = frozenset({LeadStage.PROPOSED, LeadStage.INTRODUCED})
"""Stages in which one side waits for the other's first word."""

_WITHOUT_TIMER: Final = FINAL_STAGES | {LeadStage.COMMISSIONED, LeadStage.STALLED}


class TimerState(StrEnum):
    """Colour of a card."""

    FINE = "fine"
    DUE = "due"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Timer:
    """Days since the last change of stage, rounded down, and what they mean."""

    age_days: int
    state: TimerState


def timer(stage: LeadStage, *, since: datetime, now: datetime) -> Timer:
    """Return how long a lead has been in its stage and whether that is too long.

    Parameters
    ----------
    stage : LeadStage
        Where it stands.
    since, now : datetime
        Since when, and the present instant; aware.

    Returns
    -------
    Timer
        `age_days` is at least 0. Replies are counted in working days of the local week,
        holidays not known; later stages in calendar days. Ended, running and stalled leads
        have no timer.

    References
    ----------
    .. [1] docs/decisions/0100-lead-timers.md.
    """
    age_days = max((now - since).days, 0)
    if stage in _WITHOUT_TIMER:
        return Timer(age_days, TimerState.DONE)
    if stage in AWAITING_REPLY:
        waited, due, late = (
            _working_days(since, now),
            REPLY_DUE_WORKING_DAYS,
            REPLY_LATE_WORKING_DAYS,
        )
    else:
        waited, due, late = age_days, STANDING_DUE_DAYS, STANDING_LATE_DAYS
    if waited > late:
        return Timer(age_days, TimerState.LATE)
    return Timer(age_days, TimerState.DUE if waited >= due else TimerState.FINE)


def _working_days(since: datetime, now: datetime) -> int:
    first, last = (local_day(moment) for moment in (since, now))
    return max(int(np.busday_count(first, last)), 0)
