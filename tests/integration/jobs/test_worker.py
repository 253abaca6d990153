import threading
import time
from datetime import date

import pytest
from sqlalchemy import delete, func, select, update

from data.models import AuditEvent, Demand, FollowUp, JobRun, LeadEvent, TextVector
from data.queries import job_runs as reads
from data.session import reading, unit_of_work
from data.vocabulary import DemandStatus, JobStatus, LeadStage
from jobs import planner, schedule, worker
from jobs.context import JobContext
from jobs.schedule import JOB_NAMES, Job, job_named
from matcher.services import audit, leads
from matcher.services.errors import ConflictError
from matcher.services.leads import Move
from tests.factories.records import make_demand, make_lead, make_stand_in_runtime, make_technology
from tests.factories.web import TestClock


@pytest.fixture
def clock(now):
    return TestClock(now)


@pytest.fixture
def context(sessions, tmp_path, clock):
    runtime = make_stand_in_runtime(sessions, tmp_path)
    return JobContext(
        settings=runtime.settings,
        sessions=sessions,
        clock=clock,
        runtime=runtime,
        owner="test",
    )


def _runs(sessions):
    with reading(sessions) as session:
        return reads.recent(session)


def _a_job(monkeypatch, run) -> Job:
    job = Job(name="test", run=run, cron="*/5 * * * *", reason="test", catches_up=True)
    monkeypatch.setattr(schedule, "JOBS", (job,))
    monkeypatch.setattr(planner, "JOBS", (job,))
    return job


def test_a_planned_job_is_run_and_its_report_kept(monkeypatch, context, sessions):
    _a_job(monkeypatch, lambda _context: {"seen": 3})

    assert planner.catch_up(context, ("test",)) == 1
    assert worker.run_next(context, ("test",))
    assert not worker.run_next(context, ("test",))

    [run] = _runs(sessions)
    assert (run.status, run.report) == (JobStatus.DONE, {"seen": 3})


def test_a_slot_missed_while_nothing_ran_is_caught_up_once(monkeypatch, context, sessions, clock):
    _a_job(monkeypatch, lambda _context: {})
    clock.advance(minutes=4)

    assert planner.catch_up(context, ("test",)) == 1
    assert planner.catch_up(context, ("test",)) == 0
    assert planner.catch_up(context, ()) == 0
    clock.advance(minutes=1)
    assert planner.catch_up(context, ("test",)) == 1

    slots = [run.dedup_key for run in _runs(sessions)]
    assert slots == ["test@2026-06-01T01:05Z", "test@2026-06-01T01:00Z"]


def test_a_failing_job_is_shown_and_tried_again(monkeypatch, context, sessions, clock):
    attempts = []

    def fail_once(_context):
        attempts.append(1)
        if len(attempts) == 1:
            raise ValueError("a personal value")
        return {}

    _a_job(monkeypatch, fail_once)
    planner.catch_up(context, ("test",))

    worker.run_next(context, ("test",))
    [run] = _runs(sessions)
    assert run.status is JobStatus.PENDING
    assert run.last_error.startswith("ValueError at test_worker.py:")
    assert "personal" not in run.last_error
    clock.advance(minutes=1)
    worker.run_next(context, ("test",))
    assert _runs(sessions)[0].status is JobStatus.DONE


def test_the_words_of_our_own_refusals_are_shown(monkeypatch, context, sessions):
    def refuse(_context):
        raise ConflictError("demand_closed")

    _a_job(monkeypatch, refuse)
    planner.catch_up(context, ("test",))
    worker.run_next(context, ("test",))
    assert _runs(sessions)[0].last_error.startswith("ConflictError: demand_closed at")


def test_a_long_job_keeps_its_lease(monkeypatch, context, sessions):
    object.__setattr__(
        context, "settings", context.settings.model_copy(update={"lease_seconds": 0.3})
    )
    seen = []

    def long(_context):
        end = time.monotonic() + 5
        while len(set(seen)) < 3 and time.monotonic() < end:
            with reading(sessions) as session:
                seen.append(session.scalar(select(JobRun.lease_until)))
            context.clock.advance(milliseconds=1)
            time.sleep(0.02)
        return {}

    _a_job(monkeypatch, long)
    planner.catch_up(context, ("test",))
    worker.run_next(context, ("test",))

    assert len(set(seen)) == 3, "renewed twice while it ran"
    assert _runs(sessions)[0].status is JobStatus.DONE
    assert not [t for t in threading.enumerate() if t.name.startswith("lease of")]


