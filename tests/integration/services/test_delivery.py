import email
import email.policy
import re
import smtplib
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from data.models import AuditEvent, OutboxMessage, User
from data.queries import follow_ups as follow_up_reads
from data.queries import outbox as reads
from data.session import reading, unit_of_work
from data.vocabulary import OutboxStatus, Role
from matcher.services import delivery, follow_ups, outbox
from matcher.services.delivery import Courier, deliver_batch
from matcher.services.follow_ups import Answer
from matcher.services.mail.transports import FolderTransport, MailServerDownError
from tests.factories.people import make_person
from tests.factories.records import make_lead, make_stand_in_runtime
from tests.factories.web import TestClock

LEASE = timedelta(seconds=60)


class Channel:
    """Keeps what it was given; `fail` is called first and may raise."""

    def __init__(self, fail=lambda mail: None):
        self.mails, self.fail = [], fail

    @contextmanager
    def open(self):
        yield self

    def send(self, mail):
        self.fail(mail)
        self.mails.append(mail)


@pytest.fixture
def clock(now):
    return TestClock(now)


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path, public_url="https://tanqiao.example")


@pytest.fixture
def courier(sessions, runtime, clock):
    def make(transport, owner="a"):
        return Courier(
            sessions=sessions,
            runtime=runtime,
            transport=transport,
            clock=clock,
            owner=owner,
            lease=LEASE,
        )

    return make


def _messages(sessions):
    with reading(sessions) as session:
        return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def _a_lead(sessions, runtime, now, **kwargs):
    with unit_of_work(sessions) as session:
        return make_lead(session, runtime, now, **kwargs)


def test_a_message_is_handed_over_once_and_noted_as_sent(sessions, runtime, courier, now):
    made = _a_lead(sessions, runtime, now, accepted=False)
    channel = Channel()

    assert deliver_batch(courier(channel)) == 1
    assert deliver_batch(courier(channel)) == 0

    assert [mail["To"] for mail in channel.mails] == [made.owner.user.email]
    [message] = _messages(sessions)
    assert message.status is OutboxStatus.SENT
    assert message.sent_at == now
    assert message.lease_owner is None


def test_the_owner_reads_who_chose_what_in_their_language(sessions, runtime, courier, now):
    made = _a_lead(sessions, runtime, now, accepted=False)
    with unit_of_work(sessions) as session:
        session.execute(update(User).values(language="en"))
    channel = Channel()

    deliver_batch(courier(channel))

    [mail] = channel.mails
    text = mail.get_body(("plain",)).get_content()
    assert made.technology.name in mail["Subject"]
    assert "was chosen for a need" in mail["Subject"]
    assert made.demand.title in text
    assert f"https://tanqiao.example/leads/{made.lead.id}" in text


def test_an_accepted_lead_is_told_to_the_park_in_chinese(sessions, runtime, courier, now):
    made = _a_lead(sessions, runtime, now)
    channel = Channel()

    deliver_batch(courier(channel))

    mail = next(m for m in channel.mails if m["To"] == made.park.user.email)
    assert "已推送 → 已接受" in mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    link = f"https://tanqiao.example/leads/{made.lead.id}"
    assert f'<a href="{link}">{link}</a>' in html


def _ask(sessions, runtime, made, at) -> int:
    """Write the park's question; returns its id. Other mails are out of the way."""
    with unit_of_work(sessions) as session:
        session.execute(delete(OutboxMessage))
        asked = follow_up_reads.of_lead(session, made.lead.id)[0]
        assert follow_ups.send_due_message(session, runtime, follow_up_id=asked.id, now=at)
        return asked.id


def test_the_question_stands_in_the_mail_and_its_link_speaks_english(
    sessions, runtime, courier, clock, now
):
    made = _a_lead(sessions, runtime, now)
    with unit_of_work(sessions) as session:
        session.execute(update(User).values(language="en"))
    _ask(sessions, runtime, made, clock.advance(days=30))
    channel = Channel()

    assert deliver_batch(courier(channel)) == 1

    text = channel.mails[0].get_body(("plain",)).get_content()
    assert "reached “Accepted” on 2026-06-01. How far has it come now?" in text
    assert "The link is valid until 2026-07-22 09:00." in text
    token = re.search(r"https://tanqiao\.example/f/([0-9a-f]{64})\?lang=en", text).group(1)
    with reading(sessions) as session:
        opened = follow_ups.opened_by_link(session, token=token, now=clock())
    assert opened.lead_id == made.lead.id


