import io
import re

import openpyxl
import pytest
from docx import Document

from data.models import ReviewAssignment
from data.session import reading, unit_of_work
from data.vocabulary import AssignmentStatus
from matcher.services.expert_review import views
from tests.factories.expert_review import (
    CODES,
    declare,
    expert_of,
    held,
    make_expert,
    make_panel,
    open_round,
    score,
)
from tests.factories.runtime import make_runtime
from tests.factories.web import Browser, make_test_app

PHONE = "13800000000"


@pytest.fixture
def be(sessions, clock, tmp_path):
    runtime = make_runtime(sessions, tmp_path)
    app = make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var")
    return lambda person: Browser(app, sessions, clock).be(person)


@pytest.fixture
def panel(sessions, now):
    with unit_of_work(sessions) as session:
        return make_panel(session, now, applications=1, experts=2)


@pytest.fixture
def opened(sessions, panel, now):
    with unit_of_work(sessions) as session:
        return open_round(session, panel, now).id


def _text(response):
    return response.get_data(as_text=True)


def _held(sessions, round_id):
    with reading(sessions) as session:
        return held(session, round_id)


def test_an_officer_prepares_proposes_and_opens_a_round(be, sessions, panel):
    browser = be(panel.officer)
    batch_id = panel.desk.batch.id
    asked = _text(browser.get(f"/review-rounds/new?batch_id={batch_id}&lang=en"))
    form = {"batch_id": batch_id, "experts_per_application": "2", "due_on": "2026-07-01"}
    wrong = browser.post("/review-rounds", form, form="/account")
    made = browser.post("/review-rounds", form | {"stage": "first_review"}, form="/account")
    path = made.location
    proposed = browser.post(f"{path}/proposal", {"version": "1"}, form="/account")
    stale = browser.post(f"{path}/opening", {"version": "1"}, form="/account")
    opened = browser.post(f"{path}/opening", {"version": "2"}, form="/account")

    assert "1 application waits" in asked
    assert (wrong.status_code, made.status_code) == (422, 303)
    assert (proposed.status_code, stale.status_code, opened.status_code) == (303, 409, 303)
    page = _text(browser.get(path))
    assert "Scores in: 0, awaited: 2" in page


def test_an_expert_declares_reads_drafts_and_hands_in(be, sessions, panel, opened):
    one = _held(sessions, opened)[0]
    browser = be(expert_of(panel, one))
    path = f"/my-reviews/{one.id}"
    before = _text(browser.get(f"{path}?lang=en"))
    declared = browser.post(f"{path}/declaration", {"declaration": "no_conflict"}, form="/account")
    after = _text(browser.get(path))
    json = {"Accept": "application/json"}
    version = int(re.search(r'name="version" value="(\d+)"', after).group(1))
    draft = {"score_economy": "71.5", "comment_economy": "偏高", "version": version}
    saved = browser.post(f"{path}/scores", draft, form="/account", headers=json)
    bad = {"score_economy": "171", "score_outlook": "many", "version": version + 1}
    refused = browser.post(f"{path}/scores", bad, form="/account", headers=json)
    stale = browser.post(f"{path}/scores", draft, form="/account")
    kept = _text(browser.get(path))
    unfinished = browser.post(
        f"{path}/scores", {"go": "submit", "version": version + 1}, form="/account"
    )
    full = {f"score_{code}": "80" for code in CODES} | {"go": "submit", "version": version + 1}
    done = browser.post(f"{path}/scores", full, form="/account")

    assert "示例内容" not in before
    assert declared.status_code == 303
    assert "示例内容" in after
    assert PHONE not in before + after
    assert saved.get_json()["version"] == version + 1
    assert [one["field"] for one in refused.get_json()["errors"]] == ["score_outlook"]
    assert stale.status_code == 409
    assert 'value="71.5"' in kept
    assert unfinished.status_code == 422
    assert done.location == "/my-reviews"
    with reading(sessions) as session:
        assert session.get_one(ReviewAssignment, one.id).status is AssignmentStatus.SUBMITTED


