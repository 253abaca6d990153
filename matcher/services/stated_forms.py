"""Application forms of a file as stated: the official .docx or .xlsx, or rows of an import."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.forms import FormReading, FormRefusedError, FormWarning, read_form_safely
from data.importers import FieldProblem, RejectedRow, TechnologyRow
from data.importers.stated_figures import read_stated
from data.importers.stated_files import read_stated_file

NOT_A_FORM: Final = "not_a_form"
EVIDENCE: Final = "appraisal"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedForm:
    """One form, what its reading doubts, and whether its appraisal box holds pictures."""

    external_id: str
    row: TechnologyRow
    doubts: tuple[FormWarning, ...] = ()
    has_appraisal_evidence: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A form that cannot be audited, and why."""

    rejected: RejectedRow | None = None
    problems: tuple[FieldProblem, ...] = ()

    def text(self, language: str) -> str:
        """Return the reasons for people in `language` (zh or en)."""
        if self.rejected is not None:
            return self.rejected.text(language)
        return "; ".join(problem.text(language) for problem in self.problems)


def stated_forms(path: Path) -> Iterator[StatedForm | Unread]:
    """Yield every form of a .docx, .xlsx or .jsonl file.

    A .xlsx may be the official form or the template of the import.

    Raises
    ------
    FormRefusedError
        If a form must not be opened or is damaged, or a .docx is no form.
    UnreadableFileError
        If another file as a whole cannot be read.
    OSError
        If there is no such file.
    """
    suffix = path.suffix.lower()
    if suffix in {".docx", ".xlsx"}:
        try:
            reading = read_form_safely(path.read_bytes(), file_name=path.name)
        except FormRefusedError as error:
            if suffix == ".docx" or error.code != NOT_A_FORM:
                raise
        else:
            yield _stated(path, reading)
            return
    for outcome in read_stated_file(path):
        if isinstance(outcome, RejectedRow):
            yield Unread(rejected=outcome)
        elif isinstance(outcome.row, TechnologyRow):
            yield StatedForm(external_id=outcome.row.external_id, row=outcome.row)


def _stated(path: Path, reading: FormReading) -> StatedForm | Unread:
    row, problems = read_stated(reading.record)
    if row is None:
        return Unread(problems=tuple(problems))
    has_evidence = any(image.field == EVIDENCE for image in reading.images)
    return StatedForm(
        external_id=path.name,
        row=row,
        doubts=reading.warnings,
        has_appraisal_evidence=has_evidence or None,
    )
