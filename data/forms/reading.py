"""Reading a form in this process: open, check, collect the boxes, and say what is doubtful."""

from data.forms.case_answers import case_records
from data.forms.collecting import collect
from data.forms.docx_tables import docx_tables
from data.forms.doubts import Doubts
from data.forms.outcome import FormReading, FormRefusedError
from data.forms.package import open_package
from data.forms.pictures import form_images
from data.forms.technology_answers import technology_record


def read_content(content: bytes, *, file_name: str) -> FormReading:
    """Return what the form states.

    Raises
    ------
    FormRefusedError
        If the file must not be opened, is damaged, or is no 申报表.
    """
    parts = open_package(content, file_name=file_name)
    tables = docx_tables(parts)
    doubts = Doubts()
    answers = collect(tables, doubts)
    if not answers.is_form:
        raise FormRefusedError("not_a_form")
    record = technology_record(answers, doubts)
    cases = case_records(answers, doubts)
    if cases:
        record["cases"] = cases
    images = form_images(answers, parts, doubts)
    return FormReading(record=record, warnings=doubts.all(), images=images)
