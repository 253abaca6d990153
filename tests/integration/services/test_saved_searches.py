"""Saved searches tell of what is published after them and suits, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.models import Notification, SavedSearch, Technology
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, Role
from matcher.services import notifications, saved_searches
from matcher.services.errors import InvalidError, NotFoundError, TooManyError
from tests.factories.catalogue import TOPICS, announce, make_technology
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime


@pytest.fixture
def user(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now)


@pytest.fixture
def keep(sessions, now, user):
    def kept(name="光伏", **conditions):
        with unit_of_work(sessions) as session:
            return saved_searches.save(
                session, actor=user.actor, name=name, conditions=conditions, now=now
            ).id

    return kept


@pytest.fixture
def publish(sessions, now):
    def published(**fields):
        values = {"published_on": now.date() + timedelta(days=1)} | fields
        with unit_of_work(sessions) as session:
            return make_technology(session, now, **values).id

    return published


@pytest.fixture
def look(sessions, now, tmp_path):
    runtime = make_runtime(sessions, tmp_path)

    def looked():
        with unit_of_work(sessions) as session:
            every = session.scalars(select(SavedSearch).order_by(SavedSearch.id)).all()
            return saved_searches.look(session, runtime, searches=every, now=now)

    return looked


def _told(sessions):
    with reading(sessions) as session:
        return session.scalars(select(Notification).order_by(Notification.id)).all()


def test_what_is_published_later_and_suits_is_told_once(sessions, keep, publish, look):
    publish(technology_type="1.1", name="早先")
    search_id = keep(type=["1.1"])
    first = publish(technology_type="1.1")
    publish(technology_type="2.1")
    publish(technology_type="1.1", catalogue_status=CatalogueStatus.DRAFT)

    assert (look(), look()) == (1, 0)
    [told] = _told(sessions)
    assert told.details["technology_ids"] == [first]
    assert (told.subject_id, told.read_at) == (search_id, None)


def test_an_entry_that_is_edited_is_not_told_again(sessions, now, keep, publish, look):
    keep(type=["1.1"])
    number = publish(technology_type="1.1")
    look()
    with unit_of_work(sessions) as session:
        announce(session, session.get_one(Technology, number), now)

    assert look() == 0


def test_words_are_looked_for_as_in_the_list(sessions, keep, publish, look):
    keep(query=["光伏 储能"])
    publish(name="示例余热", technical_principle=TOPICS[0])
    found = publish(name="示例光储", technical_principle=TOPICS[2])

    assert look() == 1
    assert _told(sessions)[0].details["technology_ids"] == [found]


def test_a_search_needs_a_name_and_a_condition_and_has_a_limit(keep):
    for name, conditions in (("", {"type": ["1.1"]}), ("x" * 81, {"type": ["1.1"]}), ("x", {})):
        with pytest.raises(InvalidError):
            keep(name, **conditions)
    for _ in range(saved_searches.MAX_SEARCHES):
        keep(type=["1.1"])
    with pytest.raises(TooManyError):
        keep(type=["1.1"])


def test_others_neither_delete_a_search_nor_read_what_it_told(
    sessions, now, keep, publish, look, user
):
    search_id = keep(type=["1.1"])
    publish(technology_type="1.1")
    look()
    [told] = _told(sessions)
    with unit_of_work(sessions) as session:
        other = make_person(session, now, Role.PARK_MANAGER).actor
        with pytest.raises(NotFoundError):
            saved_searches.delete(session, actor=other, search_id=search_id, now=now)
        with pytest.raises(NotFoundError):
            notifications.open_one(session, actor=other, notification_id=told.id, now=now)
        notifications.read_all(session, actor=other, now=now)
        assert session.get_one(Notification, told.id).read_at is None
        notifications.read_all(session, actor=user.actor, now=now)
        saved_searches.delete(session, actor=user.actor, search_id=search_id, now=now)

    assert _told(sessions)[0].read_at == now