def _answer(session, made, follow_up_id, at):
    follow_ups.answer(session, follow_up_id=follow_up_id, given=Answer(satisfaction=5), now=at)


def _revoke(session, made, follow_up_id, at):
    follow_ups.revoke_links(session, actor=made.park.actor, follow_up_id=follow_up_id, now=at)


@pytest.mark.parametrize("act", [_answer, _revoke])
def test_a_question_answered_or_revoked_meanwhile_is_not_sent(
    sessions, runtime, courier, clock, now, act
):
    made = _a_lead(sessions, runtime, now)
    follow_up_id = _ask(sessions, runtime, made, clock.advance(days=30))
    with unit_of_work(sessions) as session:
        act(session, made, follow_up_id, clock())
    channel = Channel()

    assert deliver_batch(courier(channel)) == 0
    assert channel.mails == []
    assert [m.status for m in _messages(sessions)] == [OutboxStatus.CANCELLED]


def test_a_link_that_ran_out_while_the_server_was_down_is_not_sent(
    sessions, runtime, courier, clock, now
):
    made = _a_lead(sessions, runtime, now)
    _ask(sessions, runtime, made, clock.advance(days=30))
    clock.advance(days=21)
    assert deliver_batch(courier(Channel())) == 0
    assert [m.status for m in _messages(sessions)] == [OutboxStatus.CANCELLED]


def test_names_cannot_add_headers_or_markup(sessions, runtime, courier, now):
    made = _a_lead(sessions, runtime, now, accepted=False)
    with unit_of_work(sessions) as session:
        technology = session.merge(made.technology)
        technology.name = "热泵\r\nBcc: victim@example.com\n\n<img onerror=x>"
    channel = Channel()

    deliver_batch(courier(channel))

    raw = channel.mails[0].as_bytes()
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert parsed["Bcc"] is None
    assert "Bcc: victim@example.com" in parsed["Subject"]
    assert "<img" not in parsed.get_body(("html",)).get_content()


def test_an_address_with_a_line_break_is_refused_and_kept_out_of_the_note(
    sessions, runtime, courier, now
):
    _a_lead(sessions, runtime, now, accepted=False)
    with unit_of_work(sessions) as session:
        session.execute(update(User).values(email=User.email + "\nBcc: v@example.com"))
    channel = Channel()

    assert deliver_batch(courier(channel)) == 0

    [message] = _messages(sessions)
    assert channel.mails == []
    assert message.status is OutboxStatus.PENDING
    assert message.last_error == "BadAddressError"


def test_a_second_attempt_carries_the_same_message_id(sessions, runtime, courier, clock, now):
    _a_lead(sessions, runtime, now, accepted=False)
    seen = []

    def fail_once(mail):
        seen.append(mail["Message-ID"])
        if len(seen) == 1:
            raise smtplib.SMTPDataError(451, b"try later owner@example.com")

    channel = Channel(fail_once)
    assert deliver_batch(courier(channel)) == 0
    [message] = _messages(sessions)
    assert message.last_error == "SMTPDataError 451"
    assert deliver_batch(courier(channel)) == 0, "too early"
    clock.advance(minutes=1)

    assert deliver_batch(courier(channel)) == 1
    assert seen[0] == seen[1]


def test_messages_have_different_message_ids(sessions, runtime, courier, now):
    _a_lead(sessions, runtime, now)
    channel = Channel()

    assert deliver_batch(courier(channel)) == 2

    assert len({mail["Message-ID"] for mail in channel.mails}) == 2


def test_a_refused_message_is_given_up_after_days_with_an_audit_event(
    sessions, runtime, courier, clock, now
):
    _a_lead(sessions, runtime, now, accepted=False)

    def refuse(mail):
        raise smtplib.SMTPRecipientsRefused({mail["To"]: (550, b"no such user")})

    for _ in range(delivery.MAX_ATTEMPTS):
        assert deliver_batch(courier(Channel(refuse))) == 0
        [message] = _messages(sessions)
        clock.now = max(clock.now, message.run_at)

    assert message.status is OutboxStatus.FAILED
    assert clock.now - now > timedelta(days=4)
    with reading(sessions) as session:
        event = session.scalar(select(AuditEvent).where(AuditEvent.action == "mail.failed"))
        assert event.details == {"attempts": 18, "error": "SMTPRecipientsRefused 550"}
        assert reads.counts(session)[OutboxStatus.FAILED] == 1


