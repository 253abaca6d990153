"""`tanqiao import technologies FILE.docx`: one 申报表 as one row, with its doubts."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from data.forms import (
    FormReading,
    FormRefusedError,
    read_form_safely,
    write_form_docx,
    write_form_xlsx,
)
from data.importers import Row, read_technology

WORD_ENDING = ".docx"
_NUMBER_DIGITS = 12


def form_row(content: bytes, *, file_name: str, language: str, number: str | None) -> Row:
    """Return the row that a form states; doubts are told on standard error.

    Parameters
    ----------
    number : str, optional
        The entry's external_id; without it one is made from name and unit, so that importing the
        same form again changes the same entry.

    Raises
    ------
    click.ClickException
        If the file is refused, or the form lacks what an entry needs.
    """
    reading = _read(content, file_name, language)
    record = {**reading.record, "external_id": number or form_number(reading.record)}
    row, problems = read_technology(record)
    if row is None or problems:
        separator = "；" if language.startswith("zh") else "; "
        raise click.ClickException(separator.join(problem.text(language) for problem in problems))
    return row


def form_number(record: Mapping[str, Any]) -> str:
    """Return an external_id made from the technology's name and the applicant's unit."""
    unit = record.get("applicant_contact", {}).get("unit_name", "")
    digest = hashlib.sha256(f"{record.get('name', '')}\n{unit}".encode()).hexdigest()
    return f"FORM-{digest[:_NUMBER_DIGITS].upper()}"


def blank_form(path: Path) -> bytes:
    """Return a blank 申报表 in the format that the path's ending names."""
    write = write_form_docx if path.suffix.lower() == WORD_ENDING else write_form_xlsx
    return write({}, has_hints=True)


def _read(content: bytes, file_name: str, language: str) -> FormReading:
    try:
        reading = read_form_safely(content, file_name=file_name)
    except FormRefusedError as refusal:
        raise click.ClickException(refusal.text(language)) from refusal
    for doubt in reading.warnings:
        click.echo(f"note: {doubt.field or '-'}: {doubt.text(language)}", err=True)
    if reading.images:
        click.echo(f"note: {len(reading.images)} pictures are not imported here", err=True)
    return reading
