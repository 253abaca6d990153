"""Pages of HTML lists that are ordered by id, newest first."""

from collections.abc import Sequence
from typing import Any, Protocol

from flask import request, url_for

from web.api.base import decode_cursor, encode_cursor


class HasId(Protocol):
    """A record with an id."""

    @property
    def id(self) -> int:
        """The id."""


def before_id() -> int | None:
    """Return the id below which this page begins; None on the first page.

    Raises
    ------
    InvalidError
        If the cursor was not made by `next_link`.
    """
    key = decode_cursor(request.args.get("cursor"), int)
    return None if key is None else int(key[0])


def next_link(found: Sequence[HasId], limit: int) -> dict[str, str] | None:
    """Return what the pagination macro wants if more than `limit` entries were read."""
    if len(found) <= limit or request.endpoint is None:
        return None
    values = {k: v for k, v in request.args.items() if k not in {"cursor", "lang"}}
    values |= {k: str(v) for k, v in (request.view_args or {}).items()}
    cursor = encode_cursor(found[limit - 1].id)
    return {"next_url": url_for(request.endpoint, cursor=cursor, **values)}  # type: ignore[arg-type]


def cursor_values() -> tuple[str, int] | None:
    """Return the cursor of a list with a sort key beside the id; None on the first page.

    Raises
    ------
    InvalidError
        If `cursor_link` did not make it.
    """
    key = decode_cursor(request.args.get("cursor"), str, int)
    return None if key is None else (str(key[0]), int(key[1]))


def cursor_link(last: tuple[str, int] | None) -> dict[str, str] | None:
    """Return what the pagination macro wants after this last entry; None: no further page."""
    if last is None or request.endpoint is None:
        return None
    values: dict[str, Any] = {
        name: request.args.getlist(name) for name in request.args if name not in {"cursor", "lang"}
    }
    values |= request.view_args or {}
    return {"next_url": url_for(request.endpoint, cursor=encode_cursor(*last), **values)}
