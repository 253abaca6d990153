"""ASVS 8.2.1-8.2.3, 8.4.1; 等保2.0 8.1.4.2: who may do what, cell by cell, from the URL map.

Every row of tests/security/matrix is tried by nobody, by each role of the owner's tenant and of a
second one, by session and by token. On SQLite only: the rules are the same SQL on both databases,
and the services' own tests run on both.
"""

import pytest

from data.vocabulary import Role
from tests.security.row import ALL, HIDDEN, OWN_ONLY, REFUSED
from tests.security.rows import ROWS
from tests.security.world import OTHER, OWN

PASSED = frozenset({200, 201, 202, 204, 302, 303, 400, 409, 415, 422, 429, 503})
"""Beyond the gate and the object check; what the use case says of the body is another test's."""

STOPPED = frozenset({"login", 401, 403, 404})


def test_every_route_has_exactly_one_row(world):
    present = sorted(
        f"{method} {rule.endpoint}"
        for rule in world.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    )
    listed = sorted(str(row) for row in ROWS)

    assert sorted(set(present) - set(listed)) == [], "routes without a row in tests/security/matrix"
    assert sorted(set(listed) - set(present)) == [], "rows without a route"
    assert len(listed) == len(set(listed)), "routes with several rows"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_caller_gets_what_the_row_says(world, row):
    shared = row.path_in(world)
    wrong = [
        finding
        for role in (None, *Role)
        for tenant in _tenants(row, role)
        for by_token in ((False,) if role is None else (False, True))
        for finding in _findings(world, row, role, tenant, by_token, shared)
    ]

    assert wrong == []


def _tenants(row, role):
    """Both where the tenant can matter; whom the gate refuses for the role, it refuses in each."""
    is_refused = role is None or row.scope_of(role) in {None, REFUSED}
    return (OWN,) if is_refused else (OWN, OTHER)


def _findings(world, row, role, tenant, by_token, shared):
    who = f"{role.value if role else 'nobody'}/{tenant}{'/token' if by_token else ''}"
    wanted = _wanted(row, role, tenant, by_token)
    # Who may change the object gets one of their own; the others are tried on the same one.
    is_own = row.method != "GET" and not wanted <= STOPPED
    path = row.path_in(world) if is_own else shared
    response = _request(world, row, role, tenant, by_token, path)
    is_refused = _is_sent_to_login(response) and not row.is_public
    got = "login" if is_refused else response.status_code
    if got not in wanted:
        yield f"{who}: got {got}, wanted {sorted(map(str, wanted))}"
    text = response.get_data().decode("utf-8", "replace")
    hidden = row.absent.get(role, ())
    if tenant == OTHER:
        hidden += row.absent_for_other.get(role, ())
    yield from (f"{who}: received {secret!r}" for secret in hidden if secret in text)


def _wanted(row, role, tenant, by_token):
    scope = row.scope_of(role)
    if role is None and scope is None:
        return {"login", 401}
    if scope is None or scope is REFUSED or (by_token and row.is_session_only):
        return {403}
    if scope is HIDDEN or (scope is OWN_ONLY and tenant == OTHER):
        return {404}
    assert scope in {ALL, OWN_ONLY}
    return {row.own_status} if row.own_status else PASSED


def _request(world, row, role, tenant, by_token, path):
    headers, form = {}, dict(row.form)
    if by_token:
        client = world.app.test_client()
        headers["Authorization"] = f"Bearer {world.bearers[role, tenant]}"
    else:
        client, token = world.client(role, tenant)
        form["csrf_token"] = token
        headers["X-CSRF-Token"] = token
    body = {"json": row.json} if row.json is not None else {"data": form}
    if row.method == "GET":
        body = {}
    return client.open(path, method=row.method, headers=headers, **body)


def _is_sent_to_login(response):
    return response.status_code == 303 and response.location.partition("?")[0] == "/login"
