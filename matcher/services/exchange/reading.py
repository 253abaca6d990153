"""Reading of an exchange file: it is whole and of our format, or it is refused with the reason."""

import json
from typing import Any

from data.exchange import FORMAT, file_checksum

LARGEST_BYTES = 256 * 2**20
_DEEPEST = 12


class UnreadableExchangeError(ValueError):
    """The file as a whole cannot be taken in; the text says why."""


def read_file(content: bytes) -> list[Any]:
    """Return the entries of a file as they stand in it, unchecked one by one.

    Raises
    ------
    UnreadableExchangeError
        If it is too large, no JSON, of another format, or not whole.
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableExchangeError(f"the file is larger than {LARGEST_BYTES // 2**20} MiB")
    try:
        found = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableExchangeError(f"this is no JSON in UTF-8: {error}") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UnreadableExchangeError(f"the format is not {FORMAT}")
    entries = found.get("entries")
    if not isinstance(entries, list) or found.get("entry_count") != len(entries):
        raise UnreadableExchangeError("the number of entries is not the one that is stated")
    checksums = [str(one.get("checksum")) if isinstance(one, dict) else "" for one in entries]
    if file_checksum(checksums) != found.get("checksum"):
        raise UnreadableExchangeError("the checksum is not the one that is stated")
    if any(_depth(one) > _DEEPEST for one in entries):
        raise UnreadableExchangeError("an entry is nested too deeply")
    return entries


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _depth(value: Any) -> int:  # noqa: ANN401 - any JSON value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)
