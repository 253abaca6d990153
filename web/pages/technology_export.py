"""An application as the official form: printed, or as a file for Word and Excel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from data.forms import write_form_docx, write_form_xlsx
from data.vocabulary import Role
from matcher.services import form_exports, technology_drafts
from web.access import Access, allow, required_actor
from web.extensions import read_only, settings
from web.pages.lead_evidence import XLSX, as_download
from web.technology_form.printed import printed_form

if TYPE_CHECKING:
    from data.models import Technology

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
        context = printed_form(session, technology, _selected_case(technology))
    return render_template("technology_form/print.html", technology=technology, **context)


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
    with read_only() as session:
        technology = technology_drafts.readable(
            session, actor=required_actor(), technology_id=technology_id
        )
        record = form_exports.record_of(session, technology)
        images = form_exports.images_of(session, settings().var / "uploads", technology)
    content = write(record, images=images, selected_case=_selected_case(technology))
    return as_download(content, f"申报表-{technology.name[:60]}.{suffix}", media_type)


def _selected_case(technology: Technology) -> int | None:
    """Return the case that `?case=` names from 1, counted from 0; None if it names none."""
    chosen = request.args.get("case", "")
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 4 else None  # noqa: PLR2004
    if number is not None and not 1 <= number <= len(technology.cases):
        abort(404)
    return None if number is None else number - 1
