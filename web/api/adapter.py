"""How pydantic models read requests and write answers (replaces APIFlask's own adapter).

APIFlask's parses any body whatever its type, keeps one of repeated query values and words
errors in English; ours raises the use cases' InvalidError, which is translated once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from apiflask.schema_adapters import registry
from apiflask.schema_adapters.pydantic import PydanticAdapter
from flask import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from matcher.services.errors import FieldProblem, InvalidError

MAX_JSON_BYTES = 1024 * 1024
"""Largest JSON body: twenty times the longest text a need may have."""

_EXACT = 2**53
"""Beyond it a float no longer names one whole number."""

_RULES: Mapping[str, str] = {
    "missing": "required",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "string_type": "not_text",
    "string_pattern_mismatch": "bad_format",
    "greater_than": "too_small",
    "greater_than_equal": "too_small",
    "less_than": "too_large",
    "less_than_equal": "too_large",
    "too_long": "too_many_items",
    "too_short": "too_few_items",
    "int_type": "not_an_integer",
    "int_parsing": "not_an_integer",
    "int_parsing_size": "not_an_integer",
    "int_from_float": "not_an_integer",
    "float_type": "not_a_number",
    "float_parsing": "not_a_number",
    "decimal_type": "not_a_number",
    "decimal_parsing": "not_a_number",
    "finite_number": "not_a_number",
    "bool_type": "not_a_boolean",
    "bool_parsing": "not_a_boolean",
    "list_type": "not_a_list",
    "dict_type": "not_an_object",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "literal_error": "not_in_list",
    "enum": "not_in_list",
    "extra_forbidden": "unknown_field",
}
_LIMITS = {
    "ge": "min",
    "gt": "min",
    "min_length": "min",
    "le": "max",
    "lt": "max",
    "max_length": "max",
    "expected": "expected",
}


def problems_of(error: ValidationError) -> list[FieldProblem]:
    """Return pydantic's findings as field problems, in its order."""
    found = error.errors(include_url=False, include_input=False)
    return [_problem(details) for details in found]


def _problem(details: ErrorDetails) -> FieldProblem:
    kind = details["type"]
    if kind.startswith("date_") and not kind.startswith("datetime"):
        rule = "not_a_date"
    elif kind.startswith(("datetime", "timezone")):
        rule = "not_an_instant"
    else:
        rule = _RULES.get(kind, kind)
    context = details.get("ctx", {})
    values = {_LIMITS.get(key, key): value for key, value in context.items()}
    values.pop("error", None)
    return FieldProblem(
        field=".".join(str(part) for part in details["loc"]), rule=rule, values=values
    )


class JsonAdapter(PydanticAdapter):
    """Reads JSON strictly and strings leniently."""

    model_class: type[BaseModel]

    def validate_input(self, request: Request, location: str, **kwargs: Any) -> BaseModel:  # noqa: ANN401
        """Return the validated model of a body or a query string.

        Raises
        ------
        InvalidError
            Naming every field that breaks a rule.
        werkzeug.exceptions.HTTPException
            400 for malformed JSON, 413 for a long body, 415 for another type.
        """
        try:
            if location == "json":
                return self._read_json(_json_bytes(request))
            source = request.form if location == "form" else request.args
            return self.model_class.model_validate(self._named(source), strict=False)
        except ValidationError as error:
            if any(e["type"] == "json_invalid" for e in error.errors(include_url=False)):
                raise BadRequest from error
            raise InvalidError(problems_of(error)) from error

    def serialize_output(self, data: Any, many: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002
        """Return plain JSON values of an answer, checked against its model."""
        if many or isinstance(data, (list, tuple)):
            return [self.serialize_output(item) for item in data]
        model = data if isinstance(data, BaseModel) else self.model_class.model_validate(data)
        return model.model_dump(mode="json", by_alias=True)

    def _read_json(self, body: bytes) -> BaseModel:
        try:
            return self.model_class.model_validate_json(body)
        except ValidationError as error:
            kinds = {details["type"] for details in error.errors(include_url=False)}
            if not kinds & {"int_type", "int_from_float"}:
                raise
        # JSON Schema calls 5.0 an integer; strict pydantic does not.
        return self.model_class.model_validate_json(orjson.dumps(_with_integers(from_json(body))))

    def _named(self, source: "MultiDict[str, str]") -> dict[str, str | list[str]]:
        named: dict[str, str | list[str]] = {}
        for key in source:
            if key == "lang":
                continue
            values = source.getlist(key)
            field = self.model_class.model_fields.get(key)
            is_list = field is not None and _is_list(field.annotation)
            named[key] = values if is_list or len(values) > 1 else values[0]
            _refuse_nul(key, values)
        return named


def _with_integers(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float) and value.is_integer() and abs(value) <= _EXACT:
        return int(value)
    if isinstance(value, dict):
        return {key: _with_integers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_integers(item) for item in value]
    return value


def _is_list(annotation: object) -> bool:
    text = str(annotation)
    return "list[" in text or "tuple[" in text


def _refuse_nul(field: str, values: Sequence[str]) -> None:
    if any("\x00" in value for value in values):
        raise InvalidError([FieldProblem(field=field, rule="control_character")])


def _json_bytes(request: Request) -> bytes:
    if (request.content_length or 0) > MAX_JSON_BYTES:
        raise RequestEntityTooLarge
    body = request.get_data(cache=True)
    if len(body) > MAX_JSON_BYTES:
        raise RequestEntityTooLarge
    if (body or request.content_type) and not request.is_json:
        raise UnsupportedMediaType
    if b"\\u0000" in body:
        # PostgreSQL cannot hold NUL in text; JSON can spell it.
        raise InvalidError([FieldProblem(field="", rule="control_character")])
    return body or b"{}"


def use_our_adapter() -> None:
    """Let APIFlask read and write pydantic models our way; may be called again."""
    registry.register("pydantic", JsonAdapter)
