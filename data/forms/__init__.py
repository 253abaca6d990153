"""The official 申报表 (附件1) as .docx and .xlsx: read with every doubt, written without loss.

What is read comes from strangers: `read_form_safely` is the way in for everything uploaded.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from data.forms.limits import MEMORY_MB, SECONDS
from data.forms.outcome import FormImage, FormReading, FormRefusedError, FormWarning

if TYPE_CHECKING:
    from data.importers.rows import TechnologyRow

__all__ = [
    "FormImage",
    "FormReading",
    "FormRefusedError",
    "FormWarning",
    "read_form",
    "read_form_safely",
    "write_form_docx",
    "write_form_xlsx",
]


def read_form(content: bytes, *, file_name: str) -> FormReading:
    """Return what a form states, read in this process; for files of our own and for tests.

    Parameters
    ----------
    content : bytes
        A .docx or .xlsx.
    file_name : str
        As uploaded; only its ending is looked at, to word a refusal.

    Raises
    ------
    FormRefusedError
        If the file must not be opened, is damaged, or is no 申报表; its code says which.
    """
    from data.forms.reading import read_content

    return read_content(content, file_name=file_name)


def read_form_safely(
    content: bytes, *, file_name: str, seconds: int = SECONDS, memory_mb: int = MEMORY_MB
) -> FormReading:
    """Return what an uploaded form states, read by a child process under limits (FORMS).

    Parameters
    ----------
    content : bytes
        As uploaded; at most 10 MB.
    file_name : str
        As uploaded; only its ending is looked at, to word a refusal.
    seconds : int
        Of wall-clock and of processor time.
    memory_mb : int
        Of address space.

    Raises
    ------
    FormRefusedError
        If the file must not be opened, is damaged, is no 申报表, or the child died or hung.
    """
    from data.forms.apart import read_apart

    return read_apart(content, file_name=file_name, seconds=seconds, memory_mb=memory_mb)


def write_form_docx(
    content: "TechnologyRow | Mapping[str, Any]",
    *,
    images: Sequence[FormImage] = (),
    selected_case: int | None = None,
    has_hints: bool = False,
) -> bytes:
    """Return the official form as a Word document, with content controls to tick.

    Equal input gives equal bytes, and reading them gives the record back (but for external_id,
    catalogue_status and batch, which are no boxes of the form).

    Parameters
    ----------
    content : TechnologyRow or mapping
        An import row, or a record as `FormReading.record`; unknown fields give empty boxes.
    images : sequence of FormImage
        Written at their field; those with an empty field stand at the end.
    selected_case : int, optional
        Position of the one case to write; without it a demonstration technology shows its first
        case, any other all of them (RULINGS 26).
    has_hints : bool
        Whether empty boxes show what 附件1 prints in them, as a blank form does.

    Raises
    ------
    IndexError
        If there is no such case.
    """
    from data.forms.docx_writer import write_docx

    return write_docx(content, images=images, selected_case=selected_case, has_hints=has_hints)


def write_form_xlsx(
    content: "TechnologyRow | Mapping[str, Any]",
    *,
    images: Sequence[FormImage] = (),
    selected_case: int | None = None,
    has_hints: bool = False,
) -> bytes:
    """Return the official form as a workbook, with the supplement on a sheet of its own.

    Equal input gives equal bytes, and reading them gives the record back (but for external_id,
    catalogue_status and batch, which are no boxes of the form).

    Parameters
    ----------
    content : TechnologyRow or mapping
        An import row, or a record as `FormReading.record`; unknown fields give empty boxes.
    images : sequence of FormImage
        Written at their field; those with an empty field stand at the end.
    selected_case : int, optional
        Position of the one case to write; without it a demonstration technology shows its first
        case, any other all of them (RULINGS 26).
    has_hints : bool
        Whether empty boxes show what 附件1 prints in them, as a blank form does.

    Raises
    ------
    IndexError
        If there is no such case.
    """
    from data.forms.xlsx_writer import write_xlsx

    return write_xlsx(content, images=images, selected_case=selected_case, has_hints=has_hints)
