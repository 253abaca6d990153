"""Reading .jsonl: one JSON object a line; unknown is null or absent (API.md)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO, NoReturn

from data.importers.limits import LINE_BYTES
from data.importers.outcomes import RejectedRow, refused
from data.importers.problems import shorten

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A record as found in a file, before its fields are looked at."""

    line: int
    sheet: str | None
    content: dict[str, Any]


class _DuplicateKeyError(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _NotFiniteError(ValueError):
    pass


def read_jsonl(stream: BinaryIO, record: str) -> Iterator[SourceRecord | RejectedRow]:
    """Yield the object of each line that is not blank, or why the line holds none.

    Numbers with a point come as Decimal, so that money stays exact.
    """
    line = 0
    while True:
        raw = stream.readline(LINE_BYTES + 1)
        if not raw:
            return
        line += 1
        if len(raw) > LINE_BYTES:
            _skip_rest(stream, raw)
            yield refused(line, record, "line_too_long", limit=LINE_BYTES)
            continue
        if line == 1:
            raw = raw.removeprefix(_BYTE_ORDER_MARK)
        if raw.strip():
            yield _read_line(raw, line, record)


def _read_line(raw: bytes, line: int, record: str) -> SourceRecord | RejectedRow:
    try:
        content = json.loads(
            raw.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique_keys,
        )
    except UnicodeDecodeError:
        return refused(line, record, "not_utf8")
    except _DuplicateKeyError as error:
        return refused(line, record, "duplicate_key", value=shorten(error.key))
    except (ValueError, RecursionError) as error:
        return refused(line, record, "invalid_json", detail=_detail(error))
    if not isinstance(content, dict):
        return refused(line, record, "not_an_object")
    return SourceRecord(line=line, sheet=None, content=content)


def _detail(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (column {error.colno})"
    if isinstance(error, _NotFiniteError):
        return str(error)
    return "too deep or too long a number"


def _skip_rest(stream: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(LINE_BYTES)


def _refuse_constant(name: str) -> NoReturn:
    raise _NotFiniteError(f"{name} is no number")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKeyError(key)
            seen.add(key)
    return content
