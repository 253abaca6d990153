"""Several applications moved at once: each on its own, with one reason, without scripts."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.models import Application, ApplicationEvent, AuditEvent
from data.session import reading, unit_of_work
from data.vocabulary import ReviewState
from matcher.services.applications.bulk import MAX_AT_ONCE
from tests.factories.applications import hand_in, make_desk, make_form, make_unit, step, take_to
from tests.factories.runtime import make_runtime
from tests.factories.web import Browser, make_test_app

S = ReviewState
PATH = "/applications/bulk"


@pytest.fixture
def app(sessions, clock, tmp_path):
    runtime = make_runtime(sessions, tmp_path)
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var")


@pytest.fixture
def be(app, sessions, clock):
    return lambda person: Browser(app, sessions, clock).be(person)


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


def _made(sessions, desk, now, count, state=S.SUBMITTED):
    with unit_of_work(sessions) as session:
        made = [
            hand_in(session, desk, make_form(session, desk.owner, now), now) for _ in range(count)
        ]
        if state is not S.SUBMITTED:
            for one in made:
                take_to(session, desk, one, state, now)
        return [(one.id, one.version) for one in made]


def _post(browser, to, picks, **fields):
    form = {"to": to, "pick": [f"{one}.{version}" for one, version in picks]} | fields
    return browser.post(PATH, form, form="/")


def _states(sessions, picks):
    with reading(sessions) as session:
        return [session.get_one(Application, one).state for one, _version in picks]


def _text(response):
    return response.get_data(as_text=True)


def test_what_can_go_goes_and_the_rest_is_named_with_its_reason(sessions, desk, be, now):
    picks = _made(sessions, desk, now, 3, S.RECOMMENDED)
    with unit_of_work(sessions) as session:  # one was moved since the list was opened
        step(session, desk, session.get_one(Application, picks[1][0]), S.FIRST_REVIEW, now)
    [late] = _made(sessions, desk, now, 1)  # and one stands elsewhere

    done = _post(be(desk.officer), "first_review", [*picks, late], note="一次会议议定（示例）")

    page = _text(done)
    assert done.status_code == 200
    assert "已办理 2 项申报" in page
    assert "2 项申报未能办理" in page
    assert _states(sessions, [*picks, late]) == [S.FIRST_REVIEW] * 3 + [S.SUBMITTED]
    with reading(sessions) as session:
        events = session.scalars(
            select(ApplicationEvent).where(ApplicationEvent.note == "一次会议议定（示例）")
        ).all()
        assert sorted(one.application_id for one in events) == [picks[0][0], picks[2][0]]
        audited = session.scalars(
            select(AuditEvent.subject_id).where(AuditEvent.action == "application.first_review")
        ).all()
        assert sorted(int(one) for one in audited) == sorted(one for one, _v in picks)


def test_sent_twice_nothing_moves_twice(sessions, desk, be, now):
    picks = _made(sessions, desk, now, 2, S.RECOMMENDED)
    browser = be(desk.officer)
    _post(browser, "first_review", picks)
    again = _text(_post(browser, "first_review", picks))
    assert "已办理" not in again.replace("批量办理", "")
    assert "2 项申报未能办理" in again


def test_a_missing_reason_is_asked_for_before_anything_moves(sessions, desk, be, now):
    picks = _made(sessions, desk, now, 2, S.SECOND_REVIEW)
    browser = be(desk.officer)
    last = (now + timedelta(days=10)).date().isoformat()
    refused = _post(browser, "public_notice", picks, notice_closes_on=last)
    assert refused.status_code == 422
    assert 'href="#note"' in _text(refused)
    assert _states(sessions, picks) == [S.SECOND_REVIEW] * 2

    done = _post(browser, "public_notice", picks, notice_closes_on=last, note="示例理由")
    assert "已办理 2 项申报" in _text(done)
    assert _states(sessions, picks) == [S.PUBLIC_NOTICE] * 2


def test_several_are_published_with_their_own_numbers(sessions, desk, be, clock, now):
    picks = _made(sessions, desk, now, 2, S.PUBLIC_NOTICE)
    early = _text(_post(be(desk.officer), "published", picks))
    assert "2 项申报未能办理" in early

    clock.advance(days=11)
    assert "已办理 2 项申报" in _text(_post(be(desk.officer), "published", picks))
    with reading(sessions) as session:
        numbers = [session.get_one(Application, one).number_in_batch for one, _v in picks]
    assert numbers == [1, 2]


def test_a_unit_recommends_several_with_one_opinion(sessions, desk, be, now):
    picks = _made(sessions, desk, now, 2)
    done = _post(be(desk.unit), "recommended", picks, opinion="同意推荐（示例）")
    assert "已办理 2 项申报" in _text(done)
    with reading(sessions) as session:
        found = [session.get_one(Application, one).opinion for one, _v in picks]
    assert found == ["同意推荐（示例）"] * 2


def test_others_move_nothing_and_learn_nothing(sessions, desk, be, now):
    picks = _made(sessions, desk, now, 1)
    with unit_of_work(sessions) as session:
        other = make_unit(session, now, region_code="330000")
    page = _text(_post(be(other), "recommended", picks, opinion="示例"))
    assert "循环水余热" not in page
    assert _states(sessions, picks) == [S.SUBMITTED]
    assert be(desk.owner).get(f"{PATH}?to=recommended&pick=1.1").status_code == 403


def test_too_many_and_none_are_refused(sessions, desk, be, now):
    browser = be(desk.officer)
    picks = "&".join(f"pick={one}.1" for one in range(1, MAX_AT_ONCE + 2))
    assert browser.get(f"{PATH}?to=published&{picks}").status_code == 422
    assert browser.get(f"{PATH}?to=published").status_code == 422
    assert browser.get(f"{PATH}?to=published&pick=x.1&pick=1").status_code == 422
    for to in ("rejected", "withdrawn", "nothing", ""):
        assert browser.get(f"{PATH}?to={to}&pick=1.1").status_code == 404


def test_the_list_offers_the_moves_of_what_it_shows(sessions, desk, be, now):
    _made(sessions, desk, now, 2, S.RECOMMENDED)
    page = _text(be(desk.officer).get("/applications?lang=en"))
    assert re.findall(r'<option value="(\w+)">Take into first review', page) == ["first_review"]
    assert '<option value="published">' not in page
    assert page.count('name="pick"') == 2
    assert " checked" not in page
    ticked = _text(be(desk.officer).get("/applications?lang=en&picks=all"))
    assert len(re.findall(r'name="pick"[^>]* checked', ticked)) == 2
    assert 'name="pick"' not in _text(be(desk.owner).get("/applications"))
    assert 'name="pick"' not in _text(be(desk.unit).get("/applications"))  # the bureau's to move
