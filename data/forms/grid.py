"""Tables of a form, whichever program they come from: rows of cells with text and pictures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell:
    """One cell, merged or not.

    `text` has ticks written as ☑ and ☐ where the file holds boxes. A cell that continues a merge
    from above is no `is_origin`; it repeats the text of the cell above and holds no pictures.
    `images` are names of parts. `is_percent` says that a spreadsheet shows its number as percent.
    """

    text: str
    is_origin: bool = True
    images: tuple[str, ...] = ()
    is_percent: bool = False


FormRow = tuple[FormCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """A table as rows of cells from left to right; cells that a merge covers are absent."""

    rows: tuple[FormRow, ...]
