"""Reading .xlsx workbooks row by row, linked sheets first."""

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from data.importers.jsonl import SourceRecord
from data.importers.limits import WORKBOOK_COLUMNS, WORKBOOK_ROWS
from data.importers.outcomes import ImportKind, RejectedRow, UnreadableFileError, refused
from data.importers.problems import FieldProblem, shorten
from data.importers.workbook_cells import cell_value
from data.importers.workbook_guard import check_workbook
from data.importers.workbook_layout import (
    EXAMPLE_ID,
    NOTES_SHEET,
    Column,
    Sheet,
    sheets_of,
)
from data.reference.labels import fold

_NO_VALUE = frozenset({"f", "e"})
"""openpyxl's types of cells that hold a formula or an error instead of a value."""
_DAMAGED = (KeyError, ValueError, TypeError, IndexError, SyntaxError, zipfile.BadZipFile, EOFError)
"""What openpyxl raises on parts that are not what they should be."""


@dataclass(slots=True, kw_only=True)
class _LinkedRow:
    line: int
    content: dict[str, Any]
    problems: tuple[FieldProblem, ...]
    is_used: bool = False


def read_workbook(
    stream: BinaryIO, kind: ImportKind, record: str
) -> Iterator[SourceRecord | RejectedRow]:
    """Yield the record of each row of the main sheet, and why other rows hold none.

    Raises
    ------
    UnreadableFileError
        If the file is no workbook of this kind, or holds what an import must not open.
    """
    check_workbook(stream)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # Styles and extensions that openpyxl does not know are nothing to an import.
            warnings.simplefilter("ignore")
            workbook = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, *_DAMAGED) as error:
        raise UnreadableFileError("not_a_workbook") from error
    try:
        yield from _read(workbook, kind, record)
    except UnreadableFileError:
        raise
    except _DAMAGED as error:
        raise UnreadableFileError("not_a_workbook") from error
    finally:
        workbook.close()


def _read(workbook: Any, kind: ImportKind, record: str) -> Iterator[SourceRecord | RejectedRow]:  # noqa: ANN401
    main, *linked = sheets_of(kind)
    known = {sheet.name for sheet in (main, *linked)} | {NOTES_SHEET}
    for name in workbook.sheetnames:
        if name not in known:
            raise UnreadableFileError("unknown_sheet", sheet=shorten(name))
    if main.name not in workbook.sheetnames:
        raise UnreadableFileError("missing_sheet", sheet=main.name)
    attached = {
        sheet.name: _linked_rows(workbook, sheet)
        for sheet in linked
        if sheet.name in workbook.sheetnames
    }
    for line, content, problems in _rows(workbook, main):
        external_id = content.get("external_id")
        faults = (*problems, *_attach(content, external_id, main.name, linked, attached))
        if faults:
            shown = shorten(external_id) if external_id is not None else None
            yield RejectedRow(line=line, sheet=main.name, external_id=shown, problems=faults)
        else:
            yield SourceRecord(line=line, sheet=main.name, content=content)
    yield from _orphans(linked, attached, record)


def _attach(
    content: dict[str, Any],
    external_id: object,
    sheet_name: str,
    linked: list[Sheet],
    attached: dict[str, dict[str, list[_LinkedRow]]],
) -> list[FieldProblem]:
    problems: list[FieldProblem] = []
    for sheet in linked:
        if sheet.link != sheet_name or sheet.into is None or external_id is None:
            continue
        rows = attached.get(sheet.name, {}).get(str(external_id), [])
        for row in rows:
            row.is_used = True
            problems += row.problems
            own_id = row.content.get("external_id")
            problems += _attach(row.content, own_id, sheet.name, linked, attached)
        if rows:
            content[sheet.into] = [row.content for row in rows]
    return problems


def _orphans(
    linked: list[Sheet], attached: dict[str, dict[str, list[_LinkedRow]]], record: str
) -> Iterator[RejectedRow]:
    for sheet in linked:
        for key, rows in attached.get(sheet.name, {}).items():
            for row in rows:
                if not row.is_used:
                    yield refused(
                        row.line,
                        record,
                        "orphan_row",
                        own_sheet=sheet.name,
                        value=shorten(key),
                        sheet=sheet.link or "",
                    )


