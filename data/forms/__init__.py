"""The official 申报表 (附件1) as .docx and .xlsx: read with every doubt, written without loss.

What is read comes from strangers: `read_form_safely` is the way in for everything uploaded.
"""

from data.forms.apart import read_apart
from data.forms.limits import MEMORY_MB, SECONDS
from data.forms.outcome import FormImage, FormReading, FormRefusedError, FormWarning
from data.forms.reading import read_content

__all__ = [
    "FormImage",
    "FormReading",
    "FormRefusedError",
    "FormWarning",
    "read_form",
    "read_form_safely",
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
    return read_apart(content, file_name=file_name, seconds=seconds, memory_mb=memory_mb)
