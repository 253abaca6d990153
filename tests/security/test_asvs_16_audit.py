"""ASVS chapter 16; 等保2.0 8.1.4.3; RULINGS 19: what is recorded, and what never is."""

import json
from types import SimpleNamespace

import pytest

from data.models import AuditEvent
from data.session import reading, unit_of_work
from data.vocabulary import Role
from matcher.services import audit
from tests.factories.people import PASSWORD, make_person
from tests.factories.web import Browser


def _person(sessions, now, role=Role.PARK_MANAGER, **fields):
    with unit_of_work(sessions) as session:
        return make_person(session, now, role, **fields)


def _events(sessions, action=""):
    with reading(sessions) as session:
        found = session.query(AuditEvent).order_by(AuditEvent.id)
        return [event for event in found if event.action.startswith(action)]


def test_asvs_16_3_1_log_ins_are_recorded_with_their_result(app, browser, sessions, clock, now):
    person = _person(sessions, now, Role.BUREAU_OFFICER)
    browser.log_in(person.user.email, "wrong password")
    browser.log_in_fully(person)
    browser.post("/logout", form="/account")

    events = [(e.action, e.is_success, e.actor_id) for e in _events(sessions)]

    assert events == [
        ("login.password", False, person.user.id),
        ("login.password", True, person.user.id),
        ("login.code", True, person.user.id),
        ("logout", True, person.user.id),
    ]
    assert all(e.at.tzinfo and e.address_hash for e in _events(sessions))


def test_asvs_16_3_1_a_lock_is_recorded(browser, sessions):
    for _ in range(5):
        browser.log_in("nobody@example.com", "wrong password")

    assert len(_events(sessions, "login.locked")) == 2


def test_asvs_16_3_2_a_refusal_by_role_is_recorded(browser, sessions, now):
    person = _person(sessions, now)
    browser.be(person)

    assert browser.get("/users").status_code == 403

    event = _events(sessions, "authorization.refused")[0]
    assert event.actor_id == person.user.id
    assert event.details == {"endpoint": "users.index", "method": "GET"}
    assert not event.is_success


def test_asvs_16_2_1_changes_of_accounts_are_recorded(app, browser, sessions, clock, now):
    admin = _person(sessions, now, Role.SYSTEM_ADMIN)
    person = _person(sessions, now)
    browser.be(admin)
    target = f"/users/{person.user.id}"
    for action in ("password", "deactivate", "activate"):
        browser.post(f"{target}/{action}", form="/users")
    browser.post("/account/tokens", {"name": "x", "lifetime": "30"}, form="/account")

    actions = [(e.action, e.actor_id, e.subject_id) for e in _events(sessions)]

    assert actions[:3] == [
        ("user.password_reset", admin.user.id, person.user.id),
        ("user.deactivated", admin.user.id, person.user.id),
        ("user.activated", admin.user.id, person.user.id),
    ]
    assert actions[3][0] == "token.created"


def test_rulings_19_the_trail_holds_no_personal_values(browser, sessions, now, capsys):
    person = _person(sessions, now, name="示例姓名")
    browser.log_in("示例'; DROP TABLE@example.com", "秘密口令不外传")
    browser.log_in(person.user.email, "秘密口令不外传")
    browser.log_in(person.user.email)
    browser.get("/users")

    events = _events(sessions)
    kept = json.dumps(
        [[e.action, e.details, e.address_hash, e.subject_kind] for e in events], ensure_ascii=False
    )
    logged = "".join(capsys.readouterr())
    assert len(events) >= 4
    for secret in (person.user.email, "示例姓名", "秘密口令不外传", PASSWORD, "127.0.0.1", "DROP"):
        assert secret not in kept
        assert secret not in logged


def test_asvs_16_4_1_line_breaks_cannot_forge_events(browser, sessions, capsys):
    browser.log_in('a@example.com\r\n{"event": "forged"}', "x")
    browser.get("/no/such%0d%0aforged")

    assert "forged" not in "".join(capsys.readouterr())
    assert "forged" not in json.dumps([e.details for e in _events(sessions)])


