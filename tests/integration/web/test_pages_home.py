"""The home page: numbers for everyone, next actions for who is logged in."""

import pytest

from data.session import unit_of_work
from data.vocabulary import CatalogueStatus, DemandStatus, ReviewState, Role
from tests.factories.applications import hand_in, make_desk, make_form, take_to
from tests.factories.catalogue import make_demand, make_technology
from tests.factories.people import make_person


@pytest.fixture
def records(sessions, now):
    with unit_of_work(sessions) as session:
        owner = make_person(session, now, Role.TECHNOLOGY_OWNER)
        park = make_person(session, now)
        for code in ("2.1", "2.1", "4.3"):
            make_technology(session, now, owner=owner, technology_type=code)
        make_technology(session, now, owner=owner, catalogue_status=CatalogueStatus.DRAFT)
        make_demand(session, now, park, title="示例需求：征集中")
        make_demand(session, now, park, title="示例需求：已关闭", status=DemandStatus.CLOSED)
        return park, owner


def _page(browser, path="/?lang=en"):
    response = browser.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_the_public_sees_counts_of_what_is_published(browser, records):
    page = _page(browser)

    for label, value in (
        ("Published technologies", "3"),
        ("Types covered", "2 / 16"),
        ("Open needs", "1"),
    ):
        assert f'{label}</span><span class="stat-value">{value}</span>' in page


def test_every_type_links_into_the_catalogue_with_its_count(browser, records):
    page = _page(browser)

    assert 'href="/technologies?type=2.1"><span>Industrial carbon reduction</span><small>2<' in page
    assert page.count('href="/technologies?type=') == 16
    assert page.count('href="/technologies?category=') == 5


def test_chinese_is_the_language_of_a_first_visit(browser, records):
    page = _page(browser, "/")

    assert '<html lang="zh-CN">' in page
    assert "已发布技术" in page


def test_a_poster_is_first_led_to_posting_and_to_the_latest_needs(browser, records):
    page = _page(browser.be(records[0]))

    assert page.index("Post a need") < page.index("Published technologies")
    assert "示例需求：征集中" in page


def test_an_owner_is_first_led_to_introductions_and_fitting_needs(browser, records):
    page = _page(browser.be(records[1]))

    first = page[: page.index("Published technologies")]
    assert first.index("Nothing waits for you") < first.index("Needs that fit")
    assert "示例需求" not in first


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home_page(browser, sessions, now, role):
    with unit_of_work(sessions) as session:
        person = make_person(session, now, role)

    assert "Hello, 示例用户" in _page(browser.be(person))


def test_a_count_on_the_home_page_opens_its_list(browser, sessions, now):
    with unit_of_work(sessions) as session:
        desk = make_desk(session, now)
        for state in (ReviewState.RECOMMENDED, ReviewState.FIRST_REVIEW):
            made = hand_in(session, desk, make_form(session, desk.owner, now), now)
            take_to(session, desk, made, state, now)
        make_technology(session, now, owner=desk.owner, name="示例不在等待的技术")

    page = _page(browser.be(desk.officer))
    link = "/applications?waiting=me&amp;state=first_review"
    assert f'<a href="{link}"><b>1</b> <span>applications in first review to examine' in page

    listed = _page(browser, "/applications?waiting=me&state=first_review&lang=en")
    assert listed.count('<th scope="row">') == 1
    both = _page(browser, "/applications?waiting=me&lang=en")
    assert both.count('<th scope="row">') == 2
    assert "Only what waits for you." in both


def test_who_has_nothing_to_do_is_told_so(browser, records):
    assert "Nothing waits for you now." in _page(browser.be(records[0]))
