"""What every page's frame needs: language, navigation, the account menu, the form token."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _

from data.queries.notifications import unread_count
from data.vocabulary import Role
from web.access import current_actor
from web.extensions import read_only, settings
from web.i18n import current_language
from web.navigation import ACCOUNT_ITEMS, NAVIGATION, Entry
from web.security.csrf import LazyToken
from web.security.gate import current_identity

_ADMINISTRATORS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}


def register_page_context(app: Flask) -> None:
    """Give every template what web/templates/base.html documents."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    return {
        "language": current_language(),
        "language_switch_url": _switch_url(),
        "csrf_token": LazyToken(),
        "nav": _links(NAVIGATION),
        "account": _account(),
        "notifications": _notifications(),
        "login_url": _url("account.log_in_form"),
        "register_url": _url("organizations.registration_form"),
        "home_url": _url("home.home") or "/",
        "demo": settings().demo,
        "notices": _notices(),
    }


def _switch_url() -> str:
    query = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    query.append(("lang", "zh" if current_language() == "en" else "en"))
    return f"{request.path}?{urlencode(query)}"


def _url(endpoint: str) -> str | None:
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def _links(entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    actor = current_actor()
    role = actor.role if actor else None
    links = []
    for entry in entries:
        url = _url(entry.endpoint)
        if url is None or not entry.is_for(role):
            continue
        is_current = request.blueprint == entry.endpoint.partition(".")[0]
        links.append(
            {
                "label": _(entry.label),
                "url": url,
                "current": is_current,
                "icon": entry.icon,
            }
        )
    return links


def _account() -> dict[str, Any] | None:
    identity = current_identity()
    if identity is None:
        return None
    return {
        "name": identity.user_name,
        "organization": identity.organization_name,
        "role": identity.role.label(current_language()),
        "items": _links(ACCOUNT_ITEMS),
        "logout_url": url_for("account.log_out"),
    }


def _notifications() -> dict[str, Any] | None:
    identity = current_identity()
    if identity is None or "notifications.index" not in current_app.view_functions:
        return None
    with read_only() as session:
        count = unread_count(session, identity.user_id)
    return {"url": url_for("notifications.index"), "count": count}


def _notices() -> list[dict[str, Any]]:
    actor = current_actor()
    found = list(g.get("notices", []))
    if actor and actor.role in _ADMINISTRATORS and not settings().is_https:
        text = _("This service is reached by plain http: log-ins can be overheard on the network.")
        found.append({"kind": "warn", "text": text})
    return found
