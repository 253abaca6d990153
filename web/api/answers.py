"""Answers written as they are: no model checks them again on the hot path."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response

JSON_TYPE = "application/json"


def written_json(answer: Mapping[str, Any] | bytes) -> Response:
    """Return a JSON answer; bytes are JSON already."""
    body = answer if isinstance(answer, bytes) else json_bytes(answer)
    return Response(body, mimetype=JSON_TYPE)


def json_bytes(answer: Mapping[str, Any]) -> bytes:
    """Return the JSON of an answer; numbers of numpy are numbers."""
    return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)
