"""docs/reference/routes.md: every route, who may call it, and what it does."""

from inspect import getdoc

from flask import Flask
from werkzeug.routing import Rule as Route

from data.clock import system_clock
from data.session import make_engine, make_sessions
from data.settings import Settings
from data.vocabulary import Role
from web.access import Rule, rule_of
from web.cli.reference.markdown import code, page, section, table

_INTRODUCTION = (
    "Every address the web process answers. *Who* is checked by `web/security/gate.py` before the "
    "view runs, and which records a caller reaches by `matcher/services/access.py`. The whole JSON "
    "API: `/openapi.json`, drawn at `/api/docs`."
)
_HEADER = ("method", "path", "who", "what")


def routes_page() -> str:
    """Return the page of the routes."""
    app = reference_app()
    routes = sorted(
        (route.rule, method, route)
        for route in app.url_map.iter_rules()
        for method in (route.methods or set()) - {"HEAD", "OPTIONS"}
    )
    api = [_row(app, *found) for found in routes if found[0].startswith("/api/v")]
    pages = [_row(app, *found) for found in routes if not found[0].startswith("/api/v")]
    return page(
        "Routes",
        _INTRODUCTION,
        section("JSON API", table(_HEADER, api)),
        section("Pages and service", table(_HEADER, pages)),
    )


def reference_app() -> Flask:
    """Return the application with every route, over a database that nothing opens."""
    from web.app import create_app

    return create_app(
        settings=Settings(secret_key="reference pages only", public_url="https://tanqiao.example"),  # noqa: S106  # nosec B106 - signs nothing
        sessions=make_sessions(make_engine("sqlite://")),
        runtime=None,
        clock=system_clock(0.0),
    )


def _row(app: Flask, path: str, method: str, route: Route) -> tuple[str, str, str, str]:
    view = app.view_functions[route.endpoint]
    what = (getdoc(view) or "").partition("\n")[0]
    return method, code(path), who(rule_of(app, route.endpoint)), what


def who(rule: Rule | None) -> str:
    """Return who may call a route, in words."""
    if rule is None:
        return "undeclared"
    if rule.is_public:
        return "anyone" + (", rate-limited" if rule.is_rate_limited else "")
    everyone = rule.roles == frozenset(Role)
    callers = "any user" if everyone else ", ".join(sorted(role.value for role in rule.roles))
    notes = [
        "session only" if rule.is_session_only else "",
        "also before set-up is finished" if rule.is_open_to_unfinished else "",
    ]
    return "; ".join(filter(None, [callers, *notes]))