def test_scores_are_blind_until_all_are_in(be, sessions, panel, opened, now):
    first, second = _held(sessions, opened)
    with unit_of_work(sessions) as session:
        score(session, panel, first, now, points=91)
        declare(session, panel, second, now)
    officer, other = be(panel.officer), be(expert_of(panel, second))

    hidden = _text(officer.get(f"/review-rounds/{opened}"))
    theirs = _text(other.get(f"/my-reviews/{second.id}"))
    no_table = officer.get(f"/review-rounds/{opened}/scores.xlsx")
    not_mine = other.get(f"/my-reviews/{first.id}")
    assert "91.0" not in hidden
    assert "示例意见" not in hidden + theirs
    assert (no_table.status_code, not_mine.status_code) == (404, 404)


def test_a_closed_round_has_a_table_and_minutes(be, sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        for number, one in enumerate(held(session, opened)):
            score(session, panel, one, now, points=90 - 30 * number)
        version = views.view_of(session, panel.officer.actor, opened).round.version
    browser = be(panel.officer)
    closed = browser.post(f"/review-rounds/{opened}/closing", {"version": version}, form="/account")
    page = _text(browser.get(f"/review-rounds/{opened}?lang=en"))
    book = openpyxl.load_workbook(
        io.BytesIO(browser.get(f"/review-rounds/{opened}/scores.xlsx").get_data())
    )
    minutes = Document(io.BytesIO(browser.get(f"/review-rounds/{opened}/minutes.docx").get_data()))
    application = _text(browser.get(f"/applications/{panel.applications[0].id}"))

    assert closed.status_code == 303
    assert "far apart" in page
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[2][4:7] == (2, 75, 30)
    assert book.worksheets[1].max_row == 3
    words = "\n".join(cell.text for table in minutes.tables for cell in table._cells)
    for part in (panel.desk.batch.name, "75.0", "30.0 *", panel.experts[0].organization.name):
        assert part in words
    assert "Mean 75.0 of 100" in application


def test_owners_see_nothing_of_a_review_that_is_not_decided(be, sessions, panel, opened, now):
    with unit_of_work(sessions) as session:
        for one in held(session, opened):
            score(session, panel, one, now, points=83)
    page = _text(be(panel.desk.owner).get(f"/applications/{panel.applications[0].id}?lang=en"))

    assert "83" not in page.split("<main")[1]
    assert "What the experts found" not in page
    assert all(one.organization.name not in page for one in panel.experts)


def test_an_officer_keeps_the_pool(be, sessions, panel, now):
    browser = be(panel.officer)
    expert = panel.experts[0]
    with unit_of_work(sessions) as session:
        make_expert(session, now, fields=["power"])
    path = f"/experts/{expert.user.id}"
    form = {"title": "=教授", "fields": ["steel"], "capacity_per_round": "3", "version": "1"}
    wrong = browser.post(path, form | {"capacity_per_round": "300"}, form=path)
    saved = browser.post(path, form | {"is_active": "1"}, form=path)
    listed = _text(browser.get("/experts?field=power&lang=en"))
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/experts/export.xlsx").get_data()))

    assert (wrong.status_code, saved.status_code) == (422, 303)
    assert f'/experts/{expert.user.id}"' not in listed
    titles = [row[1] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert "'=教授" in titles


def test_indicators_are_changed_by_their_form(be, panel):
    browser = be(panel.officer)
    path = f"/batches/{panel.desk.batch.id}/indicators"
    form = {
        "version": "1",
        "spread_limit": "15",
        "code_1": "effect",
        "name_zh_1": "效果",
        "name_en_1": "Effect",
        "weight_1": "many",
        "max_points_1": "10",
        "code_2": "",
        "name_zh_2": "",
    }
    wrong = browser.post(path, form, form=path)
    saved = browser.post(path, form | {"weight_1": "1"}, form=path)

    assert wrong.status_code == 422
    assert 'href="#weight_1"' in _text(wrong)
    assert saved.status_code == 303
    assert "效果" in _text(browser.get(path))
