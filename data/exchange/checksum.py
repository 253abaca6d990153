"""Checksums of exchange files: what arrives is what was published."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

_EXACT = 2**53


def checksum_of(entry: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an entry's canonical JSON, without its own checksum, in hex.

    Canonical: keys sorted, no spaces, UTF-8, a number without a fraction as a whole number, any
    other as the shortest decimal that reads back.

    Source: docs/how-to/exchange.md.
    """
    content = {key: value for key, value in entry.items() if key != "checksum"}
    text = json.dumps(
        _canonical(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def file_checksum(checksums: Iterable[str]) -> str:
    """Return the SHA-256 of the entries' checksums in their order, one a line, in hex."""
    return hashlib.sha256("".join(f"{one}\n" for one in checksums).encode()).hexdigest()


def _canonical(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value
