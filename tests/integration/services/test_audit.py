from sqlalchemy import update

from data.models import AuditEvent
from data.session import reading, unit_of_work
from matcher.services import audit


def _record_three(sessions, now):
    with unit_of_work(sessions) as session:
        for number in range(3):
            audit.record(session, now=now, action="test", subject_id=number, details={"n": number})


def test_an_untouched_trail_verifies(sessions, now):
    _record_three(sessions, now)

    with reading(sessions) as session:
        assert audit.first_broken_event_id(session) is None


def test_a_changed_row_breaks_the_chain(sessions, now):
    _record_three(sessions, now)
    with unit_of_work(sessions) as session:
        session.execute(update(AuditEvent).where(AuditEvent.id == 2).values(actor_id=99))

    with reading(sessions) as session:
        assert audit.first_broken_event_id(session) == 2


def test_a_deleted_row_breaks_the_chain(sessions, now):
    _record_three(sessions, now)
    with unit_of_work(sessions) as session:
        session.delete(session.get_one(AuditEvent, 2))

    with reading(sessions) as session:
        assert audit.first_broken_event_id(session) == 3
