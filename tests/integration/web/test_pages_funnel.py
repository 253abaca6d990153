import io
import re
from datetime import timedelta

import openpyxl
import pytest

from data.models import Demand, Technology
from data.queries.follow_ups import of_lead
from data.session import unit_of_work
from data.vocabulary import Barrier, LeadSide, LeadStage, Role
from matcher.services import follow_ups, leads
from matcher.services.follow_ups import Answer
from matcher.services.leads import Move
from tests.factories.people import make_person
from tests.factories.records import make_lead, make_stand_in_runtime
from tests.factories.web import Browser, make_test_app

S = LeadStage


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path)


@pytest.fixture
def app(sessions, clock, runtime, tmp_path):
    return make_test_app(sessions, clock, runtime=runtime, var=tmp_path / "var")


@pytest.fixture
def officer(app, sessions, clock, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now, Role.BUREAU_OFFICER, region_code=None)
    return lambda region=None: Browser(app, sessions, clock).be(
        person if region is None else _of_region(sessions, now, region)
    )


def _of_region(sessions, now, region):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.BUREAU_OFFICER, region_code=region)


@pytest.fixture
def story(sessions, runtime, now):
    """Six leads: two in talks (one answered), one contracted, one declined, two elsewhere."""
    with unit_of_work(sessions) as session:
        made = [make_lead(session, runtime, now) for _ in range(5)]
        made.append(make_lead(session, runtime, now, accepted=False))
        for one in made[:2]:
            _to(session, one, S.IN_TALKS, now)
        for actor in (made[2].owner.actor, made[2].park.actor):
            leads.move_lead(
                session, actor=actor, lead_id=made[2].lead.id, move=Move(to=S.CONTRACTED), now=now
            )
        _to(session, made[3], S.DECLINED, now, barrier=Barrier.NO_FINANCE)
        session.get_one(Demand, made[4].demand.id).region_code = "110000"
        session.get_one(Technology, made[4].technology.id).technology_type = "1.2"
        session.get_one(Demand, made[5].demand.id).region_code = None
        at = now + timedelta(days=31)
        for one in made[:3]:
            [row] = [
                q
                for q in of_lead(session, one.lead.id)
                if q.side is LeadSide.DEMAND and q.due_at <= at and q.status.value == "planned"
            ]
            follow_ups.send_due_message(session, runtime, follow_up_id=row.id, now=at)
            if one is made[0]:
                given = Answer(stage=S.IN_TALKS)
                follow_ups.answer(session, follow_up_id=row.id, given=given, now=at)
    return made


def _to(session, one, stage, now, **more):
    leads.move_lead(
        session, actor=one.owner.actor, lead_id=one.lead.id, move=Move(to=stage, **more), now=now
    )


def _text(response):
    return response.get_data(as_text=True)


def test_every_number_opens_exactly_the_leads_behind_it(officer, story):
    browser = officer()
    page = _text(browser.get("/reports/funnel"))

    links = set(re.findall(r'<a href="(/leads\?[^"]+)">(\d+)</a>', page))
    wrong = []
    for url, count in links:
        listed = _text(browser.get(url.replace("&amp;", "&"))).count('<th scope="row">')
        if listed != int(count):
            wrong.append((url, count, listed))

    assert len(links) > 15
    assert wrong == []


def test_counts_and_bounds_keep_the_silent_in_the_denominator(officer, story):
    page = _text(officer().get("/reports/funnel", query_string={"lang": "en"}))

    text = re.sub(r"<[^>]+>", "|", page)
    assert "Of 6 introductions: 5 accepted, 1 contracted, 0 in operation." in text
    table = page.partition("Confirmed by an answer")[2]
    row = re.search(r"In talks</th>(.*?)</tr>", table, re.DOTALL).group(1)
    cells = re.findall(r">\s*([\d%—]+)\s*<", row)
    assert cells == ["3", "3", "1", "2", "33%", "100%"]
    assert "Declined" in text


def test_filters_narrow_the_funnel_and_its_links(officer, story):
    browser = officer()

    here = _text(browser.get("/reports/funnel?region=110000&lang=en"))
    typed = _text(browser.get("/reports/funnel?type=1.2&lang=en"))
    later = _text(browser.get("/reports/funnel?from=2030-01-01&lang=en"))
    reversed_days = _text(browser.get("/reports/funnel?from=2026-07-01&to=2026-06-01&lang=en"))
    strange = browser.get("/reports/funnel?region=zz&type=9&from=yesterday")

    assert "Of 1 introductions" in here
    assert "region=110000" in here
    assert "Of 1 introductions" in typed
    assert "No introduction fits these filters" in later
    assert "The first day lies after the last" in reversed_days
    assert strange.status_code == 200
    assert "<svg" in here


def test_an_officer_counts_the_own_region_only(officer, story):
    page = _text(officer("110000").get("/reports/funnel", query_string={"lang": "en"}))

    assert "Of 1 introductions" in page
    assert story[0].technology.name not in page


def test_without_leads_the_page_says_what_to_do(officer):
    page = _text(officer().get("/reports/funnel", query_string={"lang": "en"}))

    assert "No introductions yet" in page
    assert "/organizations?status=approved" in page


def test_the_spreadsheet_holds_the_same_numbers_and_no_formula(officer, story):
    response = officer().get("/reports/funnel.xlsx", query_string={"lang": "en"})

    book = openpyxl.load_workbook(io.BytesIO(response.data))
    first = list(book.worksheets[0].iter_rows(values_only=True))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert book.sheetnames == ["By stage", "By technology type", "By province", "Conditions"]
    assert first[1][:2] == ("Introduced", 6)
    assert first[3] == ("In talks", 3, 3, 1, 2, pytest.approx(1 / 3), 1)
    assert not [c.value for c in cells if c.data_type == "f"]


def test_the_page_links_the_same_report_as_json(officer, story):
    browser = officer()
    page = _text(browser.get("/reports/funnel?region=110000&type=1.2&from=2026-01-01"))

    url = re.search(r'href="(/api/v1/reports/funnel[^"]*)"', page).group(1).replace("&amp;", "&")
    body = browser.get(url).json

    assert "region_code=110000" in url
    assert "technology_type=1.2" in url
    assert str(body).count("introduced") >= 1
