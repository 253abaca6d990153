"""The English switch, and the core without scripts."""

import re

import pytest

from data.vocabulary import Role

pytestmark = pytest.mark.browser

PUBLIC = ("/", "/technologies", "/login", "/register", "/api/docs")
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_the_switch_changes_the_language_and_keeps_the_page(visitor):
    person = visitor()
    person.go("/technologies?query=余热")
    assert person.page.locator("html").get_attribute("lang") == "zh-CN"

    person.page.locator(".tools a[hreflang=en]").click()
    person.page.wait_for_load_state()

    assert person.page.locator("html").get_attribute("lang") == "en"
    assert "query=" in person.page.url
    person.look()


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_speak_english(visitor, path):
    person = visitor(language="en")

    person.go(path)

    assert person.page.locator("html").get_attribute("lang") == "en"
    assert not HAN.search(person.page.locator("h1").inner_text())
    assert not HAN.search(person.page.locator("nav.nav").inner_text())


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (Role.PARK_MANAGER, ("/needs", "/needs/new", "/leads", "/leads?view=list", "/imports")),
        (Role.TECHNOLOGY_OWNER, ("/leads", "/imports", "/account")),
        (Role.BUREAU_OFFICER, ("/leads", "/reports/funnel", "/imports", "/organizations")),
    ],
)
def test_pages_of_a_role_speak_english_and_fit_a_phone(visitor, role, paths):
    person = visitor(language="en")
    person.go("/login?lang=en")
    person.log_in_as(role)

    for path in paths:
        person.go(path)
        assert not HAN.search(person.page.locator("h1").inner_text()), path


def test_a_need_is_posted_and_matched_without_scripts(visitor):
    person = visitor(javascript=False)
    person.log_in_as(Role.PARK_MANAGER)
    person.go("/needs/new")
    person.page.fill("#text", "焦炉煤气初冷循环水余热白白散掉，想回收来供暖，投资不超过800万元。")

    for _ in range(5):
        person.page.locator("main .actions button.button-large:not(.button-quiet)").click()
        person.page.wait_for_load_state()
        if "/matches" in person.page.url:
            break

    assert re.search(r"/needs/\d+/matches", person.page.url), person.text
    assert person.page.locator(".match").count() > 0
    assert "发起对接" in person.text


def test_the_look_at_a_page_finds_what_it_is_for(visitor):
    person = visitor()
    person.go("/login")

    person.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img>')")
    with pytest.raises(AssertionError, match="image-alt"):
        person.look()
    person.page.evaluate("document.querySelector('main > img').remove()")
    person.look()
    wide = "const box = document.querySelector('h1'); box.style.width = '900px';"
    person.page.evaluate(wide)
    with pytest.raises(AssertionError, match="px wide on a phone"):
        person.look()
