from data.session import unit_of_work
from data.vocabulary import Role
from tests.factories.people import make_person


def test_a_person_logs_in_with_the_right_password(browser, sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)

    response = browser.log_in(person.user.email)

    assert response.status_code == 303
    assert browser.get("/account/password").status_code == 200


def test_the_wrong_password_is_refused_with_one_message(browser, sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)

    wrong = browser.log_in(person.user.email, "not the password")
    unknown = browser.log_in("nobody@example.com", "not the password")

    assert wrong.status_code == unknown.status_code == 422
    assert "邮箱或口令不正确。" in wrong.get_data(as_text=True)
    assert "邮箱或口令不正确。" in unknown.get_data(as_text=True)
    browser.get("/login?lang=en")
    english = browser.log_in("nobody@example.com", "x").get_data(as_text=True)
    assert "E-mail address or password is not right." in english


def test_an_officer_must_enter_a_code_after_the_password(browser, sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now, Role.BUREAU_OFFICER)

    half = browser.log_in(person.user.email)

    assert half.location.startswith("/login/code")
    assert browser.get("/account/password").status_code == 303
    assert browser.log_in_fully(person).status_code == 303
    assert browser.get("/account/password").status_code == 200


def test_health_needs_nobody(browser):
    assert browser.get("/healthz").json == {"status": "ok"}
    assert browser.get("/readyz").json["status"] == "ready"


def test_a_page_does_not_wait_for_a_long_writer(app, browser, sessions, clock, now):
    import time

    with unit_of_work(sessions) as session:
        person = make_person(session, now)
    browser.be(person)
    clock.advance(minutes=5)

    with unit_of_work(sessions) as session:
        make_person(session, now)
        begun = time.perf_counter()
        response = browser.get("/account")
        waited = time.perf_counter() - begun

    assert response.status_code == 200
    assert waited < 3
