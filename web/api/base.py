"""What every JSON endpoint shares: blueprint, cursor pages, the JSON writer."""

import base64
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import orjson
from apiflask import APIBlueprint
from flask.json.provider import JSONProvider

from matcher.services.errors import FieldProblem, InvalidError

PREFIX = "/api/v1"
Item = TypeVar("Item")


def api_blueprint(name: str, import_name: str, *, tag: str) -> APIBlueprint:
    """Return a blueprint whose endpoints stand under /api/v1 and in /openapi.json."""
    return APIBlueprint(f"api_{name}", import_name, url_prefix=PREFIX, tag=tag)


class OrjsonProvider(JSONProvider):
    """Writes JSON with orjson: numpy numbers, dates, Decimal as number."""

    def dumps(self, obj: Any, **_kwargs: Any) -> str:  # noqa: ANN401 - the interface
        """Return the JSON text."""
        options = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY
        return orjson.dumps(obj, default=_plain, option=options).decode()

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:  # noqa: ANN401 - the interface
        """Return the value of a JSON text."""
        return orjson.loads(s)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "__html__"):
        return str(value)
    raise TypeError(type(value).__name__)


def encode_cursor(*key: int | float | str) -> str:
    """Return the opaque cursor of a sort key."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Return the sort key of a cursor; None for the first page.

    Raises
    ------
    InvalidError
        If it is not one that `encode_cursor` made of such kinds.
    """
    if not cursor:
        return None
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        is_ours = isinstance(key, list) and [type(part) for part in key] == list(kinds)
    except ValueError:
        is_ours, key = False, []
    if not is_ours or any(isinstance(p, int) and abs(p) >= 2**31 for p in key):
        raise InvalidError([FieldProblem(field="cursor", rule="bad_cursor")])
    return tuple(key)


def page_of(
    found: Sequence[Item], limit: int, key_of: Callable[[Item], tuple[int | float | str, ...]]
) -> tuple[list[Item], str | None]:
    """Split what was read (ask for limit + 1) into the page and the next page's cursor."""
    items = list(found[:limit])
    return items, encode_cursor(*key_of(items[-1])) if len(found) > limit else None
