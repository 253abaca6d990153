"""Technologies of a .jsonl or .xlsx file read as stated, for the audit."""

from collections.abc import Iterator
from pathlib import Path

from data.importers.jsonl import read_jsonl
from data.importers.outcomes import AcceptedRow, FileFormat, ImportKind, Outcome, RejectedRow
from data.importers.problems import shorten
from data.importers.reading import format_of
from data.importers.stated_figures import read_stated
from data.importers.workbook import read_workbook

_RECORD = "technology"


def read_stated_file(path: Path) -> Iterator[Outcome]:
    """Yield every technology of the file with its figures as stated, or why it cannot be read.

    Raises
    ------
    UnreadableFileError
        If the file as a whole cannot be read; raised at the first row.
    """
    file_format = format_of(path.name)
    with path.open("rb") as stream:
        if file_format is FileFormat.JSONL:
            sources = read_jsonl(stream, _RECORD)
        else:
            sources = read_workbook(stream, ImportKind.TECHNOLOGIES, _RECORD)
        for source in sources:
            if isinstance(source, RejectedRow):
                yield source
                continue
            row, problems = read_stated(source.content)
            if row is not None:
                yield AcceptedRow(line=source.line, row=row)
                continue
            external_id = source.content.get("external_id")
            yield RejectedRow(
                line=source.line,
                sheet=source.sheet,
                external_id=None if external_id is None else shorten(external_id),
                problems=tuple(problems),
            )
