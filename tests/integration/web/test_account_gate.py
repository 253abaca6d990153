"""The gate: who is let through as whom."""

import pytest
from apiflask import APIFlask

from data.session import unit_of_work
from data.vocabulary import OrganizationStatus, Role
from tests.factories.people import make_bearer, make_organization, make_person
from tests.factories.web import Browser, make_test_app
from web.access import Access, UndeclaredRouteError, allow, require_declarations

MODULES = (
    "tests.factories.probe",
    "web.health",
    "web.pages.account",
    "web.pages.account_settings",
    "web.pages.account_second_factor",
    "web.pages.organizations",
)


@pytest.fixture
def probe(sessions, clock):
    return make_test_app(sessions, clock, modules=MODULES)


@pytest.fixture
def browser(probe, sessions, clock):
    return Browser(probe, sessions, clock)


def _person(sessions, now, role=Role.PARK_MANAGER, **fields):
    with unit_of_work(sessions) as session:
        return make_person(session, now, role, **fields)


def test_a_finished_user_is_themselves_everywhere(browser, sessions, now):
    browser.be(_person(sessions, now))

    for path in ("/probe/public", "/probe/users", "/probe/parks"):
        assert browser.get(path).text == "park_manager"


@pytest.mark.parametrize("case", ["password", "second factor", "pending", "rejected", "suspended"])
def test_an_unfinished_user_is_nobody_on_public_pages(browser, sessions, now, case):
    fields, role, organization = {}, Role.PARK_MANAGER, None
    if case == "password":
        fields["must_change_password"] = True
    elif case == "second factor":
        fields["enrolled"], role = False, Role.BUREAU_OFFICER
    else:
        with unit_of_work(sessions) as session:
            organization = make_organization(session, now, role, status=OrganizationStatus(case))
    browser.be(_person(sessions, now, role, organization=organization, **fields))

    public = browser.get("/probe/public")

    assert public.text == "nobody"
    assert public.headers["Cache-Control"] == "no-store"
    assert browser.get("/probe/users").status_code == 303
    refused = browser.get("/probe/users", headers={"Accept": "application/json"})
    assert refused.status_code == 403
    assert refused.json["detail"]


def test_a_wrong_role_is_refused_and_nobody_is_asked_to_log_in(browser, sessions, now):
    assert browser.get("/probe/parks").location == "/login?next=/probe/parks"
    browser.be(_person(sessions, now, Role.EXPERT))

    assert browser.get("/probe/parks").status_code == 403


def test_a_token_acts_as_its_user_without_a_form_token(probe, sessions, now):
    person = _person(sessions, now, Role.EXPERT)
    with unit_of_work(sessions) as session:
        bearer = make_bearer(session, person, now)
    client, headers = probe.test_client(), {"Authorization": f"Bearer {bearer}"}

    assert client.get("/probe/public", headers=headers).text == "expert"
    assert client.post("/probe/post", headers=headers).text == "expert"
    assert client.get("/probe/parks", headers=headers).status_code == 403


def test_a_token_of_the_command_line_works_before_the_first_log_in(probe, sessions, now):
    person = _person(sessions, now, Role.BUREAU_OFFICER, enrolled=False, must_change_password=True)
    with unit_of_work(sessions) as session:
        bearer = make_bearer(session, person, now)

    response = probe.test_client().get(
        "/probe/users", headers={"Authorization": f"Bearer {bearer}"}
    )

    assert response.text == "bureau_officer"


def test_a_cookie_and_a_token_together_count_as_the_token(browser, sessions, now):
    browser.be(_person(sessions, now))
    with unit_of_work(sessions) as session:
        bearer = make_bearer(session, make_person(session, now, Role.EXPERT), now)

    response = browser.get("/probe/users", headers={"Authorization": f"Bearer {bearer}"})

    assert response.text == "expert"


def test_an_app_with_an_undeclared_route_does_not_start():
    app = APIFlask("x", spec_path=None, docs_path=None)
    app.add_url_rule("/open", "open", lambda: "x")

    with pytest.raises(UndeclaredRouteError, match="open"):
        require_declarations(app)


@pytest.mark.parametrize(
    "levels", [(), (Access.SESSION_ONLY,), (Access.PUBLIC, Role.EXPERT), (Access.UNFINISHED,)]
)
def test_contradictory_declarations_are_refused(levels):
    with pytest.raises(ValueError, match="PUBLIC"):
        allow(*levels)
