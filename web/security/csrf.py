"""Against forged requests: origin check and a token for every state change (ASVS 3.5.1)."""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from matcher.services.user_sessions import LogIn
from web.extensions import settings
from web.security import cookies

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class LazyToken:
    """The form's token as text; an anonymous visitor gets a cookie only if a form is drawn."""

    def __str__(self) -> str:
        """Return the token of this request."""
        log_in = g.get("log_in")
        return log_in.row.csrf_token if isinstance(log_in, LogIn) else _anonymous_token()

    def __html__(self) -> str:
        """Return the token: hexadecimal, nothing to escape."""
        return str(self)


def register_csrf(app: Flask) -> None:
    """Set the anonymous cookie where a form was drawn."""
    app.after_request(_keep_anonymous_cookie)


def _anonymous_token() -> str:
    value = g.get("csrf_cookie") or cookies.read(cookies.ANONYMOUS_CSRF)
    if not value or len(value) != 64:  # noqa: PLR2004 - our own values are 64 hexadecimal digits
        value = secrets.token_hex(32)
    if cookies.read(cookies.ANONYMOUS_CSRF) != value:
        g.csrf_cookie = value
    return _signed(value)


def _signed(value: str) -> str:
    key = settings().effective_secret_key.encode()
    return hmac.new(key, f"csrf:{value}".encode(), hashlib.sha256).hexdigest()


def _keep_anonymous_cookie(response: Response) -> Response:
    value = g.get("csrf_cookie")
    if value:
        cookies.write(response, cookies.ANONYMOUS_CSRF, value)
    return response


def is_genuine(log_in: LogIn | None) -> bool:
    """Return whether an unsafe request comes from our own page and carries its token."""
    if not _is_own_origin():
        return False
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if log_in is not None:
        return hmac.compare_digest(given.encode(), log_in.row.csrf_token.encode())
    value = cookies.read(cookies.ANONYMOUS_CSRF)
    return bool(value) and hmac.compare_digest(given.encode(), _signed(value or "").encode())


def _is_own_origin() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    own = {_origin(settings().public_url), _origin(request.host_url)}
    return _origin(origin) in own


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
