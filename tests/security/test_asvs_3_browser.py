"""ASVS chapter 3 for every response: headers, cookies, forged requests, redirects."""

import pytest

from data.session import unit_of_work
from data.vocabulary import Role
from tests.factories.people import make_person
from tests.factories.web import Browser, make_test_app
from web.security.policy import CONTENT_SECURITY_POLICY

EVERY_KIND = [
    ("/login", 200),
    ("/healthz", 200),
    ("/no/such/page", 404),
    ("/account", 303),
    ("/api/v1/tokens", 401),
    ("/api/v1/no-such", 404),
    ("/openapi.json", 200),
    ("/assets/x/app.css", 200),
    ("/assets/x/none.css", 404),
    ("/logout", 405),
    ("/login?lang=%00", 422),
]
WRITTEN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def https_browser(sessions, clock):
    app = make_test_app(sessions, clock, public_url="https://tanqiao.example")
    return Browser(app, sessions, clock)


@pytest.mark.parametrize(("path", "status"), EVERY_KIND)
def test_asvs_3_4_3_every_response_carries_the_policy(browser, path, status):
    response = browser.get(path)

    assert response.status_code == status
    assert response.headers["Content-Security-Policy"] == WRITTEN_POLICY == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(("path", "status"), EVERY_KIND)
def test_asvs_3_4_4_every_response_forbids_sniffing_and_framing(browser, path, status):
    headers = browser.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_asvs_3_4_3_an_error_of_ours_carries_the_policy_and_no_trace(app, browser):
    def broken():
        raise RuntimeError("secret detail")

    app.view_functions["health.healthz"] = broken
    broken.__access__ = app.view_functions["health.readyz"].__access__

    response = browser.get("/healthz")

    text = response.get_data(as_text=True)
    assert response.status_code == 500
    assert response.headers["Content-Security-Policy"] == WRITTEN_POLICY
    assert "secret detail" not in text
    assert "Traceback" not in text
    assert response.headers["X-Request-ID"] in text


def test_asvs_3_3_1_with_https_the_session_cookie_is_bound_to_the_host(
    https_browser, sessions, now
):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)
    base = "https://tanqiao.example"
    page = https_browser.get("/login", base_url=base)
    token = page.get_data(as_text=True).split('csrf_token" value="')[1][:64]

    response = https_browser.client.post(
        "/login",
        data={
            "csrf_token": token,
            "email": person.user.email,
            "password": "correct horse battery staple",
        },
        base_url=base,
    )

    cookie = next(c for c in response.headers.getlist("Set-Cookie") if "sid" in c)
    assert response.status_code == 303
    assert cookie.startswith("__Host-sid=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie


def test_asvs_3_3_1_without_https_the_cookie_has_a_plain_name(browser, sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)

    cookies = browser.log_in(person.user.email).headers.getlist("Set-Cookie")

    cookie = next(c for c in cookies if c.startswith("sid="))
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_asvs_3_4_1_hsts_for_a_year_only_with_https(https_browser, browser):
    header = https_browser.get("/login").headers["Strict-Transport-Security"]

    assert int(header.split("max-age=")[1].split(";")[0]) >= 365 * 24 * 3600
    assert "Strict-Transport-Security" not in browser.get("/login").headers


def test_asvs_3_4_2_no_other_origin_may_read_answers(browser):
    headers = browser.get("/openapi.json", headers={"Origin": "https://evil.example"}).headers

    assert not [name for name in dict(headers) if name.startswith("Access-Control")]


def test_asvs_3_5_1_a_post_without_the_token_is_refused(browser, sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)
    browser.be(person)

    assert browser.client.post("/logout").status_code == 403
    assert browser.client.post("/logout", data={"csrf_token": "0" * 64}).status_code == 403
    assert browser.get("/account").status_code == 200


def test_asvs_3_5_1_an_anonymous_form_needs_its_token_too(browser):
    data = {"email": "a@example.com", "password": "x"}

    assert browser.client.post("/login", data=data).status_code == 403
    token = browser.token("/login")
    assert browser.client.post("/login", data=data | {"csrf_token": token}).status_code == 422
    browser.client.delete_cookie("csrf")
    assert browser.client.post("/login", data=data | {"csrf_token": token}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_asvs_3_5_1_a_post_from_another_site_is_refused(browser, sessions, now, headers):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)
    browser.be(person)

    refused = browser.post("/logout", form="/account", headers=headers)
    kept = browser.post(
        "/logout",
        form="/account",
        headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
    )

    assert refused.status_code == 403
    assert kept.status_code == 303


def test_asvs_3_5_1_the_token_of_another_log_in_does_not_count(browser, app, sessions, clock, now):
    with unit_of_work(sessions) as session:
        mine, other = make_person(session, now), make_person(session, now)
    browser.be(mine)
    foreign = Browser(app, sessions, clock).be(other).token("/account")

    assert browser.client.post("/logout", data={"csrf_token": foreign}).status_code == 403


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "evil.example",
    ],
)
def test_asvs_3_7_2_next_never_leaves_this_site(browser, sessions, now, wanted):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)

    assert browser.log_in(person.user.email, next=wanted).location == "/"


def test_asvs_3_7_2_next_returns_to_a_page_of_this_site(browser, sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)
    asked = browser.get("/account/credentials?x=1")

    response = browser.log_in(person.user.email, next="/account/credentials?x=1")

    assert asked.location == "/login?next=/account/credentials?x%3D1"
    assert response.location == "/account/credentials?x=1"


@pytest.mark.parametrize("path", ["/account", "/account/credentials", "/login", "/api/v1/tokens"])
def test_asvs_14_3_2_personal_pages_are_not_stored(browser, sessions, now, path):
    with unit_of_work(sessions) as session:
        person = make_person(session, now, Role.EXPERT)
    if path != "/login":
        browser.be(person)

    assert browser.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("path", "status"), EVERY_KIND)
def test_asvs_4_1_1_texts_name_their_character_set(browser, path, status):
    kind = browser.get(path).headers["Content-Type"]

    assert "charset=utf-8" in kind


def test_asvs_4_1_3_forwarded_headers_are_believed_from_configured_proxies_only(sessions, clock):
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"}
    seen = {}
    for count in (0, 1):
        app = make_test_app(sessions, clock, trusted_proxies=count, rate_limit_per_minute=1)
        client = app.test_client()
        client.get("/login", headers=forged)
        seen[count] = client.get("/login", headers=forged | {"X-Forwarded-For": "203.0.113.8"})

    assert seen[0].status_code == 429
    assert seen[1].status_code == 200


def test_asvs_2_4_1_public_pages_are_rate_limited(sessions, clock):
    client = make_test_app(sessions, clock, rate_limit_per_minute=3).test_client()

    statuses = [client.get("/login").status_code for _ in range(5)]
    refused = client.get("/openapi.json")
    clock.advance(seconds=int(refused.headers["Retry-After"]))

    assert statuses == [200, 200, 200, 429, 429]
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json; charset=utf-8"
    assert client.get("/login").status_code == 200
    assert client.get("/healthz").status_code == 200
