"""Technologies as entries of the exchange, and the names platforms and entries go by."""

import hashlib
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from data.exchange import ExchangeCase, ExchangeEntry, ExchangeOwner, checksum_of
from data.models import TechnologyCase
from data.queries.exchange import PublishedRow

_PREFIX = "exchange:"
_ORIGIN_LENGTH, _HEAD_LENGTH = 31, 22
_OF_THE_ROW = frozenset(
    {"origin", "id", "checksum", "published_on", "is_demo", "batch", "owner", "cases"}
)


def origin_of(public_url: str) -> str:
    """Return the name a platform goes by: the host of its public address.

    A host too long for a namespace keeps its beginning and gets a hash.
    """
    host = urlsplit(public_url).netloc.lower().rpartition("@")[2] or "localhost"
    if len(host) <= _ORIGIN_LENGTH:
        return host
    return f"{host[:_HEAD_LENGTH]}-{hashlib.sha256(host.encode()).hexdigest()[:8]}"


def source_of(origin: str) -> str:
    """Return the namespace that entries of another platform are kept in."""
    return _PREFIX + origin


def entry_of(row: PublishedRow, platform: str) -> ExchangeEntry:
    """Return a published technology as an entry; what came from elsewhere keeps its origin."""
    technology, owner = row.technology, row.owner
    is_foreign = technology.source.startswith(_PREFIX)
    values: dict[str, Any] = {
        "origin": technology.source.removeprefix(_PREFIX) if is_foreign else platform,
        "id": technology.external_id if is_foreign else str(technology.id),
        "published_on": technology.published_on,
        "is_demo": technology.is_demo,
        "batch": row.batch_code,
        "owner": ExchangeOwner(name=owner.name, region_code=owner.region_code) if owner else None,
        "cases": [_case(case) for case in technology.cases],
    }
    for name in ExchangeEntry.model_fields:
        if name not in _OF_THE_ROW:
            values[name] = _plain(getattr(technology, name))
    entry = ExchangeEntry(checksum="0" * 64, **values)
    return entry.model_copy(update={"checksum": checksum_of(entry.model_dump(mode="json"))})


def _case(case: TechnologyCase) -> ExchangeCase:
    return ExchangeCase(**{name: _plain(getattr(case, name)) for name in ExchangeCase.model_fields})


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column
    return float(value) if isinstance(value, Decimal) else value
