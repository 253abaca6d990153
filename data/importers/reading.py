"""Reading a file of technologies, demands or parks, row by row, in little memory."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from data.importers.demands import read_demand
from data.importers.jsonl import SourceRecord, read_jsonl
from data.importers.outcomes import (
    AcceptedRow,
    FileFormat,
    ImportKind,
    Outcome,
    RejectedRow,
    UnreadableFileError,
)
from data.importers.parks import read_park
from data.importers.problems import FieldProblem, shorten
from data.importers.rows import ParkRow, Row
from data.importers.technologies import read_technology
from data.importers.workbook import read_workbook

_CHUNK_BYTES = 2**20
_Reader = Callable[[Mapping[str, Any]], tuple[Row | None, list[FieldProblem]]]
_READERS: dict[ImportKind, tuple[str, _Reader]] = {
    ImportKind.TECHNOLOGIES: ("technology", read_technology),
    ImportKind.DEMANDS: ("demand", read_demand),
    ImportKind.PARKS: ("park", read_park),
}


def format_of(name: str) -> FileFormat:
    """Return the format that a file's name tells.

    Raises
    ------
    UnreadableFileError
        If it is neither .jsonl nor .xlsx; .xlsm and .xls are refused by name.
    """
    suffix = Path(name).suffix.lower()
    if suffix in {".xlsm", ".xltm", ".xlsb", ".xlam"}:
        raise UnreadableFileError("macros")
    if suffix in {".xls", ".et"}:
        raise UnreadableFileError("old_workbook")
    try:
        return FileFormat(suffix.removeprefix("."))
    except ValueError as error:
        raise UnreadableFileError("unknown_format", name=shorten(suffix or name)) from error


def read_rows(kind: ImportKind, stream: BinaryIO, file_format: FileFormat) -> Iterator[Outcome]:
    """Yield every row of the file in order: accepted, or rejected with every reason.

    Parameters
    ----------
    kind : ImportKind
        What the file holds.
    stream : binary file
        Open for reading; seekable for .xlsx. Its size is the caller's to limit.
    file_format : FileFormat
        See `format_of`.

    Raises
    ------
    UnreadableFileError
        If the file as a whole cannot be read; raised at the first row.
    """
    record, read = _READERS[kind]
    if file_format is FileFormat.JSONL:
        sources = read_jsonl(stream, record)
    else:
        sources = read_workbook(stream, kind, record)
    seen: dict[tuple[str, str], int] = {}
    for source in sources:
        yield source if isinstance(source, RejectedRow) else _outcome(source, record, read, seen)


def count_lines(path: Path) -> int | None:
    """Return how many lines a .jsonl file has, for a progress bar; None for other files."""
    if path.suffix.lower() != ".jsonl":
        return None
    lines = 0
    last = b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return lines if last == b"\n" else lines + 1


def read_file(kind: ImportKind, path: Path) -> Iterator[Outcome]:
    """Yield every row of the file at `path`; see `read_rows`.

    Raises
    ------
    UnreadableFileError
        If the file as a whole cannot be read.
    """
    file_format = format_of(path.name)
    with path.open("rb") as stream:
        yield from read_rows(kind, stream, file_format)


def _outcome(
    source: SourceRecord, record: str, read: _Reader, seen: dict[tuple[str, str], int]
) -> Outcome:
    row, problems = read(source.content)
    if row is not None:
        problems = _repeats(row, record, source.line, seen)
    if row is None or problems:
        external_id = source.content.get("external_id", source.content.get("id"))
        return RejectedRow(
            line=source.line,
            sheet=source.sheet,
            external_id=shorten(external_id) if external_id is not None else None,
            problems=tuple(problems),
        )
    return AcceptedRow(line=source.line, row=row)


def _repeats(
    row: Row, record: str, line: int, seen: dict[tuple[str, str], int]
) -> list[FieldProblem]:
    keys = [(record, row.external_id)]
    if isinstance(row, ParkRow):
        keys += [("enterprise", item.external_id) for item in row.enterprises]
    problems = [
        FieldProblem(
            path="external_id" if kind == record else "enterprises",
            record=kind,
            field="external_id",
            rule="duplicate_external_id",
            value=shorten(external_id),
            values={"first_line": seen[kind, external_id]},
        )
        for kind, external_id in keys
        if (kind, external_id) in seen
    ]
    if not problems:
        seen.update(dict.fromkeys(keys, line))
    return problems
