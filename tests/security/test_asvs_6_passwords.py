"""ASVS chapter 6 on passwords; 等保2.0 8.1.4.1 a."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.session import unit_of_work
from data.settings import PasswordProfile
from matcher.services import passwords
from tests.factories.people import PASSWORD, make_person
from tests.factories.web import Browser, make_test_app

ASVS, DENGBAO = PasswordProfile.ASVS, PasswordProfile.DENGBAO


def rules(password, profile=ASVS, **more):
    return {problem.rule for problem in passwords.problems_of(password, profile=profile, **more)}


def test_asvs_6_2_1_eleven_characters_are_too_few_and_twelve_enough():
    assert rules("vexing otter"[:11]) == {"password_too_short"}
    assert rules("vexing otter") == set()


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2024!",
        "QWERTYUIOP123",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcdefghijklm",
        "passwordpassword",
        "iloveyou1314520",
        "woaini1314520",
        "1qaz2wsx3edc",
        "administrator1",
        "tanqiao20260101",
    ],
)
def test_asvs_6_2_4_well_known_passwords_are_refused(password):
    assert rules(password) == {"password_too_common"}


def test_asvs_6_2_4_a_password_about_oneself_is_refused():
    assert rules("wangxiaoming1", personal=["wangxiaoming@example.com"]) == {"password_too_common"}


def test_asvs_6_2_12_the_blocked_list_is_shipped_and_not_small():
    assert len(passwords._blocked()) >= 1000


def test_asvs_6_2_9_long_and_chinese_passwords_count_whole():
    long = "青山一道同云雨明月何曾是两乡" * 9
    hashed = passwords.hash_password(long)

    assert len(long) > 64
    assert rules(long) == set()
    assert passwords.is_correct(hashed, long)
    assert not passwords.is_correct(hashed, long[:-1])


@settings(max_examples=8, deadline=None)
@given(st.text(min_size=12, max_size=200))
def test_asvs_6_2_9_any_text_is_checked_exactly(password):
    hashed = passwords.hash_password(password)

    assert passwords.is_correct(hashed, password)
    assert not passwords.is_correct(hashed, password + "x")


def test_asvs_11_4_2_hashes_are_argon2id_with_owasp_parameters():
    hashed = passwords.hash_password("any text at all")

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hashed != passwords.hash_password("any text at all")


@pytest.mark.parametrize("broken", ["", "x", "$argon2id$nonsense"])
def test_a_broken_hash_lets_nobody_in(broken):
    assert not passwords.is_correct(broken, "")


@pytest.mark.parametrize("page", ["/login", "/register"])
def test_asvs_6_2_6_password_fields_hide_and_allow_pasting(browser, page):
    html = browser.get(page).get_data(as_text=True)

    field = html.split('id="password"')[1].split(">")[0]
    assert 'type="password"' in field
    assert "onpaste" not in html
    assert 'autocomplete="' in field


def test_dengbao_8_1_4_1_a_asks_for_three_classes_and_keeps_history():
    old = passwords.hash_password("Vexing-otter9")

    assert rules("vexingotters", DENGBAO) == {"password_too_uniform"}
    assert rules("Vexing-otter9", DENGBAO, history=[old]) == {"password_used_before"}
    assert rules("Vexing-ot9", DENGBAO) == set()
    assert rules("vexingotters", ASVS) == set()


def test_dengbao_8_1_4_1_a_a_password_ends_after_ninety_days(now):
    assert not passwords.is_password_due(now, now=now + timedelta(days=90), profile=DENGBAO)
    assert passwords.is_password_due(now, now=now + timedelta(days=91), profile=DENGBAO)
    assert not passwords.is_password_due(now, now=now + timedelta(days=999), profile=ASVS)


def test_dengbao_8_1_4_1_a_an_old_password_must_be_changed_before_anything_else(
    sessions, clock, now
):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)
    app = make_test_app(sessions, clock, password_profile="dengbao")
    clock.advance(days=91)
    browser = Browser(app, sessions, clock)
    browser.log_in(person.user.email)

    refused = browser.get("/account")
    same = browser.post(
        "/account/password",
        {"present_password": PASSWORD, "new_password": PASSWORD, "new_password_again": PASSWORD},
        form="/account/password",
    )
    new = "Otters build 7 dams"
    changed = browser.post(
        "/account/password",
        {"present_password": PASSWORD, "new_password": new, "new_password_again": new},
        form="/account/password",
    )

    assert refused.location == "/account/password"
    assert same.status_code == 422
    assert changed.status_code == 303
    assert browser.get("/account").status_code == 200
