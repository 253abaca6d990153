"""Every account page can be drawn, in both languages, for those who may see it."""

import pytest

from data.session import unit_of_work
from data.vocabulary import OrganizationStatus, Role
from tests.factories.people import make_organization, make_person

PAGES = [
    ("/account", Role.PARK_MANAGER),
    ("/account/credentials", Role.PARK_MANAGER),
    ("/account/password", Role.PARK_MANAGER),
    ("/account/password-again", Role.PARK_MANAGER),
    ("/account/second-factor", Role.TECHNOLOGY_OWNER),
    ("/account/second-factor/enrolment", Role.TECHNOLOGY_OWNER),
    ("/organizations", Role.BUREAU_OFFICER),
    ("/organizations?status=all", Role.SYSTEM_ADMIN),
    ("/users", Role.SYSTEM_ADMIN),
    ("/users?query=example", Role.SYSTEM_ADMIN),
    ("/users/new", Role.SYSTEM_ADMIN),
    ("/log-ins", Role.SECURITY_ADMIN),
    ("/audit", Role.AUDIT_ADMIN),
    ("/audit?action=login", Role.AUDIT_ADMIN),
    ("/api/docs", None),
    ("/login", None),
    ("/register", None),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("path", "role"), PAGES)
def test_the_page_is_drawn(browser, sessions, now, path, role, language):
    if role:
        with unit_of_work(sessions) as session:
            person = make_person(session, now, role)
        browser.be(person)

    response = browser.get(path, query_string={"lang": language} if "?" not in path else None)

    page = response.get_data(as_text=True)
    assert response.status_code == 200, page[:500]
    assert "<h1>" in page
    assert " style=" not in page
    if "?" not in path:
        assert f'lang="{"en" if language == "en" else "zh-CN"}"' in page


def test_someone_registers_waits_is_approved_and_gets_in(app, browser, sessions, clock, now):
    from tests.factories.web import Browser

    with unit_of_work(sessions) as session:
        officer = make_person(session, now, Role.BUREAU_OFFICER, region_code="320000")
    form = {
        "role": "park_manager",
        "organization_name": "示例新园区管委会",
        "unified_social_credit_code": "",
        "region_code": "320500",
        "name": "示例人",
        "email": "new@example.com",
        "password": "seven green bridges to cross",
        "consent": "1",
    }

    registered = browser.post("/register", form, form="/register")
    waiting = browser.get("/account/credentials")
    listed = Browser(app, sessions, clock).be(officer)
    page = listed.get("/organizations").get_data(as_text=True)
    organization_id = int(page.split("/organizations/")[1].split('"')[0])
    detail = listed.get(f"/organizations/{organization_id}").get_data(as_text=True)
    decided = listed.post(
        f"/organizations/{organization_id}/decision",
        {"decision": "approve", "version": "1", "note": ""},
        form=f"/organizations/{organization_id}",
    )

    assert registered.status_code == 303, registered.get_data(as_text=True)
    assert registered.location == "/account/waiting"
    assert waiting.location == "/account/waiting"
    assert "new@example.com" in detail
    assert decided.status_code == 303, decided.get_data(as_text=True)
    assert browser.get("/account/credentials").status_code == 200


def test_registration_shows_every_problem_at_once(browser):
    response = browser.post(
        "/register", {"role": "system_admin", "email": "no", "password": "short"}, form="/register"
    )

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    for field in ("organization_name", "region_code", "role", "name", "email", "password"):
        assert f'href="#{field}"' in page, field
    assert 'href="#consent"' in page


def test_an_officer_cannot_see_another_region(browser, sessions, now):
    with unit_of_work(sessions) as session:
        officer = make_person(session, now, Role.BUREAU_OFFICER, region_code="110000")
        other = make_organization(
            session, now, Role.PARK_MANAGER, status=OrganizationStatus.PENDING
        )
    browser.be(officer)

    assert browser.get(f"/organizations/{other.id}").status_code == 404
    assert other.name not in browser.get("/organizations").get_data(as_text=True)
    refused = browser.post(
        f"/organizations/{other.id}/decision", {"decision": "approve", "version": "1"}
    )
    assert refused.status_code == 404
