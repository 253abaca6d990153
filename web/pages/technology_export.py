"""An application as the official form: printed, or as a file for Word and Excel."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from data.forms import write_form_docx, write_form_xlsx
from data.reference.taxonomy import taxonomy
from data.vocabulary import FormSection, Role, TechnologyStage
from matcher.services import form_exports, technology_drafts
from web.access import Access, allow, required_actor
from web.extensions import read_only, settings
from web.pages.lead_evidence import XLSX, as_download
from web.technology_form.fields import section_paths
from web.technology_form.review import values_in_words

bp = Blueprint("technology_export", __name__, url_prefix="/technologies/<int:technology_id>/form")
OWNER = (Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/print")
@allow(*OWNER)
def printed(technology_id: int) -> ResponseReturnValue:
    """Show the form as the table of annex 1, to be printed."""
    with read_only() as session:
        technology = technology_drafts.readable(
            session, actor=required_actor(), technology_id=technology_id
        )
    own = [path for section in FormSection for path in section_paths(section)]
    cases = [
        values_in_words(technology, section_paths(FormSection.CASES, case.id))
        for case in _shown_cases(technology)
    ]
    return render_template(
        "technology_form/print.html",
        technology=technology,
        value=values_in_words(technology, own),
        categories=[
            {
                "label": one.label_zh,
                "is_ticked": (technology.technology_type or " ")[0] == one.code,
            }
            for one in taxonomy()
        ],
        stages=[
            {"label": f"{one.label_zh}技术", "is_ticked": technology.stage is one}
            for one in TechnologyStage
        ],
        cases=[_by_name(case) for case in cases],
    )


def _shown_cases(technology: Any) -> list[Any]:  # noqa: ANN401 - an entry
    """Return the cases the official form shows: one of a demonstration (RULINGS 26)."""
    is_demonstration = technology.stage is TechnologyStage.DEMONSTRATION
    return list(technology.cases[:1] if is_demonstration else technology.cases)


def _by_name(values: dict[str, str]) -> dict[str, str]:
    return {path.split(".", 2)[2]: value for path, value in values.items()}


@bp.get("/export.docx")
@allow(*OWNER)
def docx(technology_id: int) -> ResponseReturnValue:
    """Return the form as a Word document, with its pictures and the supplement."""
    return _exported(technology_id, write_form_docx, "docx", DOCX)


@bp.get("/export.xlsx")
@allow(*OWNER)
def xlsx(technology_id: int) -> ResponseReturnValue:
    """Return the form as a workbook, with its pictures and the supplement."""
    return _exported(technology_id, write_form_xlsx, "xlsx", XLSX)


def _exported(
    technology_id: int, write: Callable[..., bytes], suffix: str, media_type: str
) -> ResponseReturnValue:
    chosen = request.args.get("case", "")
    with read_only() as session:
        technology = technology_drafts.readable(
            session, actor=required_actor(), technology_id=technology_id
        )
        record = form_exports.record_of(session, technology)
        images = form_exports.images_of(session, settings().var / "uploads", technology)
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 4 else None  # noqa: PLR2004
    if number is not None and not 1 <= number <= len(technology.cases):
        abort(404)
    content = write(record, images=images, selected_case=None if number is None else number - 1)
    return as_download(content, f"申报表-{technology.name[:60]}.{suffix}", media_type)
