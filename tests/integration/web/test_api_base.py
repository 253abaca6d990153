"""Bad input of the JSON API: a clear message naming the field, nothing saved, never a 500."""

import pytest

from data.models import ApiToken
from data.session import reading, unit_of_work
from matcher.services.errors import InvalidError
from tests.factories.people import make_bearer, make_person
from web.api.base import decode_cursor, encode_cursor


@pytest.fixture
def api(browser, sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now)
    browser.be(person)
    token = browser.token("/account")

    def call(method, path, **kwargs):
        headers = {"X-CSRF-Token": token} | kwargs.pop("headers", {})
        return browser.client.open(path, method=method, headers=headers, **kwargs)

    return call


def test_a_token_is_created_listed_used_and_revoked(api, app):
    made = api("POST", "/api/v1/tokens", json={"name": "示例程序"})
    listed = api("GET", "/api/v1/tokens").json

    assert made.status_code == 201
    assert made.json["token"].startswith(listed["items"][0]["prefix"])
    assert listed["items"][0]["name"] == "示例程序"
    assert "token" not in listed["items"][0]
    assert listed["next"] is None
    assert api("DELETE", f"/api/v1/tokens/{made.json['id']}").status_code == 204
    again = api("DELETE", f"/api/v1/tokens/{made.json['id']}")
    assert again.status_code == 404
    assert api("GET", "/api/v1/tokens").json["items"] == []


@pytest.mark.parametrize(
    ("body", "kind", "status", "field", "rule"),
    [
        (b"{", "application/json", 400, None, None),
        (b'{"name": "x"', "application/json", 400, None, None),
        (b'{"name": "\\ud800"}', "application/json", 400, None, None),
        (b"\xff\xfe", "application/json", 400, None, None),
        (b'{"name": "x"}', "text/plain", 415, None, None),
        (b"name=x", "application/x-www-form-urlencoded", 415, None, None),
        (b"", "application/json", 422, "name", "required"),
        (b"[]", "application/json", 422, "", "not_an_object"),
        (b"null", "application/json", 422, "", "not_an_object"),
        (b'{"name": 7}', "application/json", 422, "name", "not_text"),
        (b'{"name": ""}', "application/json", 422, "name", "too_short"),
        (b'{"name": "x", "is_admin": true}', "application/json", 422, "is_admin", "unknown_field"),
        (b'{"name": "a\\u0000b"}', "application/json", 422, "", "control_character"),
        (b'{"name": "x", "expires_at": "soon"}', "application/json", 422, "expires_at", None),
        (
            b'{"name": "x", "expires_at": "2020-01-01T00:00:00Z"}',
            "application/json",
            422,
            "expires_at",
            "not_in_future",
        ),
        (b'{"name": "%s"}' % (b"x" * 81), "application/json", 422, "name", "too_long"),
    ],
)
def test_bad_bodies_are_refused_by_field(api, sessions, body, kind, status, field, rule):
    response = api("POST", "/api/v1/tokens", data=body, content_type=kind)

    problem = response.json
    assert response.status_code == status, problem
    assert response.content_type == "application/problem+json; charset=utf-8"
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["X-Request-ID"]
    if field is not None:
        assert problem["errors"][0]["field"] == field
        assert problem["errors"][0]["message"]
    if rule:
        assert problem["errors"][0]["rule"] == rule
    with reading(sessions) as session:
        assert session.query(ApiToken).count() == 0


def test_a_huge_body_is_refused(api):
    body = b'{"name": "' + b"x" * 2_000_000 + b'"}'

    response = api("POST", "/api/v1/tokens", data=body, content_type="application/json")

    assert response.status_code == 413


def test_too_many_tokens_are_refused_with_a_time(api):
    statuses = [api("POST", "/api/v1/tokens", json={"name": str(n)}).status_code for n in range(21)]

    assert statuses == [201] * 20 + [429]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/none", 404),
        ("PUT", "/api/v1/tokens", 405),
        ("DELETE", "/api/v1/tokens/99999999999999999999", 404),
        ("DELETE", "/api/v1/tokens/2147483647", 404),
        ("DELETE", "/api/v1/tokens/x", 404),
    ],
)
def test_wrong_addresses_are_problems(api, method, path, status):
    response = api(method, path)

    assert response.status_code == status
    assert response.json["status"] == status
    if status == 405:
        assert "GET" in response.headers["Allow"]


def test_the_language_of_messages_follows_the_header(api):
    english = api("POST", "/api/v1/tokens", json={}, headers={"Accept-Language": "en"})
    chinese = api("POST", "/api/v1/tokens", json={}, headers={"Accept-Language": "zh-CN,zh"})

    assert english.json["errors"][0]["message"] == "Please fill in this field."
    assert chinese.json["errors"][0]["message"] == "请填写此项。"


def test_a_bad_token_is_unauthorized_even_where_everyone_may_read(app):
    for header in ("Bearer nonsense", "Bearer", "Basic eDp5", "nonsense"):
        response = app.test_client().get("/openapi.json", headers={"Authorization": header})
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_the_description_is_openapi_3_1_and_every_reference_resolves(app):
    spec = app.test_client().get("/openapi.json").json

    def references(node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    assert spec["openapi"].startswith("3.1")
    found = set(references(spec))
    assert found
    for reference in found:
        node = spec
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
    operation = spec["paths"]["/api/v1/tokens"]["post"]
    assert operation["security"] == [{"session": []}]
    assert "application/problem+json" in operation["responses"]["422"]["content"]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "bnVsbA", "W10", "WyJhIl0", "W1sxXV0", "W3RydWVd"])
def test_a_foreign_cursor_is_a_field_problem(cursor):
    with pytest.raises(InvalidError):
        decode_cursor(cursor, int)


def test_a_cursor_returns_what_it_was_made_of():
    assert decode_cursor(encode_cursor(7, "名"), int, str) == (7, "名")
    assert decode_cursor(None, int) is None


def test_a_bearer_needs_no_form_token(app, sessions, now):
    with unit_of_work(sessions) as session:
        bearer = make_bearer(session, make_person(session, now), now)

    response = app.test_client().post(
        "/api/v1/tokens", json={}, headers={"Authorization": f"Bearer {bearer}"}
    )

    assert response.json["code"] == "session_only"
