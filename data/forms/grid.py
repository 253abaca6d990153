"""Tables of a form, whichever program they come from: rows of cells with text and pictures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell:
    """One cell, merged or not.

    `text` has ticks written as ☑ and ☐ where the file holds boxes. A cell that continues a merge
    from above is no `is_origin`; it repeats the text of the cell above and holds no pictures.
    `images` are names of parts.
    """

    text: str
    is_origin: bool = True
    images: tuple[str, ...] = ()


FormRow = tuple[FormCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """A table as rows of cells from left to right; cells that a merge covers are absent."""

    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGrid:
    """Every table of a file in order, and the names of all its pictures, also outside tables."""

    tables: tuple[FormTable, ...]
    images: tuple[str, ...] = ()
