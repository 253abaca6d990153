from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary import LeadStage
from matcher.lead_timers import Timer, TimerState, timer

MONDAY = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)
DAY = timedelta(days=1)
WITHOUT = (LeadStage.DECLINED, LeadStage.VERIFIED, LeadStage.STALLED, LeadStage.COMMISSIONED)


@pytest.mark.parametrize(
    ("since", "days", "state"),
    [
        (MONDAY, 0, TimerState.FINE),
        (MONDAY, 1, TimerState.DUE),
        (MONDAY, 2, TimerState.DUE),
        (MONDAY, 3, TimerState.LATE),
        (FRIDAY, 2, TimerState.DUE),
        (FRIDAY, 3, TimerState.DUE),
        (FRIDAY, 4, TimerState.DUE),
        (FRIDAY, 5, TimerState.LATE),
    ],
)
def test_a_reply_is_waited_for_in_working_days(since, days, state):
    assert timer(LeadStage.INTRODUCED, since=since, now=since + days * DAY).state is state


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (29, TimerState.FINE),
        (30, TimerState.DUE),
        (90, TimerState.DUE),
        (91, TimerState.LATE),
    ],
)
def test_a_later_stage_is_waited_for_in_calendar_days(days, state):
    found = timer(LeadStage.IN_TALKS, since=MONDAY, now=MONDAY + days * DAY)

    assert found == Timer(days, state)


@pytest.mark.parametrize("stage", WITHOUT)
def test_nobody_is_waited_for_in_a_stage_without_a_timer(stage):
    assert timer(stage, since=MONDAY, now=MONDAY + 400 * DAY).state is TimerState.DONE


@given(st.sampled_from(list(LeadStage)), st.integers(-10, 400), st.integers(0, 100))
def test_a_timer_never_gets_better_as_time_passes(stage, hours, more_hours):
    order = [TimerState.FINE, TimerState.DUE, TimerState.LATE, TimerState.DONE]
    first, later = (
        timer(stage, since=MONDAY, now=MONDAY + timedelta(hours=h))
        for h in (hours, hours + more_hours)
    )

    assert 0 <= first.age_days <= later.age_days
    assert order.index(first.state) <= order.index(later.state)
