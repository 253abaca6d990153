from datetime import timedelta

import pytest
from sqlalchemy import select, text

from data.models import AuditEvent, PublicComment
from data.queries import public_notices as reads
from data.session import reading, unit_of_work
from data.vocabulary import CommentStatus, ReviewState
from matcher.review_states import ReviewMoveError, ReviewRule
from matcher.services import public_comments
from matcher.services.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    TooManyError,
)
from matcher.services.public_comments import AnswerForm, CommentForm
from tests.factories.applications import (
    hand_in,
    make_desk,
    make_form,
    make_unit,
    step,
    take_to,
)

S = ReviewState
FORM = CommentForm(
    name="示例群众乙", contact="13900000000", text="案例减排量依据请补充。", has_consented=True
)
LATER = timedelta(days=12)


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


@pytest.fixture
def noticed(sessions, desk, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, make_form(session, desk.owner, now), now)
        return take_to(session, desk, made, S.PUBLIC_NOTICE, now)


def _comment(sessions, application, now, form=FORM):
    with unit_of_work(sessions) as session:
        return public_comments.comment(session, application_id=application.id, form=form, now=now)


def _answer(session, desk, comment, now, version=1, **fields):
    values = {"answer": "已核实，材料完整（示例）。", "is_published": True} | fields
    return public_comments.answer(
        session,
        actor=desk.officer.actor,
        comment_id=comment.id,
        form=AnswerForm(**values),
        version=version,
        now=now,
    )


def test_name_and_contact_of_a_comment_are_sealed_and_stay_out_of_the_trail(
    sessions, engine, noticed, now
):
    made = _comment(sessions, noticed, now)

    with reading(sessions) as session:
        kept = session.get_one(PublicComment, made.id)
        assert kept.sender == {"name": "示例群众乙", "contact": "13900000000"}
        trail = [str(row.details) for row in session.scalars(select(AuditEvent))]
    with engine.connect() as connection:
        stored = bytes(connection.execute(text("SELECT sender FROM public_comment")).scalar_one())
    assert b"13900000000" not in stored
    assert "示例群众乙".encode() not in stored
    assert not any("13900000000" in one or "示例群众" in one for one in trail)


def test_publication_waits_for_the_answers(sessions, desk, noticed, now):
    made = _comment(sessions, noticed, now)
    with unit_of_work(sessions) as session, pytest.raises(ReviewMoveError) as early:
        step(session, desk, noticed, S.PUBLISHED, now + LATER)
    assert early.value.code is ReviewRule.COMMENTS_OPEN

    with unit_of_work(sessions) as session:
        _answer(session, desk, made, now)
        moved = step(session, desk, noticed, S.PUBLISHED, now + LATER)
    assert moved.state is S.PUBLISHED


def test_after_the_last_day_comments_are_refused_with_the_day(sessions, noticed, now):
    with pytest.raises(ConflictError) as late:
        _comment(sessions, noticed, now + LATER)

    assert late.value.code == "notice_closed"
    assert late.value.values["day"] == noticed.notice_closes_on.isoformat()


def test_the_last_day_itself_still_counts(sessions, noticed, now):
    assert _comment(sessions, noticed, now + timedelta(days=10)).status is CommentStatus.OPEN


def test_an_application_that_is_not_under_notice_takes_no_comment(sessions, desk, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, make_form(session, desk.owner, now), now)
    with pytest.raises(NotFoundError):
        _comment(sessions, made, now)


def test_each_fault_of_a_comment_is_named(sessions, noticed, now):
    wrong = CommentForm(name="", contact="长" * 200, text="短", has_consented=False)
    with pytest.raises(InvalidError) as refused:
        _comment(sessions, noticed, now, wrong)

    assert [(p.field, p.rule) for p in refused.value.problems] == [
        ("name", "required"),
        ("text", "too_short"),
        ("contact", "too_long"),
        ("consent", "consent_needed"),
    ]


def test_only_the_bureau_of_the_batch_answers_and_the_second_officer_is_told(
    sessions, desk, noticed, now
):
    made = _comment(sessions, noticed, now)
    with unit_of_work(sessions) as session:
        elsewhere = make_unit(session, now)
        with pytest.raises(NotFoundError):
            public_comments.readable_comment(session, elsewhere.actor, made.id)
        with pytest.raises(NotFoundError):
            public_comments.readable_comment(session, desk.owner.actor, made.id)
        _answer(session, desk, made, now)
    with unit_of_work(sessions) as session, pytest.raises(ConflictError):
        _answer(session, desk, made, now, version=1)


def test_only_published_comments_are_public_and_a_hidden_one_needs_a_reason(
    sessions, desk, noticed, now
):
    shown, hidden = _comment(sessions, noticed, now), _comment(sessions, noticed, now)
    with unit_of_work(sessions) as session:
        _answer(session, desk, shown, now)
        with pytest.raises(InvalidError) as refused:
            _answer(session, desk, hidden, now, is_published=False)
        _answer(session, desk, hidden, now, is_published=False, unpublished_reason="含个人信息")
    assert refused.value.problems[0].field == "unpublished_reason"

    with reading(sessions) as session:
        public = reads.published_comments(session, [noticed.id])[noticed.id]
    assert [one.id for one in public] == [shown.id]


def test_an_application_cannot_be_flooded(sessions, noticed, now, monkeypatch):
    monkeypatch.setattr(public_comments, "MAX_PER_APPLICATION", 1)
    _comment(sessions, noticed, now)

    with pytest.raises(TooManyError):
        _comment(sessions, noticed, now)
