"""Tables of a Word document, with merges resolved from the markup itself.

python-docx's `row.cells` expands spans and hangs on hostile files; it is never used on uploads.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405 - built by our own parser

from data.forms.docx_fields import refuse_active_fields
from data.forms.docx_text import CellText
from data.forms.grid import FormCell, FormGrid, FormRow, FormTable
from data.forms.limits import CELLS
from data.forms.markup import check_markup, parse_markup
from data.forms.outcome import FormRefusedError
from data.forms.package import WORD_DOCUMENT, Parts
from data.forms.relationships import main_part, targets_of

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})


def docx_grid(parts: Parts) -> FormGrid:
    """Return the tables of the document in order, nested ones after the one that holds them.

    Raises
    ------
    FormRefusedError
        If there is no document, or its content must not be opened.
    """
    name = main_part(parts) or WORD_DOCUMENT
    if name not in parts:
        raise FormRefusedError("other_document")
    if name != WORD_DOCUMENT and WORD_DOCUMENT in parts:
        check_markup(WORD_DOCUMENT, parts[WORD_DOCUMENT])  # left unchecked on opening
    root = parse_markup(name, parts[name])
    refuse_active_fields(root)
    targets = targets_of(parts, name)
    reader = _Reader(targets)
    tables = tuple(reader.table(element) for element in root.iter("tbl"))
    everywhere = (targets.get(picture) for picture in CellText(root).pictures)
    return FormGrid(tables=tables, images=tuple(part for part in everywhere if part))


class _Reader:
    def __init__(self, targets: dict[str, str]) -> None:
        self._targets = targets
        self._count = 0

    def table(self, table: Element) -> FormTable:
        above: dict[int, str] = {}
        rows = (self._row(row, above) for row in _inside(table, "tr") if not _is_deleted(row))
        return FormTable(rows=tuple(rows))

    def _row(self, row: Element, above: dict[int, str]) -> FormRow:
        column = _skipped(row)
        cells: list[FormCell] = []
        for element in _inside(row, "tc"):
            self._count += 1
            if self._count > CELLS:
                raise FormRefusedError("too_many_cells", {"limit": CELLS})
            span, merge = _merges(element)
            if merge == "continue":
                cells.append(FormCell(text=above.get(column, ""), is_origin=False))
            else:
                cell = self._cell(element)
                above[column] = cell.text
                cells.append(cell)
            column += span
        return tuple(cells)

    def _cell(self, element: Element) -> FormCell:
        content = CellText(element)
        found = (self._targets.get(picture) for picture in content.pictures)
        return FormCell(text=content.text, images=tuple(part for part in found if part))


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Yield children named `tag`, also through content controls and accepted insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _is_deleted(row: Element) -> bool:
    return row.find("trPr/del") is not None


def _skipped(row: Element) -> int:
    before = row.find("trPr/gridBefore")
    return 0 if before is None else int(before.get("val", "0"))


def _merges(cell: Element) -> tuple[int, str | None]:
    span = cell.find("tcPr/gridSpan")
    vertical = cell.find("tcPr/vMerge")
    merge = None if vertical is None else vertical.get("val", "continue")
    return (1 if span is None else int(span.get("val", "1"))), merge
