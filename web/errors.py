"""Every refusal as problem+json or as a page, never a trace (ASVS 16.5.1).

One table maps the errors of use cases to HTTP; views only let them pass.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from embeddings.errors import EncoderLoadError, EncoderNotReadyError
from matcher.lead_states import TransitionError
from matcher.review_states import ReviewMoveError
from matcher.services.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    NotReadyError,
    TooManyError,
)
from matcher.services.places import AmbiguousSiteError
from web.messages import field_message, problem_message, status_title

PROBLEM_TYPE = "application/problem+json"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A refusal, ready to be drawn."""

    status: int
    code: str
    detail: str | None = None
    errors: tuple[FieldProblem, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    candidates: tuple[dict[str, Any], ...] = ()
    """Places that an ambiguous address may mean."""


def wants_json() -> bool:
    """Return whether the caller is a program: an API path, or it prefers JSON."""
    if request.path.startswith("/api/v") or request.path.endswith(".json"):
        return True
    offered = ["text/html", "application/json", PROBLEM_TYPE]
    return request.accept_mimetypes.best_match(offered, default="text/html") != "text/html"


def register_errors(app: Flask) -> None:
    """Draw every error by the table; what is not in it is a logged 500."""
    for kind, convert in _TABLE.items():
        app.register_error_handler(kind, _handler(convert))
    app.register_error_handler(HTTPException, _handle_http)
    app.register_error_handler(Exception, _handle_unexpected)


def _handler(convert: Callable[[Any], Problem]) -> Callable[[Exception], Response]:
    def handle(error: Exception) -> Response:
        return draw(convert(error))

    return handle


def _not_found(error: NotFoundError) -> Problem:
    return Problem(status=404, code="not_found")


def _forbidden(error: ForbiddenError) -> Problem:
    return Problem(status=403, code=error.code, detail=problem_message(error.code))


def _conflict(error: ConflictError) -> Problem:
    return Problem(status=409, code=error.code, detail=problem_message(error.code, error.values))


def _stale(_error: StaleDataError) -> Problem:
    code = "changed_meanwhile"
    return Problem(status=409, code=code, detail=problem_message(code))


def _invalid(error: InvalidError) -> Problem:
    return Problem(status=422, code="invalid", errors=error.problems)


def _ambiguous(error: AmbiguousSiteError) -> Problem:
    found = tuple(
        {
            "region_code": place.region_code,
            "name": place.name,
            "latitude_deg": place.latitude_deg,
            "longitude_deg": place.longitude_deg,
            "precision": place.precision.value,
        }
        for place in error.candidates
    )
    return Problem(status=422, code="invalid", errors=error.problems, candidates=found)


def _transition(error: TransitionError | ReviewMoveError) -> Problem:
    code = error.code.value
    return Problem(status=409, code=code, detail=problem_message(code))


def _not_ready(error: NotReadyError) -> Problem:
    headers = {"Retry-After": str(error.retry_after_seconds)}
    return Problem(
        status=503, code="not_ready", detail=problem_message("still_loading"), headers=headers
    )


def _loading(_error: Exception) -> Problem:
    return _not_ready(NotReadyError("encoder"))


def _busy(_error: OperationalError) -> Problem:
    _log.exception("database.unavailable", request_id=g.get("request_id"))
    headers = {"Retry-After": "5"}
    detail = problem_message("database_busy")
    return Problem(status=503, code="database_busy", detail=detail, headers=headers)


def _too_many(error: TooManyError) -> Problem:
    headers = {"Retry-After": str(error.retry_after_seconds)}
    detail = problem_message(error.code, error.values)
    return Problem(status=429, code=error.code, detail=detail, headers=headers)


_TABLE: dict[type[Exception], Callable[[Any], Problem]] = {
    NotFoundError: _not_found,
    ForbiddenError: _forbidden,
    ConflictError: _conflict,
    StaleDataError: _stale,
    EncoderNotReadyError: _loading,
    EncoderLoadError: _loading,
    OperationalError: _busy,
    InvalidError: _invalid,
    AmbiguousSiteError: _ambiguous,
    TransitionError: _transition,
    ReviewMoveError: _transition,
    NotReadyError: _not_ready,
    TooManyError: _too_many,
}


def _handle_http(error: HTTPException) -> Response:
    if isinstance(error, RequestRedirect):
        return make_response(error.get_response())
    status = error.code or 500
    if status == 401:  # noqa: PLR2004
        return _ask_to_log_in()
    kept = {"Allow", "Retry-After"}
    headers = {name: value for name, value in error.get_headers() if name in kept}
    code = error.name.lower().replace(" ", "_")
    return draw(Problem(status=status, code=code, detail=problem_message(code), headers=headers))


def _ask_to_log_in() -> Response:
    if wants_json() or "Authorization" in request.headers:
        return draw(
            Problem(status=401, code="unauthorized", headers={"WWW-Authenticate": "Bearer"})
        )
    query = request.query_string.decode("latin-1")
    path = f"{request.path}?{query}" if query else request.path
    wanted = path if request.method == "GET" else None
    return make_response(redirect(url_for("account.log_in_form", next=wanted), code=303))


def _handle_unexpected(error: Exception) -> Response:
    _log.exception("request.failed", request_id=g.get("request_id"), endpoint=request.endpoint)
    return draw(Problem(status=500, code="internal_error"))


def draw(problem: Problem) -> Response:
    """Return the problem as JSON for programs, as a page for people."""
    response = _as_json(problem) if wants_json() else _as_page(problem)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _as_json(problem: Problem) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status_title(problem.status),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail or status_title(problem.status),
        "errors": [described(p) for p in problem.errors],
        "request_id": g.get("request_id", "-"),
    }
    if problem.candidates:
        body["candidates"] = list(problem.candidates)
    return current_app.response_class(current_app.json.dumps(body), content_type=PROBLEM_TYPE)


def described(problem: FieldProblem) -> dict[str, str]:
    """Return one field's problem as `{field, rule, message}` in the language of the request."""
    message = field_message(problem.rule, problem.values)
    return {"field": problem.field, "rule": problem.rule, "message": message}


def _as_page(problem: Problem) -> Response:
    try:
        page = render_template(
            "errors/problem.html",
            problem=problem,
            problem_title=status_title(problem.status),
            problem_fields=[described(p) for p in problem.errors],
            request_id=g.get("request_id", "-"),
        )
    except Exception:
        _log.exception("error_page.failed", request_id=g.get("request_id"))
        page = f"<!doctype html><title>{problem.status}</title><p>{problem.status}"
    return make_response(page)
