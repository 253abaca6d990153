import pytest
from sqlalchemy import func, select

from data.models import PublicComment
from data.session import reading, unit_of_work
from data.vocabulary import ReviewState
from tests.factories.applications import hand_in, make_desk, make_form, take_to
from tests.factories.runtime import make_runtime
from tests.factories.web import Browser, make_test_app

FORM = {
    "text": "案例减排量依据请补充。",
    "name": "示例群众乙",
    "contact": "13900000000",
    "consent": "1",
}


@pytest.fixture
def app(sessions, clock, tmp_path):
    runtime = make_runtime(sessions, tmp_path)
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var")


@pytest.fixture
def public(app, sessions, clock):
    return Browser(app, sessions, clock)


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


@pytest.fixture
def noticed(sessions, desk, now):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, make_form(session, desk.owner, now), now)
        return take_to(session, desk, made, ReviewState.PUBLIC_NOTICE, now)


def _text(response):
    return response.get_data(as_text=True)


def _count(sessions):
    with reading(sessions) as session:
        return session.scalar(select(func.count()).select_from(PublicComment))


def _path(noticed):
    return f"/public-notices/applications/{noticed.id}"


def test_everybody_reads_the_notice_without_contacts_and_comments(public, sessions, desk, noticed):
    batch_id = desk.batch.id
    pages = [_text(public.get("/public-notices")), _text(public.get(f"/public-notices/{batch_id}"))]
    page = _text(public.get(_path(noticed)))
    api = public.get(f"/api/v1/public-notices/{batch_id}").get_json()
    done = public.post(f"{_path(noticed)}/comments", FORM, form=_path(noticed))

    assert desk.batch.name in pages[0]
    assert "示例循环水余热回收技术" in pages[1]
    assert not any("13800000000" in one or "示例联系人甲" in one for one in [*pages, page])
    assert [one["takes_comments"] for one in api["items"]] == [True]
    assert done.status_code == 200
    assert _count(sessions) == 1
    assert FORM["text"] not in _text(public.get(_path(noticed)))


def test_faults_are_named_and_machines_are_left_alone(public, sessions, noticed):
    path = f"{_path(noticed)}/comments"
    wrong = public.post(path, FORM | {"consent": "", "name": ""}, form=_path(noticed))
    machine = public.post(path, FORM | {"website": "x"}, form=_path(noticed))

    assert wrong.status_code == 422
    assert FORM["text"] in _text(wrong)
    assert machine.status_code == 200
    assert _count(sessions) == 0


def test_comments_from_one_address_are_limited(public, noticed):
    path = f"{_path(noticed)}/comments"
    codes = [public.post(path, FORM, form=_path(noticed)).status_code for _ in range(4)]

    assert codes == [200, 200, 200, 429]


def test_after_the_last_day_the_form_is_gone_and_a_late_comment_is_told_why(
    public, sessions, clock, noticed
):
    clock.advance(days=12)
    page = _text(public.get(f"{_path(noticed)}?lang=en"))
    late = public.post(f"{_path(noticed)}/comments", FORM, form="/login")

    assert "Comments are no longer taken" in page
    assert late.status_code == 409
    assert "Comments are no longer taken" in _text(late)
    assert _count(sessions) == 0


def test_an_officer_answers_and_the_public_reads_both_without_the_name(
    app, public, sessions, clock, desk, noticed
):
    public.post(f"{_path(noticed)}/comments", FORM, form=_path(noticed))
    officer = Browser(app, sessions, clock).be(desk.officer)
    listed = _text(officer.get("/public-comments"))
    with reading(sessions) as session:
        comment_id = session.scalars(select(PublicComment.id)).one()
    path = f"/public-comments/{comment_id}"
    shown = _text(officer.get(path))
    wrong = officer.post(f"{path}/answer", {"version": "1", "answer": "x"}, form=path)
    answer = {"version": "1", "answer": "已核实（示例）。", "is_published": "yes"}
    done = officer.post(f"{path}/answer", answer, form=path)
    again = officer.post(f"{path}/answer", answer, form=path)
    page = _text(public.get(_path(noticed)))

    assert FORM["text"] in listed
    assert "13900000000" in shown
    assert (wrong.status_code, done.status_code, again.status_code) == (422, 303, 409)
    assert "已核实（示例）。" in page
    assert FORM["text"] in page
    assert FORM["name"] not in page
