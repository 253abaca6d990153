"""Who may call a route. Every route says so; registration refuses one that does not.

    @bp.get("/leads")
    @allow(Role.PARK_MANAGER, Role.TECHNOLOGY_OWNER)
    def leads(): ...

`allow` stands directly under the route decorator. Enforcement is in `web.security.gate`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, g

from data.vocabulary import Role
from matcher.services.actor import Actor

View = TypeVar("View", bound=Callable[..., Any])


class Access(StrEnum):
    """Levels beside the roles."""

    PUBLIC = "public"
    """Anyone; rate-limited by address when not logged in (RULINGS 13)."""

    ANY_USER = "any_user"
    """Any active user of an approved organization, by session or token."""

    SESSION_ONLY = "session_only"
    """With a level above: refuses bearer tokens (RULINGS 14)."""

    UNFINISHED = "unfinished"
    """With ANY_USER: also open while the account still has a set-up step to do."""

    UNLIMITED = "unlimited"
    """With PUBLIC: not rate-limited (assets, health)."""

    OWN_GUARD = "own_guard"
    """With PUBLIC: the view checks the Authorization header itself; it is no user's token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one route asks of its caller."""

    is_public: bool
    roles: frozenset[Role]
    """Roles that may call; empty only for public routes."""

    is_session_only: bool = False
    is_open_to_unfinished: bool = False
    is_rate_limited: bool = False
    has_own_guard: bool = False


class UndeclaredRouteError(RuntimeError):
    """A route was registered without `allow`."""


def allow(*levels: Access | Role) -> Callable[[View], View]:
    """Mark a view with the callers it accepts.

    Raises
    ------
    ValueError
        If no caller could ever pass, or the levels contradict each other.
    """
    rule = _rule(frozenset(levels))

    def mark(view: View) -> View:
        view.__access__ = rule  # type: ignore[attr-defined]
        return view

    return mark


def _rule(levels: frozenset[Access | Role]) -> Rule:
    roles = frozenset(level for level in levels if isinstance(level, Role))
    is_public = Access.PUBLIC in levels
    if Access.ANY_USER in levels:
        roles = frozenset(Role)
    if is_public == bool(roles):
        msg = "name either PUBLIC, ANY_USER or roles"
        raise ValueError(msg)
    return Rule(
        is_public=is_public,
        roles=roles,
        is_session_only=Access.SESSION_ONLY in levels,
        is_open_to_unfinished=Access.UNFINISHED in levels,
        is_rate_limited=is_public and Access.UNLIMITED not in levels,
        has_own_guard=Access.OWN_GUARD in levels,
    )


ASSETS_RULE = Rule(is_public=True, roles=frozenset())
"""Static files."""


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """Return what an endpoint asks of its caller, or None if it never said."""
    found = getattr(app.view_functions.get(endpoint), "__access__", None)
    return found if isinstance(found, Rule) else None


def undeclared_endpoints(app: Flask) -> Iterator[str]:
    """Yield the endpoints that do not declare their access."""
    for rule in app.url_map.iter_rules():
        if rule_of(app, rule.endpoint) is None:
            yield rule.endpoint


def require_declarations(app: Flask) -> None:
    """Refuse to start with a route that does not declare its access.

    Raises
    ------
    UndeclaredRouteError
        Naming the routes.
    """
    missing = sorted(set(undeclared_endpoints(app)))
    if missing:
        msg = f"routes without @allow: {', '.join(missing)}"
        raise UndeclaredRouteError(msg)


def current_actor() -> Actor | None:
    """Return who acts in this request, by session cookie or bearer token; None is the public."""
    found = g.get("actor")
    return found if isinstance(found, Actor) else None


def required_actor() -> Actor:
    """Return who acts, in a view that is not public."""
    found = current_actor()
    if found is None:
        msg = "a view that is not public was reached without an actor"
        raise RuntimeError(msg)
    return found
