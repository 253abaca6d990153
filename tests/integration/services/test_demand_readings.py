"""Quantities read from a need's text are switched off and on by its own organization only."""

import pytest
from sqlalchemy import func, select

from data.models import AuditEvent, Demand
from data.session import reading, unit_of_work
from data.vocabulary import Role
from matcher.services.demand_readings import use_reading
from matcher.services.errors import InvalidError, NotFoundError
from tests.factories.people import make_person
from tests.factories.records import make_demand


@pytest.fixture
def poster(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now)


@pytest.fixture
def demand_id(sessions, now, poster):
    with unit_of_work(sessions) as session:
        return make_demand(session, poster, now).id


def _switch(sessions, now, poster, demand_id, code="max_investment", *, is_used=False):
    with unit_of_work(sessions) as session:
        use_reading(
            session,
            actor=poster.actor,
            demand_id=demand_id,
            code=code,
            is_used=is_used,
            now=now,
        )
    with reading(sessions) as session:
        demand = session.get(Demand, demand_id)
        return demand.ignore_understood, demand.version


def test_a_reading_is_kept_off_until_it_is_used_again(sessions, now, poster, demand_id):
    assert _switch(sessions, now, poster, demand_id) == (["max_investment"], 2)
    assert _switch(sessions, now, poster, demand_id, is_used=True) == ([], 3)


def test_saying_it_twice_changes_and_audits_nothing(sessions, now, poster, demand_id):
    for _ in range(2):
        ignored, version = _switch(sessions, now, poster, demand_id)

    assert (ignored, version) == (["max_investment"], 2)
    with reading(sessions) as session:
        changed = select(func.count()).where(AuditEvent.action == "demand.changed")
        assert session.scalar(changed) == 1


def test_what_is_never_read_is_refused(sessions, now, poster, demand_id):
    with pytest.raises(InvalidError):
        _switch(sessions, now, poster, demand_id, code="sectors")


@pytest.mark.parametrize("role", [Role.PARK_MANAGER, Role.BUREAU_OFFICER, Role.TECHNOLOGY_OWNER])
def test_nobody_else_may_switch_it(sessions, now, demand_id, role):
    with unit_of_work(sessions) as session:
        other = make_person(session, now, role)

    with pytest.raises(NotFoundError):
        _switch(sessions, now, other, demand_id)
