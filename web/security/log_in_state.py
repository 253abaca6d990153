"""What changes of a log-in mean for the response: cookies, and the half-finished log-in."""

from flask import Response, g, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from matcher.services.user_sessions import LogIn
from web.security import cookies
from web.security.addresses import safe_path

CLEAR_SITE_DATA = '"cache", "cookies", "storage"'
"""Sent at log-out (等保2.0 8.1.4.10); browsers obey it on https only."""


def current_log_in() -> LogIn | None:
    """Return the finished browser log-in of this request; None for the public and for tokens."""
    found = g.get("log_in")
    return found if isinstance(found, LogIn) else None


def required_log_in() -> LogIn:
    """Return the browser log-in in a view that is for sessions only."""
    found = current_log_in()
    if found is None:
        msg = "a view for sessions was reached without one"
        raise RuntimeError(msg)
    return found


def half_log_in() -> LogIn | None:
    """Return a log-in whose password was right but whose one-time code is still missing."""
    found = g.get("half_log_in")
    return found if isinstance(found, LogIn) else None


def hand_over(token: str, target: str) -> BaseResponse:
    """Redirect with a new session token: at log-in and at every change of privilege."""
    response = redirect(target, code=303)
    cookies.write(response, cookies.SESSION, token)
    return response


def with_token(response: Response | str, token: str) -> Response:
    """Add a new session token to a page."""
    made = make_response(response)
    cookies.write(made, cookies.SESSION, token)
    return made


def wanted_path(default: str) -> str:
    """Return where the user was going (`next` of the form or the address), on this site only."""
    return safe_path(request.form.get("next") or request.args.get("next"), default)
