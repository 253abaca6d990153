"""The atlas's pages: public, every number opens its list, unknown settings are named."""

import io
import re

import openpyxl
import pytest

from data.session import unit_of_work
from data.vocabulary import Role
from embeddings.hashing_encoder import HashingEncoder
from matcher.services.atlas_placing import place_records
from tests.factories.catalogue import make_demand, make_technology
from tests.factories.people import make_person


@pytest.fixture
def placed(sessions, now):
    """Two technologies and a need, placed; the person who posted it."""
    with unit_of_work(sessions) as session:
        owner = make_person(session, now, Role.TECHNOLOGY_OWNER)
        poster = make_person(session, now, Role.PARK_MANAGER)
        make_technology(session, now, owner=owner, name="示例甲", technology_topics=["2.1.02"])
        make_technology(session, now, owner=owner, name="示例乙 <b>", technology_type="1.1")
        make_demand(session, now, poster, technology_types=["5.1.03"], title="示例养殖需求")
    place_records(sessions, HashingEncoder(), now=now)
    return poster


def page(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


def test_the_picture_leads_down_to_a_technology(browser, placed):
    whole = page(browser, "/atlas?lang=en")
    topic = page(browser, "/atlas?node=2.1.02&lang=en")

    assert 'href="/atlas?node=2.1.02"' in whole
    assert re.search(r"9[56] gaps", whole)
    assert "示例甲" in topic
    assert re.search(r'href="/technologies/\d+"', topic)


def test_the_map_draws_every_technology_with_its_name_escaped(browser, placed):
    drawn = page(browser, "/atlas?view=likeness&colour=cost&lang=en")

    assert drawn.count('<circle class="shape atlas-middle"') == 2
    assert "示例乙 &lt;b&gt;" in drawn


def test_many_technologies_are_drawn_as_places_that_open(browser, placed, monkeypatch):
    monkeypatch.setattr("web.presenters.atlas_map.MAX_POINTS", 1)
    monkeypatch.setattr("web.presenters.atlas_map.COLUMNS", 1)
    monkeypatch.setattr("web.presenters.atlas_map.ROWS", 1)
    drawn = page(browser, "/atlas?view=likeness&lang=en")

    assert "field_at=0-0" in drawn
    close = page(browser, "/atlas?view=likeness&field_at=0-0&lang=en")
    assert "Back to the whole map" in close
    assert "示例甲" in close


def test_unknown_settings_are_named_and_an_unknown_node_is_not_found(browser, placed):
    shown = page(browser, "/atlas?size=weight&max_cost=cheap&lang=en")

    assert "size=weight, max_cost=cheap" in shown
    page(browser, "/atlas?node=9.9", status=404)
    page(browser, "/atlas?node=<script>", status=404)


def test_an_empty_catalogue_and_empty_filters_say_what_to_do(browser, placed):
    assert "No technology fits these filters" in page(browser, "/atlas?max_cost=1&lang=en")


def test_the_balance_says_where_needs_outnumber_supply_and_opens_them(browser, placed):
    browser.be(placed)
    shown = page(browser, "/atlas/balance?lang=en")
    short = page(browser, "/atlas/balance?show=short&lang=en")
    needs = page(browser, "/atlas/needs?topic=5.1.03&lang=en")

    assert "In 1 direction open needs outnumber technologies." in shown
    assert 'href="/atlas/needs?topic=5.1.03"' in shown
    assert short.count('class="balance-short"') == 1
    assert "示例养殖需求" in needs
    page(browser, "/atlas/needs?topic=9", status=404)


def test_the_balance_as_a_spreadsheet(browser, placed):
    body = browser.get("/atlas/balance.xlsx?lang=en").data
    rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.values)

    assert rows[0] == ("Direction", "Technologies", "Open needs", "How they stand")
    assert len(rows) == 98
    assert ("Needs without any technology") in {row[3] for row in rows}


def test_the_picture_as_a_file_has_its_colours_and_whole_addresses(browser, placed):
    response = browser.get("/atlas/picture.svg?lang=en")

    assert response.mimetype == "image/svg+xml"
    body = response.get_data(as_text=True)
    assert body.startswith("<svg")
    assert ".atlas-promotion { fill: #bfe3d4; }" in body
    assert 'href="http://localhost/atlas?node=2.1.02"' in body
    assert "var(--" not in body


def test_the_tree_and_the_balance_as_json(browser, placed):
    tree = browser.get("/api/v1/atlas?node=2.1.02").get_json()
    balance = browser.get("/api/v1/atlas/balance").get_json()

    assert tree["total_count"] == 2
    assert [one["name"] for one in tree["tree"]["technologies"]] == ["示例甲"]
    assert len(balance["topics"]) == 97
    assert browser.get("/api/v1/atlas?field=nothing").status_code == 422
    assert browser.get("/api/v1/atlas?node=9.9").status_code == 404
