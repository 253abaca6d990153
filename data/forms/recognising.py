"""Whether a file is a single 申报表 or something for bulk import."""

from pathlib import PurePath

from data.forms.collecting import collect
from data.forms.doubts import Doubts
from data.forms.outcome import FormRefusedError
from data.forms.package import open_package
from data.forms.reading import grid_of
from data.forms.xlsx_tables import is_bulk_workbook

_WORD_ENDINGS = frozenset(
    {".docx", ".docm", ".dotx", ".dotm", ".doc", ".wps", ".wpt", ".rtf", ".odt", ".pdf"}
)
_WORKBOOK_ENDING = ".xlsx"


def is_form_file(content: bytes, *, file_name: str) -> bool:
    """Return whether the file is to be read as one form: any document, or a form's workbook."""
    ending = PurePath(file_name).suffix.lower()
    if ending in _WORD_ENDINGS:
        return True
    if ending != _WORKBOOK_ENDING:
        return False
    try:
        parts = open_package(content, file_name=file_name)
        return not is_bulk_workbook(parts) and collect(grid_of(parts).tables, Doubts()).is_form
    except FormRefusedError as refusal:
        return refusal.code == "formulas"
