"""A park searches the catalogue, keeps the search, and is told of an entry published later."""

import re

import pytest

from data.clock import system_clock
from data.session import make_engine, make_sessions, unit_of_work
from data.vocabulary import Role
from embeddings.hashing_encoder import HashingEncoder
from jobs.alerts import look_for_new_entries
from jobs.context import JobContext
from matcher.services.runtime import Runtime
from tests.factories.catalogue import make_technology
from tests.factories.runtime import make_settings

pytestmark = pytest.mark.browser

SEARCH = "旅程的甲烷减排"
NAME = "示例煤矿乏风瓦斯蓄热氧化减排技术"


def _count(person) -> int:
    return int(re.search(r"\d+", person.page.locator("#list-title").inner_text())[0])


def _narrow(park) -> None:
    """A facet, a sort and words: each changes the address, the list and the chips."""
    park.go("/technologies")
    everything = _count(park)
    park.page.locator(".facets").get_by_role("link", name=re.compile("非二氧化碳减排类")).click()
    park.page.wait_for_load_state()
    park.page.locator(".facets").get_by_role("link", name=re.compile("^甲烷减排技术")).click()
    park.page.wait_for_load_state()
    park.look()
    assert 0 < _count(park) < everything
    assert "type=5.1" in park.path
    park.follow("减排潜力")
    assert park.page.locator(".segments [aria-current]").inner_text() == "减排潜力"
    assert "type=5.1" in park.path, "the sort keeps the filters"
    park.page.fill("#query", "瓦斯")
    park.page.locator(".catalogue-find button").click()
    park.page.wait_for_load_state()
    park.look()
    assert "type=5.1" in park.path, "the search keeps the filters"
    assert park.page.locator(".entry").count() > 0


def _keep(park) -> None:
    park.page.locator(".chosen a", has_text="瓦斯").click()
    park.page.wait_for_load_state()
    park.page.locator("summary", has_text="保存此搜索").click()
    park.page.fill("#search-name", SEARCH)
    park.press("保存搜索")
    park.go("/searches")
    assert SEARCH in park.text


def _publish(service) -> None:
    """Somebody publishes an entry that suits, and the job that looks for such entries runs."""
    now = system_clock()() + service.offset
    sessions = make_sessions(make_engine(f"sqlite:///{service.var / 'tanqiao.db'}"))
    with unit_of_work(sessions) as session:
        make_technology(session, now, name=NAME, technology_type="5.1", published_on=now.date())
    settings = make_settings(service.var)
    runtime = Runtime(settings, sessions, source=HashingEncoder())  # a search by facets loads none
    context = JobContext(
        settings=settings, sessions=sessions, clock=lambda: now, runtime=runtime, owner="journey"
    )
    assert look_for_new_entries(context)["told_count"] == 1


def test_a_kept_search_tells_of_what_is_published_later(service, visitor):
    park = visitor()
    park.log_in_as(Role.PARK_MANAGER)
    _narrow(park)
    _keep(park)

    _publish(service)

    park.go("/notifications")
    assert SEARCH in park.text
    assert "未读" in park.text
    park.press("查看这些技术")
    assert NAME in park.text
