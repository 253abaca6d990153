"""Issue "Bad input": whatever is sent, a page answers with less than 500, and says why.

Every row of the matrix is asked with broken query values and broken form fields, by a caller who
may call it. 503 is the loading runtime of the matrix.
"""

import pytest

from data.vocabulary import Role
from tests.security.row import HIDDEN
from tests.security.rows import ROWS
from tests.security.world import OWN

NASTY = {
    "empty": "",
    "emoji": "🏭🔥" * 20,
    "html": "<img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE user; --",
    "right to left": "\u202eevil\u202c\u200b\u200d",
    "nul": "a\x00b",
    "line breaks": "a\r\nSet-Cookie: x=1",
    "long": "长" * 50_000,
    "number": "99999999999999999999999",
    "negative": "-1",
    "float": "1e400",
    "nan": "NaN",
    "cursor": "W10",
    "template": "{{7*7}}${7*7}%(x)s",
    "path": "../../../../etc/passwd",
}
FIELDS = [
    "query",
    "cursor",
    "status",
    "sort",
    "page",
    "limit",
    "view",
    "type",
    "stage",
    "category",
    "region_code",
    "technology",
    "run",
    "text",
    "from",
    "to",
    "technology_type",
    "demand_id",
    "technology_id",
    "action",
    "rows",
    "next",
    "name",
    "email",
    "note",
    "version",
    "decision",
    "language",
    "code",
    "password",
    "new_password",
    "new_password_again",
    "present_password",
    "role",
    "title",
    "message",
    "reason",
    "lifetime",
    "organization_name",
    "unified_social_credit_code",
    "address",
    "mode",
    "kind",
    "file",
    "max_investment_yuan",
    "weights",
    "fit",
    "location",
    "abatement_cost",
    "step",
]
GETS = [row for row in ROWS if row.method == "GET"]
POSTS = [row for row in ROWS if row.method == "POST" and row.json is None]


def _caller(row):
    if row.is_public:
        return None
    # Where the object is hidden from everybody, a role that may try the route.
    return min(row.allowed, key=lambda role: (row.allowed[role] is HIDDEN, list(Role).index(role)))


def _bad(response):
    return response.status_code >= 500 and response.status_code != 503


@pytest.mark.parametrize("row", GETS, ids=str)
def test_broken_query_values_never_break_a_page(world, row):
    client, _token = world.client(_caller(row), OWN)
    path = row.path_in(world)
    broken = [
        name
        for name, value in NASTY.items()
        if name != "long"
        and _bad(client.get(path.partition("?")[0], query_string=dict.fromkeys(FIELDS, value)))
    ]

    assert broken == []


@pytest.mark.parametrize("row", POSTS, ids=str)
def test_broken_form_fields_never_break_a_page(world, row):
    path = row.path_in(world)
    client, token = world.client(_caller(row), OWN)
    broken = []
    for name, value in NASTY.items():
        form = dict.fromkeys(FIELDS, value) if name != "long" else {"text": value, "name": value}
        response = client.post(path, data=form | {"csrf_token": token})
        text = response.get_data().decode("utf-8", "replace")
        if _bad(response) or (name == "html" and value in text):
            broken.append(f"{name}: {response.status_code}")

    assert broken == []


def test_a_form_beyond_the_limit_is_refused_as_too_large(browser):
    response = browser.post("/login", {"email": "x" * 3_000_000, "password": "x"})

    assert response.status_code == 413


def test_fifty_thousand_characters_are_refused_by_name(browser):
    fields = {"organization_name": "长" * 50_000, "name": "名" * 50_000, "email": "a" * 50_000}

    page = browser.post("/register", fields, form="/register").get_data(as_text=True)

    for field in fields:
        assert f'href="#{field}"' in page


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 4000, "'; DROP TABLE user; --", "\x7f"])
def test_broken_cookies_count_as_none(app, cookie):
    client = app.test_client()
    for name in ("sid", "csrf", "lang", "notice"):
        client.set_cookie(name, cookie)

    assert client.get("/login").status_code == 200
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("header", ["zh", "en;q=x", "*", ",,,", "x" * 5000, "\xff"])
def test_broken_language_wishes_fall_back(app, header):
    assert app.test_client().get("/login", headers={"Accept-Language": header}).status_code == 200


def test_an_ended_log_in_is_told(browser, sessions, clock, now):
    from data.session import unit_of_work
    from tests.factories.people import make_person

    with unit_of_work(sessions) as session:
        person = make_person(session, now)
    browser.be(person)
    clock.advance(minutes=31)

    page = browser.get("/account", follow_redirects=True).get_data(as_text=True)

    assert "您的登录已结束，请重新登录。" in page
