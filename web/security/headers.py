"""The response headers of every page, asset and error (SECURITY.md; ASVS 3.4, 4.1.1, 14.3.2)."""

from flask import Flask, Response, g, request

from web.extensions import settings
from web.security.policy import CONTENT_SECURITY_POLICY, FIXED_HEADERS

SANDBOX_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""For files that people uploaded: a view sets it itself and keeps it (ASVS 3.2.1)."""

HSTS_SECONDS = 2 * 365 * 24 * 3600
"""Two years; ASVS 3.4.1 asks for one at least."""

_TEXT_TYPES = ("text/", "application/json", "application/problem+json", "image/svg+xml")


def register_headers(app: Flask) -> None:
    """Add the headers after every request, also after errors."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    for name, value in FIXED_HEADERS.items():
        headers[name] = value
    if headers.get("Content-Security-Policy") != SANDBOX_POLICY:
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    if settings().is_https:
        headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}; includeSubDomains"
    headers["X-Request-ID"] = g.get("request_id", "-")
    _name_charset(response)
    _forbid_storing(response)
    return response


def _name_charset(response: Response) -> None:
    kind = response.headers.get("Content-Type", "")
    if kind.startswith(_TEXT_TYPES) and "charset" not in kind:
        response.headers["Content-Type"] = f"{kind}; charset=utf-8"


def _forbid_storing(response: Response) -> None:
    if request.endpoint == "static_asset":
        return
    is_personal = "identity" in g or "Set-Cookie" in response.headers
    if is_personal or response.status_code in {401, 403}:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Pragma"] = "no-cache"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Cookie", "Accept-Language", "Authorization"))
