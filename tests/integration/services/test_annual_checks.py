from datetime import date, timedelta

import pytest
from sqlalchemy import select

from data.models import AnnualCheck, AuditEvent, Technology
from data.queries import annual_checks as reads
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, CheckStatus, ReviewState
from matcher.services import annual_checks, applications
from matcher.services.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.factories.applications import hand_in, make_desk, make_form, make_unit, take_to

TODAY = date(2026, 6, 1)


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


@pytest.fixture
def entry(sessions, desk, now):
    """Published a year ago but ten days."""
    with unit_of_work(sessions) as session:
        return make_form(
            session,
            desk.owner,
            now,
            catalogue_status=CatalogueStatus.PUBLISHED,
            published_on=date(2025, 6, 11),
        )


def _make(sessions, now):
    with unit_of_work(sessions) as session:
        return annual_checks.make_due(session, now=now)


def _checks(sessions):
    with reading(sessions) as session:
        return session.scalars(select(AnnualCheck).order_by(AnnualCheck.id)).all()


def _answer(sessions, person, check, now, note=""):
    with unit_of_work(sessions) as session:
        return annual_checks.answer(
            session,
            actor=person.actor,
            check_id=check.id,
            note=note,
            version=check.version,
            now=now,
        )


def _decide(sessions, person, check, now, *, accepted, note=""):
    with unit_of_work(sessions) as session:
        return annual_checks.decide(
            session,
            actor=person.actor,
            check_id=check.id,
            is_accepted=accepted,
            note=note,
            version=check.version,
            now=now,
        )


@pytest.mark.parametrize(
    ("published_on", "last", "due_on"),
    [
        (date(2026, 1, 1), None, date(2027, 1, 1)),
        (date(2025, 6, 1), None, date(2026, 6, 1)),
        (date(2025, 5, 31), None, date(2027, 5, 31)),
        (date(2020, 7, 1), None, date(2026, 7, 1)),
        (date(2024, 2, 29), None, date(2027, 2, 28)),
        (date(2025, 6, 11), date(2026, 6, 11), date(2027, 6, 11)),
        (None, None, None),
    ],
)
def test_the_next_anniversary_is_the_day(published_on, last, due_on):
    assert annual_checks.due_day(published_on, today=TODAY, last=last) == due_on


def test_a_check_is_made_a_month_before_and_once(sessions, entry, now):
    assert _make(sessions, now - timedelta(days=60)) == 0
    assert _make(sessions, now) == 1
    assert _make(sessions, now) == 0
    assert _make(sessions, now + timedelta(days=500)) == 0, "one still waits"

    (check,) = _checks(sessions)
    assert (check.technology_id, check.due_on) == (entry.id, date(2026, 6, 11))
    assert check.status is CheckStatus.OPEN


def test_the_owner_confirms_and_the_bureau_accepts(sessions, desk, entry, now):
    _make(sessions, now)
    (check,) = _checks(sessions)
    with pytest.raises(ConflictError):
        _decide(sessions, desk.officer, check, now, accepted=True)
    with pytest.raises(ForbiddenError):
        _answer(sessions, desk.officer, check, now)

    confirmed = _answer(sessions, desk.owner, check, now, note="无变化")
    with pytest.raises(ForbiddenError):
        _decide(sessions, desk.unit, confirmed, now, accepted=True)
    with pytest.raises(InvalidError):
        _decide(sessions, desk.officer, confirmed, now, accepted=False)
    accepted = _decide(sessions, desk.officer, confirmed, now, accepted=True)

    assert accepted.status is CheckStatus.ACCEPTED
    with reading(sessions) as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert [a for a in actions if a.startswith("annual")] == [
        "annual_check.confirmed",
        "annual_check.accepted",
    ]
    assert _make(sessions, now) == 0
    assert _make(sessions, now + timedelta(days=365)) == 1
    assert _checks(sessions)[-1].due_on == date(2027, 6, 11)


def test_others_do_not_see_a_check(sessions, desk, entry, now):
    _make(sessions, now)
    (check,) = _checks(sessions)
    with unit_of_work(sessions) as session:
        far = make_unit(session, now, region_code="440000")
    with pytest.raises(NotFoundError):
        _decide(sessions, far, check, now, accepted=True)
    with reading(sessions) as session:
        for person, count in ((desk.owner, 1), (desk.unit, 1), (desk.officer, 1), (far, 0)):
            readable = annual_checks.checks_readable_by(person.actor)
            assert len(reads.page(session, readable=readable)) == count


def test_an_update_answers_the_check_and_its_publication_ends_it(sessions, desk, entry, now):
    _make(sessions, now)
    with unit_of_work(sessions) as session:
        draft_id = applications.start_update(
            session, actor=desk.owner.actor, technology_id=entry.id, now=now
        )
    assert _checks(sessions)[0].status is CheckStatus.UPDATING

    with unit_of_work(sessions) as session:
        draft = session.get_one(Technology, draft_id)
        made = hand_in(session, desk, draft, now)
        take_to(session, desk, made, ReviewState.PUBLISHED, now)
    assert _checks(sessions)[0].status is CheckStatus.CANCELLED
    assert _make(sessions, now + timedelta(days=350)) == 1
    assert _checks(sessions)[-1].technology_id == draft_id
