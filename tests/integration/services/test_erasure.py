"""A person is taken out of the account and of every form the organization handed in."""

import json

import pytest
from sqlalchemy import select

from data.models import (
    ApplicationEvent,
    AuditEvent,
    ExpertProfile,
    SavedSearch,
    Technology,
    User,
    UserSession,
)
from data.session import reading, unit_of_work
from data.vocabulary import ReviewState
from matcher.services import audit, erasure, saved_searches
from matcher.services.errors import NotFoundError
from tests.factories.applications import hand_in, make_contact, make_desk, make_form, step, take_to
from tests.factories.expert_review import make_expert
from tests.factories.people import make_session_token

NAME, PHONE = "欧阳示例", "13900001111"


@pytest.fixture
def desk(sessions, now):
    """An owner who is named all over a form that went through a correction, and one who is not."""
    with unit_of_work(sessions) as session:
        desk = make_desk(session, now)
        session.get_one(User, desk.owner.user.id).name = NAME
        named = make_form(
            session,
            desk.owner,
            now,
            technology_source=f"示例公司，联系人{NAME}，{PHONE}",
            typical_users=f"示例用户，见{NAME}的报告",
            applicant_contact=make_contact(contact_name=NAME, contact_phone=PHONE),
        )
        made = hand_in(session, desk, named, now)
        take_to(session, desk, made, ReviewState.FIRST_REVIEW, now)
        step(session, desk, made, ReviewState.RETURNED, now, note=f"请{NAME}补充")
        hand_in(session, desk, named, now)
        hand_in(session, desk, make_form(session, desk.owner, now), now)
        make_session_token(session, desk.owner, now)
        saved_searches.save(
            session, actor=desk.owner.actor, name=NAME, conditions={"type": ["1.1"]}, now=now
        )
        return desk


def _erase(sessions, user, now):
    with unit_of_work(sessions) as session:
        return erasure.erase_account(session, user_id=user.id, now=now)


def test_nothing_personal_is_left_in_forms_as_handed_in(sessions, desk, now):
    found = _erase(sessions, desk.owner.user, now)

    assert (found.snapshots, found.forms) == (3, 1)
    with reading(sessions) as session:
        events = session.scalars(select(ApplicationEvent).order_by(ApplicationEvent.id)).all()
        text = json.dumps([[one.content, one.note] for one in events], ensure_ascii=False)
        for word in (NAME, PHONE, desk.owner.user.email):
            assert word not in text
        assert "示例内容" in text  # the rest of the forms is as it was
        first, other = session.scalars(select(Technology).order_by(Technology.id)).all()
        assert first.technology_source == erasure.ERASED
        assert first.applicant_contact["contact_phone"] is None
        assert first.applicant_contact["head_name"] is not None
        assert other.technology_source == "示例内容"
        assert audit.first_broken_event_id(session) is None
        [event] = session.scalars(select(AuditEvent).where(AuditEvent.action == "user.erased"))
        assert event.details == {"snapshots": 3, "forms": 1}


def test_the_account_is_closed_and_nameless(sessions, desk, now):
    _erase(sessions, desk.owner.user, now)
    with reading(sessions) as session:
        user = session.get_one(User, desk.owner.user.id)
        assert (user.name, user.is_active, user.totp_secret) == (erasure.ERASED, False, None)
        assert desk.owner.user.email not in user.email
        assert session.scalars(select(SavedSearch)).all() == []
        assert all(one.revoked_at for one in session.scalars(select(UserSession)))
    again = _erase(sessions, desk.owner.user, now)
    assert (again.snapshots, again.forms) == (0, 0)


def test_an_expert_leaves_the_pool_without_title_and_ties(sessions, now):
    with unit_of_work(sessions) as session:
        expert = make_expert(session, now, title="示例职称", ties=["示例公司"])
    _erase(sessions, expert.user, now)
    with reading(sessions) as session:
        [profile] = session.scalars(select(ExpertProfile))
        assert (profile.title, profile.ties, profile.is_active) == (None, [], False)


def test_nobody_else_is_touched(sessions, desk, now):
    with reading(sessions) as session:
        before = session.scalars(select(ApplicationEvent.content)).all()
    _erase(sessions, desk.officer.user, now)
    with reading(sessions) as session:
        assert session.scalars(select(ApplicationEvent.content)).all() == before
    with pytest.raises(NotFoundError):
        _erase(sessions, type("Nobody", (), {"id": 2_000_000})(), now)