def test_one_lead_that_fails_stops_no_other(context, sessions, now, clock, monkeypatch):
    with unit_of_work(sessions) as session:
        made = [make_lead(session, context.runtime, now) for _ in range(2)]
    clock.advance(days=30)
    real = leads_of_follow_ups()
    broken_ids = _follow_up_ids(sessions, made[0].lead.id)

    def sometimes(session, runtime, *, follow_up_id, now):
        if follow_up_id in broken_ids:
            raise RuntimeError
        return real(session, runtime, follow_up_id=follow_up_id, now=now)

    monkeypatch.setattr("matcher.services.follow_ups.send_due_message", sometimes)
    report = job_named("ask_follow_ups").run(context)

    assert report["due_count"] == 4
    assert report["written_count"] == 2
    assert report["failed_ids"] == broken_ids


def leads_of_follow_ups():
    from matcher.services import follow_ups

    return follow_ups.send_due_message


def _follow_up_ids(sessions, lead_id):
    with reading(sessions) as session:
        return list(session.scalars(select(FollowUp.id).where(FollowUp.lead_id == lead_id)))


def test_silence_confirms_after_seven_days(context, sessions, now, clock):
    with unit_of_work(sessions) as session:
        made = make_lead(session, context.runtime, now)
        leads.move_lead(
            session,
            actor=made.park.actor,
            lead_id=made.lead.id,
            move=Move(to=LeadStage.CONTRACTED),
            now=now,
        )
    run = job_named("confirm_silent_stages").run
    clock.advance(days=6, hours=23)
    assert run(context)["confirmed_count"] == 0
    clock.advance(hours=1)
    assert run(context)["confirmed_count"] == 1
    assert run(context)["confirmed_count"] == 0
    with reading(sessions) as session:
        kinds = session.scalars(select(LeadEvent.kind).order_by(LeadEvent.id)).all()
    assert kinds[-1] == "auto_confirmed"


def test_a_demand_is_open_through_its_last_day(context, sessions, now, clock):
    with unit_of_work(sessions) as session:
        made = make_lead(session, context.runtime, now)
        ends = make_demand(session, made.park, now, expires_on=date(2026, 6, 1))
        stays = make_demand(session, made.park, now)
    run = job_named("expire_demands").run
    assert run(context)["closed_count"] == 0
    clock.now = now.replace(hour=16)  # midnight in Shanghai
    assert run(context)["closed_count"] == 1
    with reading(sessions) as session:
        assert session.get_one(Demand, ends.id).status is DemandStatus.CLOSED
        assert session.get_one(Demand, stays.id).status is DemandStatus.OPEN
        action = session.scalar(select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(1))
    assert action == "demand.expired"
    assert run(context)["closed_count"] == 0


def test_a_broken_audit_trail_is_reported(context, sessions, now):
    with unit_of_work(sessions) as session:
        for number in range(3):
            audit.record(session, now=now, action="test", subject_id=number)
    run = job_named("audit_verify").run
    assert run(context) == {"is_intact": True, "first_broken_event_id": None}
    with unit_of_work(sessions) as session:
        session.execute(update(AuditEvent).where(AuditEvent.id == 2).values(subject_id=7))
    assert run(context) == {"is_intact": False, "first_broken_event_id": 2}


def test_technologies_without_a_vector_are_encoded_once(context, sessions, now):
    with unit_of_work(sessions) as session:
        made = make_technology(session, None, now)
        make_technology(session, None, now)
    run = job_named("encode_missing").run

    assert run(context) == {"encoded_count": 2}
    assert run(context) == {"encoded_count": 0}
    with unit_of_work(sessions) as session:
        session.execute(delete(TextVector).where(TextVector.subject_id == made.id))
    assert run(context) == {"encoded_count": 1}


def test_the_encoder_is_not_loaded_when_nothing_is_missing(context):
    assert job_named("encode_missing").run(context) == {"encoded_count": 0}
    assert not context.runtime.background.ready


def test_the_saved_index_holds_the_catalogue(context, sessions, now, tmp_path):
    with unit_of_work(sessions) as session:
        make_technology(session, None, now)
    job_named("encode_missing").run(context)

    report = job_named("save_index").run(context)

    assert report["technology_count"] == 1
    assert any((tmp_path / "index").rglob("*"))


def test_the_idf_is_not_fitted_to_an_empty_catalogue(context, sessions, now):
    run = job_named("refresh_lexical_index").run
    assert run(context) == {"is_refit": False}
    with unit_of_work(sessions) as session:
        make_technology(session, None, now)
    assert run(context) == {"is_refit": True}
    assert run(context) == {"is_refit": False}


@pytest.mark.parametrize("name", JOB_NAMES)
def test_every_job_runs_twice_on_an_empty_database(context, sessions, name):
    first = job_named(name).run(context)
    assert job_named(name).run(context) == first
    with reading(sessions) as session:
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0
