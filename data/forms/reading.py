"""Reading a form in this process: open, check, collect the boxes, and say what is doubtful."""

from data.forms.case_answers import case_records
from data.forms.collecting import collect
from data.forms.docx_tables import docx_grid
from data.forms.doubts import Doubts
from data.forms.grid import FormGrid
from data.forms.outcome import FormReading, FormRefusedError
from data.forms.package import Parts, open_package
from data.forms.pictures import form_images
from data.forms.technology_answers import technology_record
from data.forms.xlsx_tables import is_bulk_workbook, xlsx_grid


def read_content(content: bytes, *, file_name: str) -> FormReading:
    """Return what the form states.

    Raises
    ------
    FormRefusedError
        If the file must not be opened, is damaged, or is no 申报表.
    """
    parts = open_package(content, file_name=file_name)
    if is_bulk_workbook(parts):
        raise FormRefusedError("bulk_workbook")
    grid = grid_of(parts)
    doubts = Doubts()
    answers = collect(grid.tables, doubts)
    if not answers.is_form:
        raise FormRefusedError("not_a_form")
    record = technology_record(answers, doubts)
    cases = case_records(answers, doubts)
    if cases:
        record["cases"] = cases
    images = form_images(answers, grid.images, parts, doubts)
    return FormReading(record=record, warnings=doubts.all(), images=images)


def grid_of(parts: Parts) -> FormGrid:
    """Return the tables of a Word document or a workbook.

    Raises
    ------
    FormRefusedError
        If it is neither, or its content must not be opened.
    """
    if any(name.startswith("word/") for name in parts):
        return docx_grid(parts)
    if any(name.startswith("xl/") for name in parts):
        return xlsx_grid(parts)
    raise FormRefusedError("other_document")
