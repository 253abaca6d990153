"""A real jobs process under a moved clock asks, reminds, and falls silent (RULINGS 24)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.clock import system_clock
from data.models import Demand, FollowUp, JobRun, Outcome, Technology
from data.session import reading, unit_of_work
from data.vocabulary import (
    CatalogueStatus,
    DemandStatus,
    FollowUpStatus,
    JobStatus,
    LeadSide,
    LeadStage,
)
from matcher.services import follow_ups
from matcher.services.follow_ups import Answer
from tests.factories.processes import Inbox, wait_until
from tests.factories.records import make_lead, make_stand_in_runtime

QUESTION, REMINDER = "碳桥回访：", "碳桥回访提醒："
MOST_MEMORY_KB = 400_000


@pytest.fixture
def travel(start_jobs, mail_server, sessions):
    """Run a whole jobs process at an offset until it has done its follow-up job, then stop it."""
    inbox = Inbox()
    port = mail_server(inbox)

    def run(days: int) -> list:
        seen = len(inbox.mails)
        process = start_jobs(
            smtp_host="127.0.0.1",
            smtp_port=port,
            tanqiao_clock_offset_seconds=timedelta(days=days).total_seconds(),
        )

        def is_done() -> bool:
            has_asked = [e for e in process.events("job_done") if e["job"] == "ask_follow_ups"]
            return bool(has_asked) and not _pending(sessions)

        assert wait_until(is_done, within_seconds=40), process.log_path.read_text("utf-8")
        assert process.memory_kb() < MOST_MEMORY_KB, "the encoder is not loaded for this"
        assert process.stop() == 0
        return inbox.mails[seen:]

    return run


def _pending(sessions) -> bool:
    from data.queries import outbox
    from data.vocabulary import OutboxStatus

    with reading(sessions) as session:
        return outbox.counts(session)[OutboxStatus.PENDING] > 0


def _token(mail) -> str:
    lines = mail.get_body(("plain",)).get_content().splitlines()
    links = [re.fullmatch(r"https://tanqiao\.example/f/([0-9a-f]{64})", line) for line in lines]
    [link] = filter(None, links)
    return link.group(1)


def _of(mails, prefix) -> dict[str, object]:
    """Mails of one kind by recipient; two to one recipient would be a failure."""
    found = [mail for mail in mails if mail["Subject"].startswith(prefix)]
    by_recipient = {mail["To"]: mail for mail in found}
    assert len(by_recipient) == len(found)
    return by_recipient


def test_both_sides_are_asked_after_thirty_days_and_reminded_once_each(
    sessions, tmp_path, travel, monkeypatch
):
    monkeypatch.setenv("PUBLIC_URL", "https://tanqiao.example")
    clock = system_clock()
    with unit_of_work(sessions) as session:
        made = make_lead(session, make_stand_in_runtime(sessions, tmp_path), clock())
        # Withdrawn and closed meanwhile: then no job has a reason to load the encoder.
        session.execute(update(Technology).values(catalogue_status=CatalogueStatus.WITHDRAWN))
        session.execute(update(Demand).values(status=DemandStatus.CLOSED))
    park, owner = made.park.user.email, made.owner.user.email

    first = travel(31)
    questions = _of(first, QUESTION)
    assert set(questions) == {park, owner}
    assert _of(first, REMINDER) == {}
    assert len(first) == 4, "the two mails of the introduction, and the two questions"

    reminders = _of(travel(38), REMINDER)
    assert set(reminders) == {park, owner}

    at = clock() + timedelta(days=38)
    tokens = {_token(mail) for mail in (*questions.values(), *reminders.values())}
    assert len(tokens) == 4, "every message has a link of its own"
    with unit_of_work(sessions) as session:
        for mail in (questions[park], reminders[park]):
            asked = follow_ups.opened_by_link(session, token=_token(mail), now=at)
            assert (asked.side, asked.stage_at_ask) == (LeadSide.DEMAND, LeadStage.ACCEPTED)
        follow_ups.answer(
            session, follow_up_id=asked.id, given=Answer(stage=LeadStage.IN_TALKS), now=at
        )

    later = travel(52)
    assert set(_of(later, REMINDER)) == {owner}, "who answered is left in peace"

    travel(67)
    with reading(sessions) as session:
        stages = {
            row.side: row.status
            for row in session.scalars(select(FollowUp).where(FollowUp.round == 2))
        }
        assert stages == {
            LeadSide.DEMAND: FollowUpStatus.ANSWERED,
            LeadSide.OWNER: FollowUpStatus.SILENT,
        }
        assert session.scalar(select(Outcome)).stage is LeadStage.IN_TALKS
        runs = session.scalars(select(JobRun)).all()
    # A process that was stopped leaves what became due meanwhile to the next one.
    assert {run.status for run in runs} - {JobStatus.PENDING} == {JobStatus.DONE}
    assert len({run.dedup_key for run in runs}) == len(runs)
