"""Orders of a list by its address: an allow-list, links to each, and what follows an entry."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask import request, url_for

from web.paging import HasId, before_id

Row = TypeVar("Row", bound=HasId)


def chosen_order(allowed: Sequence[str]) -> str:
    """Return the order the address asks for; the first one where it asks for none we know."""
    given = request.args.get("sort", "")
    return given if given in allowed else allowed[0]


def order_links(labels: Mapping[str, str], current: str) -> list[dict[str, Any]]:
    """Return a link to each order, for the `segments` macro; filters stay, the page does not."""
    if request.endpoint is None:
        return []
    kept = {k: v for k, v in request.args.items() if k not in {"sort", "cursor", "lang"}}
    return [
        {
            "label": label,
            "url": url_for(request.endpoint, sort=value, **kept),  # type: ignore[arg-type]
            "current": value == current,
        }
        for value, label in labels.items()
    ]


def following(rows: Sequence[Row]) -> Sequence[Row]:
    """Return what stands after the entry that the address's cursor names; all without one.

    An entry that has left the list since leaves nothing after it, rather than a wrong page.
    """
    last = before_id()
    if last is None:
        return rows
    place = next((at for at, row in enumerate(rows) if row.id == last), len(rows))
    return rows[place + 1 :]


def by_name(name: str) -> bytes:
    """Return what names sort by: GB 18030 puts the common characters in order of pinyin."""
    return name.encode("gb18030", "replace")