def test_one_refused_message_stops_no_other(sessions, runtime, courier, now):
    made = _a_lead(sessions, runtime, now)

    def refuse_owner(mail):
        if mail["To"] == made.owner.user.email:
            raise smtplib.SMTPDataError(554, b"no")

    channel = Channel(refuse_owner)
    assert deliver_batch(courier(channel)) == 1
    assert channel.mails[0]["To"] == made.park.user.email


def test_a_server_that_is_down_costs_no_message_an_attempt(sessions, runtime, courier, now):
    _a_lead(sessions, runtime, now)

    def down(_mail):
        raise MailServerDownError("ConnectionRefusedError 111")

    with pytest.raises(MailServerDownError):
        deliver_batch(courier(Channel(down)))

    for message in _messages(sessions):
        assert (message.attempts_count, message.lease_owner) == (0, None)
        assert message.status is OutboxStatus.PENDING


def test_a_held_message_is_not_claimed_until_its_lease_ends(sessions, runtime, clock, now):
    _a_lead(sessions, runtime, now, accepted=False)

    def claim(owner):
        with unit_of_work(sessions) as session:
            return delivery.claim(session, owner=owner, lease=LEASE, now=clock())

    first = claim("a")
    assert len(first) == 1
    assert claim("b") == []
    clock.advance(seconds=60)
    assert claim("b") == first


def test_a_message_whose_lease_was_lost_is_not_sent(sessions, runtime, courier, clock, now):
    _a_lead(sessions, runtime, now)
    channel = Channel()

    def lose_the_lease(_mail):
        with unit_of_work(sessions) as session:
            session.execute(update(OutboxMessage).values(lease_owner="b"))

    channel.fail = lose_the_lease
    assert deliver_batch(courier(channel)) == 1, "the first was handed over before the loss"

    assert len(channel.mails) == 1
    first, second = _messages(sessions)
    assert first.status is OutboxStatus.SENT, "what was accepted is noted whoever holds it"
    assert (second.status, second.lease_owner) == (OutboxStatus.PENDING, "b")


def test_what_was_noted_as_sent_is_noted_once(sessions, runtime, now):
    _a_lead(sessions, runtime, now, accepted=False)
    with unit_of_work(sessions) as session:
        assert delivery.mark_sent(session, message_id=1, now=now)
        assert not delivery.mark_sent(session, message_id=1, now=now)
        status = delivery.mark_refused(session, message_id=1, error="late", now=now)
    assert status is OutboxStatus.SENT


def test_nobody_writes_to_a_closed_account(sessions, runtime, courier, now):
    _a_lead(sessions, runtime, now, accepted=False)
    with unit_of_work(sessions) as session:
        session.execute(update(User).values(is_active=False))
    channel = Channel()

    assert deliver_batch(courier(channel)) == 0
    assert channel.mails == []
    assert [m.status for m in _messages(sessions)] == [OutboxStatus.CANCELLED]


def test_a_stop_leaves_the_rest_to_the_others(sessions, runtime, courier, now):
    _a_lead(sessions, runtime, now)
    channel = Channel()

    sent = deliver_batch(courier(channel), should_stop=lambda: bool(channel.mails))

    assert sent == 1
    assert deliver_batch(courier(channel, owner="b")) == 1, "released, not waiting for the lease"


def test_the_mail_folder_holds_one_file_a_message_however_often_written(
    sessions, runtime, courier, tmp_path, now
):
    _a_lead(sessions, runtime, now)
    folder = tmp_path / "mail"

    assert deliver_batch(courier(FolderTransport(folder))) == 2
    with unit_of_work(sessions) as session:
        session.execute(update(OutboxMessage).values(status=OutboxStatus.PENDING))
    assert deliver_batch(courier(FolderTransport(folder))) == 2

    files = sorted(folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600
        parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert parsed["Message-ID"] == f"<{file.stem}>"


def test_a_mail_that_cannot_be_written_rolls_back_to_its_cause_alone(sessions, runtime, now):
    """SECURITY 2.3.3: cause and message are one transaction, so neither is half saved."""

    def break_off():
        with unit_of_work(sessions) as session:
            make_lead(session, runtime, now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    with reading(sessions) as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_the_same_key_is_the_same_message(sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now, Role.PARK_MANAGER)
        given = {
            "dedup_key": "x:1",
            "template": "lead_opened",
            "payload": {"lead_id": 1},
            "recipient_user_id": person.user.id,
            "now": now,
        }
        assert outbox.enqueue(session, **given)
        assert not outbox.enqueue(session, **given)
    assert len(_messages(sessions)) == 1
