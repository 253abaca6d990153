"""Lists of rounds, experts and own technologies: ordered by address, in pages, as spreadsheets."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from data.models import Technology
from data.session import unit_of_work
from data.vocabulary import ReviewStage, ReviewState
from matcher.services.expert_review import rounds
from tests.factories.applications import make_form, step
from tests.factories.expert_review import held, make_panel, make_round, open_round, score
from web.pages import experts, review_rounds, technology_drafts

UNKNOWN = "'; DROP TABLE technology"


def _text(response):
    assert response.status_code == 200
    return response.get_data(as_text=True)


def _rows(response):
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.get_data()))
    return [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]


@pytest.fixture
def panel(sessions, now):
    with unit_of_work(sessions) as session:
        return make_panel(session, now, applications=1, experts=3)


def test_rounds_are_ordered_and_narrowed_by_address(browser, sessions, panel, now, monkeypatch):
    with unit_of_work(sessions) as session:
        first = open_round(session, panel, now, due_on=(now + timedelta(days=30)).date())
        for one in held(session, first.id):
            score(session, panel, one, now)
        rounds.close_round(
            session,
            actor=panel.officer.actor,
            round_id=first.id,
            version=first.version,
            reason="",
            now=now,
        )
        step(session, panel.desk, panel.applications[0], ReviewState.SECOND_REVIEW, now)
    with unit_of_work(sessions) as session:
        second = make_round(session, panel, now, stage=ReviewStage.SECOND_REVIEW)

    browser.be(panel.officer)

    def order(query):
        return re.findall(
            r'<a href="/review-rounds/(\d+)"', _text(browser.get(f"/review-rounds{query}"))
        )

    ids = [str(first.id), str(second.id)]
    assert order("") == ids[::-1] == order(f"?sort={UNKNOWN}")
    assert order("?sort=due") == ids[::-1]
    assert order("?sort=batch") == ids
    assert order("?status=unfinished") == ids[1:]
    assert order("?status=closed") == ids[:1]
    monkeypatch.setattr(review_rounds, "PAGE", 1)
    page = _text(browser.get("/review-rounds?sort=batch"))
    [link] = re.findall(r'href="(/review-rounds\?[^"]*cursor=[^"]*)"', page)
    assert order(link.replace("&amp;", "&").removeprefix("/review-rounds")) == ids[1:]
    assert len(_rows(browser.get("/review-rounds/export.xlsx?status=closed"))) == 1


def test_experts_are_ordered_by_what_they_owe_and_by_name(
    browser, sessions, panel, now, monkeypatch
):
    with unit_of_work(sessions) as session:
        made = open_round(session, panel, now, experts_per_application=1)
        busy = held(session, made.id)[0].expert_id
    browser.be(panel.officer)
    ids = [one.user.id for one in panel.experts]

    def order(query):
        found = re.findall(r'href="/experts/(\d+)"', _text(browser.get(f"/experts{query}")))
        return [int(one) for one in found]

    assert order("") == ids == order(f"?sort={UNKNOWN}")
    assert order("?sort=owed")[0] == busy
    assert order("?sort=room")[-1] == busy
    assert sorted(order("?sort=name")) == ids
    monkeypatch.setattr(experts, "PAGE", 2)
    page = _text(browser.get("/experts?sort=owed"))
    [link] = re.findall(r'href="(/experts\?[^"]*cursor=[^"]*)"', page)
    rest = order(link.replace("&amp;", "&").removeprefix("/experts"))
    assert sorted([*order("?sort=owed"), *rest]) == ids
    book = _rows(browser.get("/experts/export.xlsx?sort=owed"))
    assert (len(book), book[0][7]) == (3, 1)


def test_own_technologies_are_ordered_and_exported(browser, sessions, panel, now, monkeypatch):
    owner = panel.desk.owner
    with unit_of_work(sessions) as session:
        older = make_form(session, owner, now, name="示例乙", updated_at=now - timedelta(days=3))
        newer = make_form(session, owner, now, name="=1+1示例", updated_at=now - timedelta(days=2))
        handed_in = session.get_one(Technology, panel.applications[0].technology_id)
        handed_in.updated_at = now - timedelta(days=1)
    browser.be(owner)

    def order(query):
        page = _text(browser.get(f"/technologies/mine{query}"))
        found = re.findall(r'<th scope="row"><a href="/technologies/(\d+)', page)
        return [int(one) for one in found]

    ids = [handed_in.id, newer.id, older.id]
    assert order("") == ids == order(f"?sort={UNKNOWN}")
    assert order("?sort=newest") == sorted(ids, reverse=True)
    assert order("?sort=status") == [newer.id, older.id, handed_in.id]
    assert order("?show=drafts&sort=name") == [newer.id, older.id]
    monkeypatch.setattr(technology_drafts, "PAGE", 2)
    page = _text(browser.get("/technologies/mine?sort=status"))
    [link] = re.findall(r'href="(/technologies/mine\?[^"]*cursor=[^"]*)"', page)
    assert order(link.replace("&amp;", "&").removeprefix("/technologies/mine")) == [handed_in.id]

    rows = _rows(browser.get("/technologies/mine.xlsx?show=drafts&sort=name"))
    assert [row[1] for row in rows] == ["'=1+1示例", "示例乙"]
