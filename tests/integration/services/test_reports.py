from datetime import timedelta

import pytest
from sqlalchemy import update

from data.models import FollowUp
from data.queries import follow_ups as reads
from data.session import reading, unit_of_work
from data.vocabulary import Barrier, LeadSide, LeadStage, Role
from matcher.services import follow_ups, leads, reports
from matcher.services.follow_ups import Answer
from matcher.services.leads import Move
from matcher.services.reports import FunnelFilter
from tests.factories.people import make_person
from tests.factories.records import make_lead, make_stand_in_runtime

S = LeadStage
DAY = timedelta(days=1)


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path)


@pytest.fixture
def officer(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.BUREAU_OFFICER).actor


def _leads(sessions, runtime, now, count, **kwargs):
    with unit_of_work(sessions) as session:
        return [make_lead(session, runtime, now, **kwargs) for _ in range(count)]


def _ask(sessions, runtime, made, now):
    """Send every question of a lead; returns its rows."""
    with unit_of_work(sessions) as session:
        rows = reads.of_lead(session, made.lead.id)
        for row in rows:
            follow_ups.send_due_message(session, runtime, follow_up_id=row.id, now=now)
    return rows


def _answer(sessions, row, now, stage=None):
    with unit_of_work(sessions) as session:
        follow_ups.answer(session, follow_up_id=row.id, given=Answer(stage=stage), now=now)


def _funnel(sessions, actor, **wanted):
    with reading(sessions) as session:
        return reports.funnel_report(session, actor=actor, wanted=FunnelFilter(**wanted))


def _step(report, stage):
    return next(step for step in report.whole.steps if step.stage is stage)


def test_an_empty_funnel_has_no_shares(sessions, officer):
    report = _funnel(sessions, officer)
    assert report.whole.total == 0
    assert {(s.count, s.lower, s.upper) for s in report.whole.steps} == {(0, None, None)}


def test_the_silent_stay_in_the_denominator(sessions, runtime, officer, now):
    """Four asked, two answered, one of them in talks: between a quarter and three quarters."""
    made = _leads(sessions, runtime, now, 5)
    asked_at = now + 30 * DAY
    rows = [_ask(sessions, runtime, each, asked_at) for each in made[:4]]
    _answer(sessions, rows[0][0], asked_at, S.IN_TALKS)
    _answer(sessions, rows[1][0], asked_at)

    in_talks = _step(_funnel(sessions, officer), S.IN_TALKS)

    assert (in_talks.asked, in_talks.answered, in_talks.confirmed) == (4, 2, 1)
    assert (in_talks.lower, in_talks.upper) == (0.25, 0.75)


def test_a_lead_counts_in_every_stage_up_to_its_furthest_even_if_declined_later(
    sessions, runtime, officer, now
):
    [made] = _leads(sessions, runtime, now, 1)
    _leads(sessions, runtime, now, 1, accepted=False)
    with unit_of_work(sessions) as session:
        for to, barrier in ((S.SITE_SURVEY, None), (S.DECLINED, Barrier.NO_FINANCE)):
            leads.move_lead(
                session,
                actor=made.park.actor,
                lead_id=made.lead.id,
                move=Move(to=to, barrier=barrier),
                now=now,
            )

    report = _funnel(sessions, officer)

    counts = {step.stage: step.count for step in report.whole.steps}
    assert counts[S.INTRODUCED] == 2
    assert [counts[s] for s in (S.ACCEPTED, S.IN_TALKS, S.SITE_SURVEY, S.CONTRACTED)] == [
        1,
        1,
        1,
        0,
    ]
    assert report.whole.outside[S.DECLINED] == 1


def test_both_sides_of_one_lead_are_one_answer_the_furthest(sessions, runtime, officer, now):
    [made] = _leads(sessions, runtime, now, 1)
    park, owner = _ask(sessions, runtime, made, now + 30 * DAY)
    assert {park.side, owner.side} == {LeadSide.DEMAND, LeadSide.OWNER}
    _answer(sessions, park, now + 31 * DAY, S.IN_TALKS)
    _answer(sessions, owner, now + 31 * DAY, S.SITE_SURVEY)

    survey = _step(_funnel(sessions, officer), S.SITE_SURVEY)
    assert (survey.asked, survey.answered, survey.confirmed) == (1, 1, 1)


def test_the_funnel_narrows_by_time_type_and_region_of_the_site(sessions, runtime, officer, now):
    _leads(sessions, runtime, now, 2)
    _leads(sessions, runtime, now + DAY, 1)
    for wanted, total in (
        ({"from_at": now, "to_at": now + DAY}, 2),
        ({"from_at": now + DAY}, 1),
        ({"technology_type": "2"}, 3),
        ({"technology_type": "3"}, 0),
        ({"region_code": "320000"}, 3),
        ({"region_code": "320500"}, 3),
        ({"region_code": "330000"}, 0),
    ):
        assert _funnel(sessions, officer, **wanted).whole.total == total, wanted
    report = _funnel(sessions, officer)
    assert {key: f.total for key, f in report.by_type.items()} == {"2.1": 3}
    assert {key: f.total for key, f in report.by_region.items()} == {"32": 3}


def test_everybody_counts_only_what_they_may_read(sessions, runtime, now):
    made = _leads(sessions, runtime, now, 2)
    with unit_of_work(sessions) as session:
        elsewhere = make_person(session, now, Role.BUREAU_OFFICER, region_code="440000").actor
        here = make_person(session, now, Role.BUREAU_OFFICER, region_code="320000").actor
        stranger = make_person(session, now, Role.TECHNOLOGY_OWNER).actor
    totals = [
        _funnel(sessions, actor).whole.total
        for actor in (made[0].park.actor, made[1].owner.actor, here, elsewhere, stranger)
    ]
    assert totals == [1, 1, 2, 0, 0]


def test_a_question_planned_but_not_sent_is_not_asked(sessions, runtime, officer, now):
    _leads(sessions, runtime, now, 1)
    with unit_of_work(sessions) as session:
        session.execute(update(FollowUp).values(due_at=now))
    assert _step(_funnel(sessions, officer), S.ACCEPTED).asked == 0
