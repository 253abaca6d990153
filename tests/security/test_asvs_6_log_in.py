"""ASVS chapter 6 on logging in: locks, first passwords, one-time codes."""

import time

import pyotp
import pytest

from data.models import LoginThrottle, User
from data.session import reading, unit_of_work
from data.vocabulary import TOTP_REQUIRED_ROLES, Role
from matcher.services import accounts, second_factor
from tests.factories.people import PASSWORD, make_person
from tests.factories.web import Browser

WRONG = "not the right password"


def _person(sessions, now, role=Role.PARK_MANAGER, **fields):
    with unit_of_work(sessions) as session:
        return make_person(session, now, role, **fields)


def _from(app, sessions, clock, address):
    browser = Browser(app, sessions, clock)
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser


def test_asvs_6_3_1_five_failures_lock_the_account_for_fifteen_minutes(app, sessions, clock, now):
    person = _person(sessions, now)
    for number in range(5):
        attempt = _from(app, sessions, clock, f"192.0.2.{number}")
        assert attempt.log_in(person.user.email, WRONG).status_code == 422
    fresh = _from(app, sessions, clock, "192.0.2.99")

    locked = fresh.log_in(person.user.email)
    clock.advance(minutes=14, seconds=59)
    still = fresh.log_in(person.user.email)
    clock.advance(seconds=1)
    opened = fresh.log_in(person.user.email)

    assert (locked.status_code, still.status_code, opened.status_code) == (429, 429, 303)


def test_asvs_6_3_1_five_failures_lock_the_address(browser, sessions, now):
    person = _person(sessions, now)
    for number in range(5):
        browser.log_in(f"nobody{number}@example.com", WRONG)

    assert browser.log_in(person.user.email).status_code == 429


def test_asvs_6_3_1_the_lock_is_in_the_database(app, sessions, clock, now, browser):
    for _ in range(5):
        browser.log_in("nobody@example.com", WRONG)

    with reading(sessions) as session:
        assert {row.failed_count for row in session.query(LoginThrottle)} == {5}


def test_asvs_6_3_1_known_and_unknown_accounts_read_the_same(app, sessions, clock, now):
    person = _person(sessions, now)
    closed = _person(sessions, now, is_active=False)
    pages = {}
    for name, email, password in (
        ("known", person.user.email, WRONG),
        ("unknown", "nobody@example.com", WRONG),
        ("closed", closed.user.email, PASSWORD),
    ):
        answers = [
            _from(app, sessions, clock, f"198.51.100.{number}").log_in(email, password)
            for number in range(6)
        ]
        pages[name] = [
            (a.status_code, a.get_data(as_text=True).replace(email, "")) for a in answers
        ]
        pages[name] = [(status, _without_tokens(text)) for status, text in pages[name]]

    assert pages["known"] == pages["unknown"] == pages["closed"]
    assert [status for status, _ in pages["known"]] == [422] * 5 + [429]


def _without_tokens(text):
    import re

    return re.sub(r"[0-9a-f]{64}", "", text)


def test_asvs_6_3_1_known_and_unknown_accounts_take_the_same_time(app, sessions, clock, now):
    person = _person(sessions, now)

    def seconds(email, number):
        browser = _from(app, sessions, clock, f"203.0.113.{number}")
        browser.token("/login")
        begun = time.perf_counter()
        browser.log_in(email, WRONG)
        return time.perf_counter() - begun

    seconds("warm@example.com", 0)
    known = sorted(seconds(person.user.email, 1 + n) for n in range(3))[0]
    unknown = sorted(seconds(f"nobody{n}@example.com", 100 + n) for n in range(3))[0]

    assert 0.4 < known / unknown < 2.5


def test_asvs_6_3_1_a_success_forgets_earlier_failures(app, sessions, clock, now):
    person = _person(sessions, now)
    for round_ in range(2):
        for number in range(4):
            _from(app, sessions, clock, f"192.0.2.{round_ * 10 + number}").log_in(
                person.user.email, WRONG
            )
        fresh = _from(app, sessions, clock, f"192.0.2.{100 + round_}")
        assert fresh.log_in(person.user.email).status_code == 303


def test_asvs_6_3_1_wrong_codes_lock_too(browser, sessions, now):
    person = _person(sessions, now, Role.BUREAU_OFFICER)
    browser.log_in(person.user.email)
    statuses = [
        browser.post("/login/code", {"code": "000000"}, form="/login/code").status_code
        for _ in range(6)
    ]

    assert statuses == [422] * 5 + [429]


