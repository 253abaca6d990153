"""Finishes /openapi.json: who may call, which refusals to expect, problem+json everywhere."""

from typing import Any, cast

from apiflask import APIFlask
from flask import Response, current_app
from pydantic import TypeAdapter

from web.access import Access, Rule, allow, rule_of
from web.errors import PROBLEM_TYPE
from web.schemas.base import MAX_RECORD_ID, ProblemOut

_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A token of the account page."},
    "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
}
_DESCRIPTIONS = {
    "400": "The body is not valid JSON",
    "401": "No valid session or token",
    "403": "This account may not do this",
    "404": "No such record, or none that you may know of",
    "405": "Method not allowed",
    "409": "The record changed meanwhile, or its state does not allow this",
    "413": "The body is too large",
    "415": "The body is not JSON",
    "422": "Some fields break a rule; `errors` names them",
    "429": "Too many requests; see Retry-After",
    "503": "The encoder or the index is still loading; see Retry-After",
}
_BODY_STATUSES = ("400", "413", "415", "422")


def register_openapi(app: APIFlask) -> None:
    """Serve the finished description at /openapi.json."""
    app.config["SECURITY_SCHEMES"] = _SCHEMES
    app.config["OPENAPI_VERSION"] = "3.1.0"
    app.config["AUTO_SERVERS"] = False
    app.config["AUTO_OPERATION_ID"] = True
    app.spec_processor(lambda spec: _finished(app, spec))
    app.add_url_rule("/openapi.json", "openapi_json", _serve)


@allow(Access.PUBLIC)
def _serve() -> Response:
    """Return the description of the API."""
    app = current_app
    body = app.extensions.get("openapi_body")
    if body is None:
        body = app.json.dumps(app._get_spec("json"))  # type: ignore[attr-defined] # noqa: SLF001
        app.extensions["openapi_body"] = body
    return Response(body, mimetype="application/json")


_serve._spec = {"hide": True}  # type: ignore[attr-defined] # noqa: SLF001 - APIFlask's mark


def _finished(app: APIFlask, given: dict[str, Any] | str) -> dict[str, Any]:
    spec = cast("dict[str, Any]", given)
    schemas = spec.setdefault("components", {}).setdefault("schemas", {})
    problem = TypeAdapter(ProblemOut).json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    by_operation = {
        f"{method.lower()}_{rule.endpoint.replace('.', '_')}": rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for operations in spec["paths"].values():
        for operation in operations.values():
            endpoint = by_operation.get(operation.get("operationId", ""), "")
            access = rule_of(app, endpoint)
            if access is not None:
                _finish_operation(operation, access)
    for unused in ("HTTPError", "ValidationError"):
        schemas.pop(unused, None)
    return spec


def _finish_operation(operation: dict[str, Any], access: Rule) -> None:
    if not access.is_public:
        operation["security"] = [{"session": []}] + (
            [] if access.is_session_only else [{"bearer": []}]
        )
    for parameter in operation.get("parameters", []):
        if parameter.get("in") == "path" and parameter["schema"].get("type") == "integer":
            parameter["schema"].update(minimum=0, maximum=MAX_RECORD_ID)
    responses = operation["responses"]
    for status in _expected(operation, access):
        responses.setdefault(status, {})
    for status, response in responses.items():
        if status[0] in "45":
            response["description"] = _DESCRIPTIONS.get(status, "Refused")
            schema = {"$ref": "#/components/schemas/Problem"}
            response["content"] = {PROBLEM_TYPE: {"schema": schema}}


def _expected(operation: dict[str, Any], access: Rule) -> list[str]:
    found = ["429"] if access.is_rate_limited else ["401", "403"]
    places = {parameter.get("in") for parameter in operation.get("parameters", [])}
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
        found += _BODY_STATUSES
    if "query" in places:
        found.append("422")
    if "path" in places:
        found += ("404", "405")
    return found
