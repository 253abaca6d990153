"""The catalogue's pages: filters with counts, cursor pages, spreadsheet, one technology."""

import io
import re

import openpyxl
import pytest

from data.session import unit_of_work
from data.vocabulary import CatalogueStatus, Role, TechnologyStage
from tests.factories.catalogue import make_case, make_technology
from tests.factories.people import make_organization, make_person


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def add(sessions, now, owner):
    def made(**fields):
        with unit_of_work(sessions) as session:
            return make_technology(session, now, owner=fields.pop("owner", owner), **fields).id

    return made


def _page(browser, path, status=200):
    separator = "&" if "?" in path else "?"
    response = browser.get(f"{path}{separator}lang=en")
    assert response.status_code == status
    return response.get_data(as_text=True)


def _names(page):
    return re.findall(r'<h3><a href="/technologies/\d+" lang="zh-CN">([^<]+)</a>', page)


def test_the_list_is_narrowed_by_words_type_stage_and_region(browser, add, sessions, now):
    with unit_of_work(sessions) as session:
        organization = make_organization(session, now, Role.TECHNOLOGY_OWNER, region_code="130200")
        far = make_person(session, now, Role.TECHNOLOGY_OWNER, organization=organization)
    add(name="示例热泵")
    add(name="示例光伏", technology_type="1.1", stage=TechnologyStage.DEMONSTRATION)
    add(name="示例热泵甲", owner=far)

    assert set(_names(_page(browser, "/technologies?query=热泵"))) == {"示例热泵", "示例热泵甲"}
    assert _names(_page(browser, "/technologies?type=1.1")) == ["示例光伏"]
    assert _names(_page(browser, "/technologies?category=1")) == ["示例光伏"]
    assert _names(_page(browser, "/technologies?stage=demonstration")) == ["示例光伏"]
    assert _names(_page(browser, "/technologies?region_code=130000")) == ["示例热泵甲"]


def test_counts_of_a_filter_leave_that_filter_itself_out(browser, add):
    add(stage=TechnologyStage.PROMOTION)
    add(stage=TechnologyStage.DEMONSTRATION)
    page = _page(browser, "/technologies?stage=promotion")

    assert re.search(r"<span>Demonstration</span><small>1</small>", page)
    assert re.search(r"<span>Promotion</span><small>1</small>", page)
    assert re.search(r"<span>All categories</span><small>1</small>", page)


@pytest.mark.parametrize("sort", ["newest", "published", "name"])
def test_pages_of_the_list_hold_every_entry_once(browser, add, sort):
    for number in range(23):
        add(name=f"示例技术 {number:02d}")
    found, path = [], f"/technologies?sort={sort}"
    while path:
        page = _page(browser, path)
        found += _names(page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = following.group(1).replace("&amp;", "&") if following else None

    assert len(found) == len(set(found)) == 23


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "WzEsMl0", "W10"])
def test_a_cursor_nobody_made_is_refused_with_a_message(browser, add, cursor):
    page = _page(browser, f"/technologies?cursor={cursor}&sort=published", status=422)

    assert "This cursor is not one that a list returned." in page


def test_unknown_filters_are_named_and_left_out(browser, add):
    add(name="示例热泵")
    page = _page(browser, "/technologies?stage=finished&type=9.9&region_code=zz")

    assert _names(page) == ["示例热泵"]
    assert "type=9.9, stage=finished, region_code=zz" in page


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", "' OR 1=1 --", "%", "\u202eabc", "😀", "x" * 5000]
)
def test_any_words_may_be_searched_for_and_are_escaped(browser, add, query):
    add()
    response = browser.get("/technologies", query_string={"query": query, "lang": "en"})

    assert response.status_code == 200
    page = response.get_data(as_text=True)
    assert "<script>alert" not in page
    assert "No technology matches these filters" in page


def test_the_spreadsheet_holds_the_filtered_list_without_formulas(browser, add):
    add(name="=HYPERLINK(1)")
    add(name="示例光伏", technology_type="1.1")
    response = browser.get("/technologies.xlsx?type=2.1")
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active

    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(sheet.values)
    assert len(rows) == 2
    assert rows[0][1] == "技术名称"
    assert rows[1][1] == "'=HYPERLINK(1)"
    assert rows[1][9] == 5000
    assert rows[1][11] == pytest.approx(133.33)


def test_a_technology_shows_three_costs_with_inputs_and_formula(browser, add):
    number = add()
    page = _page(browser, f"/technologies/{number}")

    assert "10 million CNY ÷ (5,000 tCO₂e a year × 15 years) = 133 CNY/t" in page
    assert "Figures stated by the technology owner, not yet verified." in page


def test_what_a_technology_does_not_state_is_said_to_be_missing(browser, add, sessions, now, owner):
    with unit_of_work(sessions) as session:
        technology = make_technology(session, now, owner=owner, cases=0)
        technology.cases = [make_case(investment_yuan=None, abatement_cost_yuan_per_tco2=None)]
        number = technology.id
    page = _page(browser.be(owner), f"/technologies/{number}")

    assert "Missing for all three figures: Project investment" in page
    assert "Case 2" in page  # a technology for promotion needs two
    assert '<span class="visually-hidden">unknown</span>' in page


def test_rules_stand_there_in_words(browser, add):
    rules = {
        "sectors": ["C25"],
        "temperature_celsius": [80, None],
        "project_types": ["retrofit"],
        "capacity": [None, 10],
        "capacity_unit": "MW",
    }
    page = _page(browser, f"/technologies/{add(applicability_rules=rules)}")

    for words in ("C25", "at least 80 ℃", "Retrofit", "at most 10 MW"):
        assert words in page


def test_a_draft_is_its_owners_alone(browser, add, owner):
    number = add(catalogue_status=CatalogueStatus.DRAFT)

    _page(browser, f"/technologies/{number}", status=404)
    assert "Draft" in _page(browser.be(owner), f"/technologies/{number}")


def test_the_owner_is_led_to_fitting_needs_and_a_park_to_its_own(
    browser, add, owner, sessions, now
):
    number = add()
    with unit_of_work(sessions) as session:
        park = make_person(session, now)

    assert f"/needs?technology={number}" in _page(browser.be(owner), f"/technologies/{number}")
    assert "/needs/new" in _page(browser.be(park), f"/technologies/{number}")