def test_asvs_6_4_1_a_first_password_must_be_changed_and_ends(app, sessions, clock, now):
    with unit_of_work(sessions) as session:
        made = accounts.create_user(
            session,
            email="New@Example.com",
            name="示例",
            role=Role.EXPERT,
            organization_name="示例研究院",
            region_code=None,
            now=now,
        )
    browser = Browser(app, sessions, clock)
    first = browser.log_in("new@example.com", made.password)

    assert first.status_code == 303
    assert browser.get("/account").location == "/account/password"
    clock.advance(days=8)
    late = Browser(app, sessions, clock).log_in("new@example.com", made.password)
    assert late.status_code == 422
    assert "expired" in late.get_data(as_text=True) or "过期" in late.get_data(as_text=True)


@pytest.mark.parametrize("role", sorted(TOTP_REQUIRED_ROLES))
def test_asvs_6_3_3_these_roles_can_do_nothing_but_enrol(browser, sessions, now, role):
    person = _person(sessions, now, role, enrolled=False)
    browser.log_in(person.user.email)

    for path in ("/account", "/users", "/organizations", "/audit", "/log-ins", "/api/v1/tokens"):
        answer = browser.get(path)
        assert answer.status_code == 403 or answer.location == "/account/second-factor/enrolment"
    assert browser.get("/account/second-factor/enrolment").status_code == 200


def test_asvs_6_3_3_enrolment_gives_recovery_codes_and_opens_the_account(
    app, browser, sessions, clock, now
):
    person = _person(sessions, now, Role.SYSTEM_ADMIN, enrolled=False)
    browser.log_in(person.user.email)
    browser.post("/account/second-factor/enrolment/begin", form="/account/second-factor/enrolment")
    page = browser.get("/account/second-factor/enrolment").get_data(as_text=True)
    with reading(sessions) as session:
        secret = session.get(User, person.user.id).totp_secret
    wrong = browser.post(
        "/account/second-factor/enrolment", {"code": "123"}, form="/account/second-factor/enrolment"
    )
    code = pyotp.TOTP(secret).at(clock())
    done = browser.post(
        "/account/second-factor/enrolment", {"code": code}, form="/account/second-factor/enrolment"
    )
    recovery = done.get_data(as_text=True).split('<pre id="codes"')[1].split("</pre>")[0].split()

    assert "<svg" in page
    assert wrong.status_code == 422
    assert done.status_code == 200
    assert browser.get("/users").status_code == 200
    other = Browser(app, sessions, clock)
    other.log_in(person.user.email)
    used = other.post("/login/code", {"code": recovery[-1]}, form="/login/code")
    assert used.status_code == 303
    again = Browser(app, sessions, clock)
    again.log_in(person.user.email)
    spent = again.post("/login/code", {"code": recovery[-1]}, form="/login/code")
    assert spent.status_code == 422


def test_asvs_6_3_3_a_password_alone_opens_nothing(browser, sessions, now):
    person = _person(sessions, now, Role.BUREAU_OFFICER)
    browser.log_in(person.user.email)

    for path in ("/account/password", "/account/second-factor/enrolment", "/account/waiting"):
        assert browser.get(path).location.startswith("/login")
    assert browser.get("/api/v1/tokens").status_code == 401


def test_asvs_6_5_1_a_code_works_once(app, sessions, clock, now):
    person = _person(sessions, now, Role.BUREAU_OFFICER)
    code = pyotp.TOTP(person.totp_secret).at(clock())
    answers = []
    for _ in range(2):
        browser = Browser(app, sessions, clock)
        browser.log_in(person.user.email)
        answers.append(browser.post("/login/code", {"code": code}, form="/login/code").status_code)

    assert answers == [303, 422]


@pytest.mark.parametrize(
    ("seconds", "is_right"), [(0, True), (29, True), (36, False), (-31, False)]
)
def test_asvs_6_5_5_a_code_lives_thirty_seconds(sessions, now, seconds, is_right):
    from datetime import timedelta

    person = _person(sessions, now, Role.BUREAU_OFFICER)
    assert int(now.timestamp()) % 30 == 0
    code = pyotp.TOTP(person.totp_secret).at(now)

    with unit_of_work(sessions) as session:
        user = session.get(User, person.user.id)
        moment = now + timedelta(seconds=seconds)
        assert second_factor._accept_totp(user, code, moment) is is_right


def test_asvs_6_4_3_a_password_reset_does_not_pass_the_second_factor(app, sessions, clock, now):
    admin = _person(sessions, now, Role.SYSTEM_ADMIN)
    officer = _person(sessions, now, Role.BUREAU_OFFICER)
    page = Browser(app, sessions, clock).be(admin)
    shown = page.post(f"/users/{officer.user.id}/password", form="/users").get_data(as_text=True)
    password = shown.split('id="secret">')[1].split("<")[0]
    browser = Browser(app, sessions, clock)

    answer = browser.log_in(officer.user.email, password)

    assert answer.location.startswith("/login/code")
    assert browser.get("/account/password").location.startswith("/login")


def test_asvs_6_3_2_there_is_no_default_account(sessions):
    with reading(sessions) as session:
        assert session.query(User).count() == 0