def test_asvs_16_5_1_an_error_shows_a_number_and_no_detail(app, browser, monkeypatch):
    logged = []

    def keep(event, **values):
        logged.append((event, values["request_id"]))

    def broken():
        raise RuntimeError("secret detail")

    monkeypatch.setattr("web.errors._log", SimpleNamespace(exception=keep))
    broken.__access__ = app.view_functions["account.log_in_form"].__access__
    app.view_functions["account.log_in_form"] = broken

    page = browser.get("/login")
    problem = browser.get("/login", headers={"Accept": "application/json"})

    assert page.status_code == problem.status_code == 500
    assert page.headers["X-Request-ID"] in page.get_data(as_text=True)
    assert problem.json["request_id"] == problem.headers["X-Request-ID"]
    assert "secret detail" not in page.get_data(as_text=True) + problem.get_data(as_text=True)
    assert ("request.failed", page.headers["X-Request-ID"]) in logged


def test_dengbao_8_1_4_3_only_the_audit_administrator_reads_and_verifies(
    app, browser, sessions, clock, now
):
    browser.be(_person(sessions, now, Role.AUDIT_ADMIN))
    _person(sessions, now)
    with unit_of_work(sessions) as session:
        for number in range(60):
            audit.record(session, now=now, action="test.event", subject_id=number)
    page = browser.get("/audit").get_data(as_text=True)
    second = browser.get("/audit?cursor=" + page.split("cursor=")[1].split('"')[0])
    whole = browser.post("/audit/verify", form="/audit").get_data(as_text=True)
    with unit_of_work(sessions) as session:
        session.get(AuditEvent, 30).actor_id = 99
    broken = browser.post("/audit/verify", form="/audit").get_data(as_text=True)

    assert page.count("test.event") == 50
    assert second.get_data(as_text=True).count("test.event") == 10
    assert "审计记录完整" in whole
    assert "30" in broken
    assert "审计记录完整" not in broken
    assert "+08:00" in page


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.AUDIT_ADMIN])
def test_dengbao_8_1_4_2_other_roles_do_not_read_the_trail(browser, sessions, now, role):
    browser.be(_person(sessions, now, role))

    assert browser.get("/audit").status_code == 403


def test_dengbao_8_1_4_2_the_security_administrator_sees_and_ends_locks(
    app, browser, sessions, clock, now
):
    victim = _person(sessions, now, name="被锁的人")
    for number in range(5):
        other = Browser(app, sessions, clock)
        other.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        other.log_in(victim.user.email, "wrong password")
    browser.be(_person(sessions, now, Role.SECURITY_ADMIN))
    page = browser.get("/log-ins").get_data(as_text=True)
    lock_id = page.split("/log-ins/locks/")[1].split("/")[0]

    unlocked = browser.post(f"/log-ins/locks/{lock_id}/unlock", form="/log-ins")

    assert "被锁的人" in page
    assert unlocked.status_code == 303
    fresh = Browser(app, sessions, clock)
    fresh.client.environ_base["REMOTE_ADDR"] = "192.0.2.50"
    assert fresh.log_in(victim.user.email).status_code == 303


def test_dengbao_8_1_4_2_only_the_security_administrator_removes_a_second_factor(
    app, browser, sessions, clock, now
):
    officer = _person(sessions, now, Role.BUREAU_OFFICER)
    browser.be(_person(sessions, now, Role.SECURITY_ADMIN))
    unknown = browser.post(
        "/log-ins/second-factor", {"email": "nobody@example.com"}, form="/log-ins"
    )
    removed = browser.post("/log-ins/second-factor", {"email": officer.user.email}, form="/log-ins")

    assert unknown.status_code == 422
    assert removed.status_code == 303
    again = Browser(app, sessions, clock)
    assert again.log_in(officer.user.email).location == "/"
    assert again.get("/account").location == "/account/second-factor/enrolment"
