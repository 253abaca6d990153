"""Our cookies: names and flags follow PUBLIC_URL (RULINGS 17; ASVS 3.3)."""

from typing import Literal

from flask import request
from werkzeug.wrappers import Response

from web.extensions import settings

SESSION = "sid"
ANONYMOUS_CSRF = "csrf"
LANGUAGE = "lang"
LANGUAGE_SECONDS = 365 * 24 * 3600

CookieName = Literal["sid", "csrf", "lang"]


def full_name(name: str) -> str:
    """Return the cookie's name: with https the prefix that browsers enforce."""
    return f"__Host-{name}" if settings().is_https else name


def read(name: str) -> str | None:
    """Return a cookie's value of this request."""
    return request.cookies.get(full_name(name))


def write(response: Response, name: str, value: str, *, max_age: int | None = None) -> None:
    """Set a cookie that scripts cannot read and other sites do not send with forms."""
    response.set_cookie(
        full_name(name),
        value,
        max_age=max_age,
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def clear(response: Response, name: str) -> None:
    """Remove a cookie."""
    response.delete_cookie(
        full_name(name), secure=settings().is_https, httponly=True, samesite="Lax", path="/"
    )
