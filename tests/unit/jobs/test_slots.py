from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.schedule import JOBS
from jobs.slots import last_slot, trigger_of

CRONS = sorted({job.cron for job in JOBS if job.cron})
instants = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("cron", "now", "slot"),
    [
        ("*/5 * * * *", "2026-06-01T01:04:59", "2026-06-01T01:00:00"),
        ("*/5 * * * *", "2026-06-01T01:05:00", "2026-06-01T01:05:00"),
        ("7 * * * *", "2026-06-01T01:06:59", "2026-06-01T00:07:00"),
        ("5 0 * * *", "2026-06-01T16:04:00", "2026-05-31T16:05:00"),  # 00:05 in Shanghai
        ("5 0 * * *", "2026-06-01T16:05:00", "2026-06-01T16:05:00"),
        ("0 3 1 * *", "2026-06-30T00:00:00", "2026-05-31T19:00:00"),
    ],
)
def test_the_present_slot_is_the_latest_instant_of_the_line(cron, now, slot):
    found = last_slot(cron, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(slot).replace(tzinfo=UTC)


def test_a_line_that_names_no_instant_of_the_last_month_has_no_slot():
    assert last_slot("0 0 29 2 *", datetime(2026, 6, 1, tzinfo=UTC)) is None


@given(now=instants, cron=st.sampled_from(CRONS))
def test_no_slot_lies_between_the_present_one_and_now(now, cron):
    slot = last_slot(cron, now)
    assert slot <= now
    following = trigger_of(cron).get_next_fire_time(None, slot + timedelta(seconds=1))
    assert following > now


@given(now=instants, cron=st.sampled_from(CRONS))
def test_the_present_slot_of_a_slot_is_itself(now, cron):
    slot = last_slot(cron, now)
    assert last_slot(cron, slot) == slot
