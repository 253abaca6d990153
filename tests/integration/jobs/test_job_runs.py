from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from data.models import JobRun
from data.queries import job_runs as reads
from data.session import reading, unit_of_work
from data.vocabulary import JobStatus
from matcher.services import job_runs

LEASE = timedelta(seconds=60)
NAMES = ("early", "late")


def _plan(sessions, name, slot_at) -> bool:
    with unit_of_work(sessions) as session:
        return job_runs.plan_slot(session, name=name, slot_at=slot_at)


def _claim(sessions, now, owner="a", names=NAMES):
    with unit_of_work(sessions) as session:
        return job_runs.claim(session, names=names, owner=owner, lease=LEASE, now=now)


def _finish(sessions, run, now, owner="a") -> bool:
    with unit_of_work(sessions) as session:
        return job_runs.finish(session, run, owner=owner, report={"n": 1}, now=now)


def _fail(sessions, run, now, owner="a") -> bool:
    with unit_of_work(sessions) as session:
        return job_runs.fail(session, run, owner=owner, error="ValueError", now=now)


def _row(sessions, run_id) -> JobRun:
    with reading(sessions) as session:
        return session.get_one(JobRun, run_id)


def test_a_slot_is_planned_once_by_however_many_processes(sessions, now):
    with ThreadPoolExecutor(4) as pool:
        planned = list(pool.map(lambda _: _plan(sessions, "early", now), range(8)))

    assert planned.count(True) == 1
    with reading(sessions) as session:
        [row] = reads.recent(session)
        assert row.dedup_key == "early@2026-06-01T01:00Z"


def test_a_run_is_claimed_by_one_of_many_processes(sessions, now):
    _plan(sessions, "early", now)

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda n: _claim(sessions, now, owner=str(n)), range(8)))

    assert sum(run is not None for run in claimed) == 1


def test_a_run_is_not_due_before_its_slot_and_not_for_other_jobs(sessions, now):
    _plan(sessions, "early", now + timedelta(minutes=1))
    assert _claim(sessions, now) is None
    assert _claim(sessions, now + timedelta(minutes=1), names=("late",)) is None
    assert _claim(sessions, now + timedelta(minutes=1)).name == "early"


def test_a_finished_run_keeps_its_report_and_is_not_run_again(sessions, now):
    _plan(sessions, "early", now)
    run = _claim(sessions, now)

    assert _finish(sessions, run, now + timedelta(seconds=2))

    row = _row(sessions, run.id)
    assert (row.status, row.report, row.attempts_count) == (JobStatus.DONE, {"n": 1}, 1)
    assert row.started_at == now
    assert row.finished_at == now + timedelta(seconds=2)
    assert _claim(sessions, now + timedelta(days=1)) is None


def test_an_abandoned_run_is_claimed_again_when_its_lease_ends(sessions, now):
    _plan(sessions, "early", now)
    first = _claim(sessions, now, owner="dead")

    assert _claim(sessions, now + timedelta(seconds=59), owner="b") is None
    second = _claim(sessions, now + timedelta(seconds=60), owner="b")

    assert (second.id, second.attempts_count) == (first.id, 2)
    assert not _finish(sessions, first, now + timedelta(seconds=61), owner="dead"), "fenced off"
    assert _finish(sessions, second, now + timedelta(seconds=61), owner="b")


def test_a_renewed_lease_keeps_a_long_run(sessions, now):
    _plan(sessions, "early", now)
    run = _claim(sessions, now)
    with unit_of_work(sessions) as session:
        assert job_runs.keep(session, run, owner="a", lease=LEASE, now=now + timedelta(seconds=50))
    assert _claim(sessions, now + timedelta(seconds=100), owner="b") is None


def test_a_failed_run_is_tried_again_later_and_later_then_left_as_failed(sessions, now):
    _plan(sessions, "early", now)
    waits = []
    while True:
        run = _claim(sessions, now)
        assert _fail(sessions, run, now)
        row = _row(sessions, run.id)
        if row.status is JobStatus.FAILED:
            break
        waits.append(row.run_at - now)
        assert _claim(sessions, row.run_at - timedelta(seconds=1)) is None
        now = row.run_at

    assert waits == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert row.attempts_count == job_runs.MAX_ATTEMPTS
    assert row.last_error == "ValueError"
    assert _claim(sessions, now + timedelta(days=1)) is None


def test_a_run_that_kills_every_process_is_left_as_failed(sessions, now):
    _plan(sessions, "early", now)
    for _ in range(job_runs.MAX_ATTEMPTS):
        run = _claim(sessions, now)
        now += LEASE

    assert _claim(sessions, now) is None
    row = _row(sessions, run.id)
    assert (row.status, row.last_error) == (JobStatus.FAILED, "abandoned 5 times")


def test_of_several_waiting_slots_only_the_latest_is_run(sessions, now):
    for minutes in (0, 5, 10):
        _plan(sessions, "early", now + timedelta(minutes=minutes))
    _plan(sessions, "late", now)
    later = now + timedelta(minutes=12)

    run = _claim(sessions, later)

    assert run.run_at == now + timedelta(minutes=10)
    with reading(sessions) as session:
        closed = [row for row in reads.recent(session, name="early") if row.id != run.id]
        assert {row.status for row in closed} == {JobStatus.DONE}
        assert {row.report["coalesced_into"] for row in closed} == {"early@2026-06-01T01:10Z"}
    assert _claim(sessions, later).name == "late"


def test_two_slots_of_one_job_do_not_run_beside_each_other(sessions, now):
    _plan(sessions, "early", now)
    later = now + timedelta(minutes=5)
    first = _claim(sessions, later)
    _plan(sessions, "early", later)

    assert _claim(sessions, later, owner="b") is None
    assert _finish(sessions, first, later)
    assert _claim(sessions, later, owner="b").run_at == later


def test_old_finished_runs_are_deleted_and_waiting_ones_kept(sessions, now):
    _plan(sessions, "early", now)
    _finish(sessions, _claim(sessions, now), now)
    _plan(sessions, "late", now)

    with unit_of_work(sessions) as session:
        assert job_runs.purge(session, now=now + timedelta(days=30)) == 0
        assert job_runs.purge(session, now=now + timedelta(days=31)) == 1
    with reading(sessions) as session:
        assert [row.name for row in reads.latest_of_each(session)] == ["late"]


@pytest.mark.parametrize("count", [0, 3])
def test_whether_work_waits_is_known_without_claiming(sessions, now, count):
    for number in range(count):
        _plan(sessions, "early", now + timedelta(minutes=number))
    with reading(sessions) as session:
        assert reads.has_due(session, now=now, names=NAMES) is (count > 0)
