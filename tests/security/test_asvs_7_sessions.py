"""ASVS chapter 7: log-ins that end, that cannot be guessed, that are renewed."""

import pytest

from data.models import UserSession
from data.session import reading, unit_of_work
from data.vocabulary import OrganizationStatus, Role
from matcher.services import tokens
from tests.factories.people import PASSWORD, make_bearer, make_person
from tests.factories.web import Browser


def _person(sessions, now, role=Role.PARK_MANAGER, **fields):
    with unit_of_work(sessions) as session:
        return make_person(session, now, role, **fields)


def _cookie(browser):
    return browser.client.get_cookie("sid").value


def _copy_of(browser, app, sessions, clock):
    copy = Browser(app, sessions, clock)
    copy.client.set_cookie("sid", _cookie(browser))
    return copy


def test_asvs_7_2_3_tokens_are_long_and_only_their_hash_is_kept(browser, sessions, now):
    person = _person(sessions, now)
    browser.log_in(person.user.email)

    token = _cookie(browser)

    assert len(token) >= 43
    with reading(sessions) as session:
        row = session.query(UserSession).one()
    assert token not in {row.token_hash, row.csrf_token}
    assert len(row.token_hash) == 64


def test_asvs_7_2_4_each_log_in_gets_a_new_token_and_ends_the_one_before(
    app, browser, sessions, clock, now
):
    person = _person(sessions, now)
    browser.log_in(person.user.email)
    first = _copy_of(browser, app, sessions, clock)
    browser.client.set_cookie("other", "x")

    token = browser.token("/account")
    browser.client.post(
        "/login", data={"csrf_token": token, "email": person.user.email, "password": PASSWORD}
    )

    assert _cookie(browser) != first.client.get_cookie("sid").value
    assert first.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200


def test_asvs_7_2_4_the_second_factor_renews_the_token(app, browser, sessions, clock, now):
    person = _person(sessions, now, Role.BUREAU_OFFICER)
    browser.log_in(person.user.email)
    half = _cookie(browser)
    browser.log_in_fully(person)
    copy = Browser(app, sessions, clock)
    copy.client.set_cookie("sid", half)

    assert _cookie(browser) != half
    assert copy.get("/account").status_code == 303


@pytest.mark.parametrize(("minutes", "hours", "status"), [(29, 0, 200), (30, 0, 303), (0, 12, 303)])
def test_asvs_7_3_1_a_log_in_ends_idle_and_absolutely(
    browser, sessions, clock, now, minutes, hours, status
):
    browser.be(_person(sessions, now))
    for _ in range(hours * 3):
        assert browser.get("/account").status_code == 200
        clock.advance(minutes=20)
    clock.advance(minutes=minutes)

    assert browser.get("/account").status_code == status


def test_asvs_7_3_1_last_seen_is_written_once_a_minute(browser, sessions, clock, now):
    browser.be(_person(sessions, now))
    seen = []
    for seconds in (30, 29, 1, 59):
        clock.advance(seconds=seconds)
        browser.get("/account")
        with reading(sessions) as session:
            seen.append((session.query(UserSession).one().last_seen_at - now).total_seconds())

    assert seen == [0, 0, 60, 60]


def test_asvs_7_4_1_a_copied_cookie_is_dead_after_log_out(app, browser, sessions, clock, now):
    browser.be(_person(sessions, now))
    copy = _copy_of(browser, app, sessions, clock)
    assert copy.get("/account").status_code == 200

    response = browser.post("/logout", form="/account")

    assert response.status_code == 303
    assert "cookies" in response.headers["Clear-Site-Data"]
    assert copy.get("/account").status_code == 303
    assert copy.get("/api/v1/tokens").status_code == 401


def test_asvs_7_4_2_closing_an_account_ends_log_ins_and_tokens(app, browser, sessions, clock, now):
    person = _person(sessions, now)
    admin = _person(sessions, now, Role.SYSTEM_ADMIN)
    with unit_of_work(sessions) as session:
        bearer = make_bearer(session, person, now)
    browser.be(person)
    program = {"Authorization": f"Bearer {bearer}"}
    assert app.test_client().get("/api/v1/tokens", headers=program).status_code == 403

    closed = (
        Browser(app, sessions, clock)
        .be(admin)
        .post(f"/users/{person.user.id}/deactivate", form="/users")
    )

    assert closed.status_code == 303
    assert browser.get("/account").status_code == 303
    assert app.test_client().get("/api/v1/tokens", headers=program).status_code == 401
    assert Browser(app, sessions, clock).log_in(person.user.email).status_code == 422