def _linked_rows(workbook: Any, sheet: Sheet) -> dict[str, list[_LinkedRow]]:  # noqa: ANN401
    rows: dict[str, list[_LinkedRow]] = {}
    for line, content, problems in _rows(workbook, sheet):
        key = str(content.pop(_LINK_KEY, ""))
        rows.setdefault(key, []).append(
            _LinkedRow(line=line, content=content, problems=tuple(problems))
        )
    return rows


_LINK_KEY = "\x00link"
"""Where the number of the row that a linked row belongs to is kept: no field has this name."""


def _rows(
    workbook: Any,  # noqa: ANN401 - openpyxl's read-only classes
    sheet: Sheet,
) -> Iterator[tuple[int, dict[str, Any], list[FieldProblem]]]:
    cells = workbook[sheet.name].iter_rows(max_col=WORKBOOK_COLUMNS)
    header = next(cells, ())
    columns = _match_headers(sheet, [cell.value for cell in header])
    for line, row in enumerate(cells, start=2):
        if line > WORKBOOK_ROWS:
            raise UnreadableFileError("too_many_rows", sheet=sheet.name, limit=WORKBOOK_ROWS)
        content, problems = _row(columns, row, is_linked=sheet.link is not None)
        key = content.get(_LINK_KEY if sheet.link else "external_id")
        if (content or problems) and key != EXAMPLE_ID:
            yield line, content, problems


def _match_headers(
    sheet: Sheet, headers: list[object]
) -> list[tuple[Column, Decimal, bool] | None]:
    accepted = sheet.by_header()
    seen: set[tuple[tuple[str, ...], int | None, bool]] = set()
    matched: list[tuple[Column, Decimal, bool] | None] = []
    for header in headers:
        if header is None or not str(header).strip():
            matched.append(None)
            continue
        found = accepted.get(fold(str(header)))
        if found is None:
            raise _unknown_header(sheet, str(header))
        is_link = sheet.link is not None and found[0] is sheet.columns[0]
        identity = (found[0].path, found[0].bound, is_link)
        if identity in seen:
            raise UnreadableFileError("duplicate_header", sheet=sheet.name, header=str(header))
        seen.add(identity)
        matched.append((*found, is_link))
    first = sheet.columns[0]
    if (first.path, first.bound, sheet.link is not None) not in seen:
        raise UnreadableFileError("missing_header", sheet=sheet.name, header=first.header)
    return matched


def _unknown_header(sheet: Sheet, header: str) -> UnreadableFileError:
    name = fold(header).split("(", maxsplit=1)[0]
    expected = [column.header for column in sheet.columns if fold(column.name) == name]
    return UnreadableFileError(
        "unknown_header",
        sheet=sheet.name,
        header=shorten(header),
        hint_zh=f"，应为“{expected[0]}”" if expected else "",
        hint_en=f"; “{expected[0]}” was expected" if expected else "",
    )


def _row(
    columns: list[tuple[Column, Decimal, bool] | None], row: tuple[Any, ...], *, is_linked: bool
) -> tuple[dict[str, Any], list[FieldProblem]]:
    content: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    for matched, cell in zip(columns, row, strict=False):
        if matched is None or cell.value is None:
            continue
        column, factor, is_link = matched
        if cell.data_type in _NO_VALUE:
            problems.append(_formula(column))
            continue
        if column.entry.type == "share" and "%" in (cell.number_format or ""):
            factor = Decimal(1)  # a cell shown as 5% holds 0.05
        value = cell_value(column, factor, cell.value)
        if value is None:
            continue
        if is_linked and is_link:
            content[_LINK_KEY] = value
        else:
            _put(content, column, value)
    return content, problems


def _put(content: dict[str, Any], column: Column, value: object) -> None:
    *outer, key = column.path
    for step in outer:
        content = content.setdefault(step, {})
    if column.bound is None:
        content[key] = value
    else:
        content.setdefault(key, [None, None])[column.bound] = value


def _formula(column: Column) -> FieldProblem:
    return FieldProblem(
        path=".".join(column.path),
        record=column.entry.record,
        field=column.entry.field,
        rule="formula",
    )
