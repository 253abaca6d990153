"""Who is told what by mail while applications are reviewed, and that nobody is told twice."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.models import OutboxMessage, ReviewRound, User
from data.session import reading, unit_of_work
from data.vocabulary import AssignmentStatus, OutboxStatus, ReviewState
from jobs.context import JobContext
from jobs.reviews import remind_experts
from matcher.services.delivery import Courier, deliver_batch
from matcher.services.expert_review import assignments, letters
from tests.factories.applications import hand_in, make_desk, make_form, step, take_to
from tests.factories.expert_review import held, make_panel, open_round, score
from tests.factories.records import make_stand_in_runtime
from tests.factories.web import TestClock

DAY = timedelta(days=1)


class Channel:
    def __init__(self):
        self.mails = []

    @contextmanager
    def open(self):
        yield self

    def send(self, mail):
        self.mails.append(mail)


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path, public_url="https://tanqiao.example")


@pytest.fixture
def deliver(sessions, runtime, now):
    """Deliver what is due and return the mails."""

    def do(at=now):
        channel = Channel()
        while deliver_batch(
            Courier(
                sessions=sessions,
                runtime=runtime,
                transport=channel,
                clock=TestClock(at),
                owner="a",
                lease=timedelta(seconds=60),
            )
        ):
            pass
        return channel.mails

    return do


@pytest.fixture
def panel(sessions, now):
    with unit_of_work(sessions) as session:
        return make_panel(session, now)


@pytest.fixture
def opened(sessions, panel, now):
    """Two applications, two of three experts each, due in 14 days; older mail is gone."""
    with unit_of_work(sessions) as session:
        made = open_round(session, panel, now)
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.template.not_like("review_round%"))
            .values(status=OutboxStatus.CANCELLED)
        )
        return made


def _pending(sessions, template):
    with reading(sessions) as session:
        return session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.template == template)
            .order_by(OutboxMessage.id)
        ).all()


def _remind(sessions, at):
    with unit_of_work(sessions) as session:
        return letters.remind_due(session, now=at)


def _body(mail):
    return mail.get_body(("plain",)).get_content()


def test_experts_are_told_of_a_round_in_their_language_without_names(
    sessions, panel, opened, deliver
):
    with unit_of_work(sessions) as session:
        asked = {one.expert_id for one in held(session, opened.id)}
        session.execute(
            update(User).where(User.id == panel.experts[0].user.id).values(language="en")
        )
    mails = deliver()

    addresses = {one.user.id: one.user.email for one in panel.experts}
    assert sorted(mail["To"] for mail in mails) == sorted(addresses[one] for one in asked)
    texts = {mail["To"]: mail["Subject"] + _body(mail) for mail in mails}
    english = texts[addresses[panel.experts[0].user.id]]
    assert "please score applications" in english
    assert any("分配给您的申报" in text for text in texts.values())
    for text in texts.values():
        assert opened.due_on.isoformat() in text
        assert "https://tanqiao.example/my-reviews" in text
        assert "循环水余热" not in text  # the form's title
        assert panel.desk.owner.organization.name not in text


def test_what_is_confirmed_later_is_told_once_more(sessions, panel, opened, now):
    before = len(_pending(sessions, letters.ASKED))
    with unit_of_work(sessions) as session:
        busy = {(one.application_id, one.expert_id) for one in held(session, opened.id)}
        application_id, expert = next(
            (one.id, expert)
            for one in panel.applications
            for expert in panel.experts
            if (one.id, expert.user.id) not in busy
        )
        actor = panel.officer.actor
        found = session.get_one(ReviewRound, opened.id)
        assignments.add_expert(
            session,
            actor=actor,
            round_id=opened.id,
            application_id=application_id,
            expert_id=expert.user.id,
            version=found.version,
            now=now,
        )
        assignments.confirm_proposals(
            session, actor=actor, round_id=opened.id, version=found.version, now=now
        )
        added = held(session, opened.id)[-1]
        letters.tell_experts(session, opened.id, [added], now)  # again: nothing
    found = _pending(sessions, letters.ASKED)
    assert len(found) == before + 1
    assert found[-1].recipient_user_id == expert.user.id


def test_whoever_has_not_scored_is_reminded_once_before_the_last_day(
    sessions, panel, opened, now, deliver
):
    deliver()
    assert _remind(sessions, now + 10 * DAY) == 0
    with unit_of_work(sessions) as session:
        first = held(session, opened.id)[0].expert_id
        for one in held(session, opened.id):
            if one.expert_id == first:
                score(session, panel, one, now)
        others = {one.expert_id for one in held(session, opened.id)} - {first}
    assert _remind(sessions, now + 11 * DAY) == len(others)
    assert _remind(sessions, now + 11 * DAY) == 0
    assert _remind(sessions, now + 14 * DAY) == 0

    told = {row.recipient_user_id for row in _pending(sessions, letters.REMINDER)}
    assert told == others
    mails = deliver(now + 11 * DAY)
    assert len(mails) == len(others)
    assert all("提醒" in mail["Subject"] for mail in mails)


def test_the_job_may_run_twice(sessions, runtime, opened, now):
    context = JobContext(
        settings=runtime.settings,
        sessions=sessions,
        runtime=runtime,
        clock=TestClock(now + 12 * DAY),
        owner="a",
    )
    assert remind_experts(context)["written_count"] > 0
    assert remind_experts(context) == {"written_count": 0}


def test_nobody_is_reminded_on_the_day_they_were_asked(sessions, panel, now):
    with unit_of_work(sessions) as session:
        open_round(session, panel, now, due_on=(now + DAY).date())
    assert _remind(sessions, now) == 0
    assert _remind(sessions, now + 2 * DAY) == 0  # the last day is over
    assert _remind(sessions, now + DAY) > 0


def test_a_letter_without_a_point_is_not_sent(sessions, panel, opened, now, deliver):
    _remind(sessions, now + 12 * DAY)
    with unit_of_work(sessions) as session:
        for one in held(session, opened.id, AssignmentStatus.ASSIGNED):
            score(session, panel, one, now)
    assert deliver(now + 12 * DAY) == []


def test_an_application_that_left_the_round_keeps_nobody_waiting(
    sessions, panel, opened, now, deliver
):
    with unit_of_work(sessions) as session:
        for one in panel.applications:
            step(session, panel.desk, one, ReviewState.REJECTED, now)
    assert _remind(sessions, now + 12 * DAY) == 0
    assert [mail for mail in deliver() if "评审" in mail["Subject"]] == []


def test_the_unit_is_told_of_what_waits_and_the_owner_of_what_was_decided(sessions, now, deliver):
    with unit_of_work(sessions) as session:
        desk = make_desk(session, now)
        made = hand_in(session, desk, make_form(session, desk.owner, now), now)
    [mail] = deliver()
    assert (mail["To"], "推荐单位" in _body(mail)) == (desk.unit.user.email, True)

    with unit_of_work(sessions) as session:
        take_to(session, desk, made, ReviewState.FIRST_REVIEW, now)
    deliver()
    with unit_of_work(sessions) as session:
        step(session, desk, made, ReviewState.RETURNED, now, due_on=(now + 9 * DAY).date())
    [mail] = deliver()
    assert mail["To"] == desk.owner.user.email
    assert (now + 9 * DAY).date().isoformat() in mail["Subject"]
    assert "退回补正" in mail["Subject"]


def test_every_decision_reaches_the_owner(sessions, now, deliver):
    with unit_of_work(sessions) as session:
        desk = make_desk(session, now)
        made = hand_in(session, desk, make_form(session, desk.owner, now), now)
        take_to(session, desk, made, ReviewState.PUBLISHED, now)
    mails = deliver(now + 12 * DAY)  # the unit's letter has lost its point
    assert {mail["To"] for mail in mails} == {desk.owner.user.email}
    subjects = " ".join(mail["Subject"] for mail in mails)
    assert "进入公示" in subjects
    assert "已发布" in subjects or "发布" in subjects