def test_asvs_7_4_2_tokens_of_a_suspended_organization_are_dead(app, sessions, now):
    person = _person(sessions, now)
    with unit_of_work(sessions) as session:
        bearer = make_bearer(session, person, now)
        organization = session.merge(person.organization)
        organization.status = OrganizationStatus.SUSPENDED

    answer = app.test_client().get("/api/v1/tokens", headers={"Authorization": f"Bearer {bearer}"})

    assert answer.status_code == 401


def test_asvs_7_4_3_a_new_password_ends_the_other_log_ins(app, browser, sessions, clock, now):
    person = _person(sessions, now)
    browser.be(person)
    other = Browser(app, sessions, clock).be(person)
    new = "otters build seven dams"

    response = browser.post(
        "/account/password",
        {"present_password": PASSWORD, "new_password": new, "new_password_again": new},
        form="/account/password",
    )

    assert response.status_code == 303
    assert browser.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_asvs_7_5_2_one_sees_and_ends_ones_log_ins(app, browser, sessions, clock, now):
    person = _person(sessions, now)
    browser.be(person)
    other = Browser(app, sessions, clock).be(person)
    page = browser.get("/account/credentials").get_data(as_text=True)
    session_id = page.split("/account/sessions/")[2].split("/")[0]

    ended = browser.post(f"/account/sessions/{session_id}/end", form="/account/credentials")

    assert ended.status_code == 303
    assert other.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200


def test_asvs_7_5_1_sensitive_changes_ask_for_the_password_again(
    app, browser, sessions, clock, now
):
    person = _person(sessions, now)
    browser.be(person)
    asked = browser.get("/account/email")
    refused = browser.post("/account/email", {"email": "x@example.com"}, form="/account")
    before = _cookie(browser)
    wrong = browser.post("/account/password-again", {"password": "no"}, form="/account")
    right = browser.post(
        "/account/password-again", {"password": PASSWORD, "next": "/account/email"}, form="/account"
    )
    changed = browser.post("/account/email", {"email": "x@example.com"}, form="/account/email")

    assert asked.location == "/account/password-again?next=/account/email"
    assert refused.location.startswith("/account/password-again")
    assert wrong.status_code == 422
    assert right.location == "/account/email"
    assert _cookie(browser) != before
    assert changed.status_code == 303
    assert Browser(app, sessions, clock).log_in("x@example.com").status_code == 303
    clock.advance(minutes=11)
    assert browser.get("/account/email").status_code == 303


def test_asvs_7_5_1_removing_the_second_factor_asks_for_the_password(browser, sessions, now):
    person = _person(sessions, now, Role.BUREAU_OFFICER)
    browser.be(person)

    response = browser.post("/account/second-factor/remove", form="/account/second-factor")

    assert response.location.startswith("/account/password-again")


def test_rulings_14_a_token_cannot_create_tokens_nor_open_pages(app, sessions, now):
    person = _person(sessions, now)
    with unit_of_work(sessions) as session:
        bearer = make_bearer(session, person, now)
    client, headers = app.test_client(), {"Authorization": f"Bearer {bearer}"}

    assert client.post("/api/v1/tokens", json={"name": "x"}, headers=headers).status_code == 403
    assert client.get("/account", headers=headers).status_code == 403


def test_a_token_ends_at_its_time(app, sessions, clock, now):
    person = _person(sessions, now)
    with unit_of_work(sessions) as session:
        secret = tokens.create_token(
            session,
            user_id=person.user.id,
            name="short",
            now=now,
            expires_at=clock.now.replace(hour=2),
        )
    headers = {"Authorization": f"Bearer {secret}"}

    before = app.test_client().get("/account", headers=headers).status_code
    clock.advance(hours=1)

    assert before == 403
    assert app.test_client().get("/account", headers=headers).status_code == 401
