"""Attachments of an application: add, list, hand back as a download only, remove (0152)."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.vocabulary import FormFileKind, Role
from matcher.services import attachments, technology_drafts, technology_files
from matcher.services.errors import ConflictError, FieldProblem, InvalidError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, settings, writing
from web.forms import content_of, form_page, notify, redirect_to, text
from web.i18n import current_language
from web.pages.lead_evidence import as_download
from web.technology_form.files import field_words
from web.technology_form.meter import meter

bp = Blueprint(
    "technology_files", __name__, url_prefix="/technologies/<int:technology_id>/form/files"
)
OWNER = (Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)


@bp.get("")
@allow(*OWNER)
def index(technology_id: int) -> ResponseReturnValue:
    """Show the attachments of an application and the form that adds one."""
    return _page(technology_id, [])


@bp.post("")
@allow(*OWNER)
def add(technology_id: int) -> ResponseReturnValue:
    """Keep a file with a draft."""
    with read_only() as session:
        technology_drafts.readable(session, actor=required_actor(), technology_id=technology_id)
    given, kind, case = request.files.get("file"), text("kind"), text("case")
    problems = []
    if kind not in [one.value for one in technology_files.CHOOSABLE]:
        problems.append(FieldProblem(field="kind", rule="choose_one"))
    if given is None or not given.filename:
        problems.append(FieldProblem(field="file", rule="required"))
    if problems or given is None:
        return _page(technology_id, problems), 422
    try:
        with writing() as session:
            technology_files.add(
                session,
                settings().var / "uploads",
                actor=required_actor(),
                technology_id=technology_id,
                kind=FormFileKind(kind),
                case_id=int(case) if case.isdecimal() and len(case) < 10 else None,  # noqa: PLR2004
                file_name=given.filename or "",
                content=content_of(given),
                max_bytes=settings().max_upload_mb * 2**20,
                now=now(),
            )
    except InvalidError as error:
        return _page(technology_id, list(error.problems)), 422
    except ConflictError as error:
        if error.code == "draft_is_submitted":
            raise
        problem = FieldProblem(field="file", rule=error.code, values=error.values)
        return _page(technology_id, [problem]), 409
    notify(_("The file was added."))
    return redirect_to("technology_files.index", technology_id=technology_id)


@bp.get("/<int:file_id>")
@allow(*OWNER)
def download(technology_id: int, file_id: int) -> ResponseReturnValue:
    """Hand a file back to its uploader's organization."""
    with read_only() as session:
        row = technology_files.file(
            session, actor=required_actor(), technology_id=technology_id, file_id=file_id
        )
    content = attachments.content_of(settings().var / "uploads", row)
    return as_download(content, row.file_name, row.media_type)


@bp.post("/<int:file_id>/remove")
@allow(*OWNER)
def remove(technology_id: int, file_id: int) -> ResponseReturnValue:
    """Remove a file from a draft, with its bytes."""
    with writing() as session:
        stored_name = technology_files.remove(
            session,
            actor=required_actor(),
            technology_id=technology_id,
            file_id=file_id,
            now=now(),
        )
    attachments.path_of(settings().var / "uploads", stored_name).unlink(missing_ok=True)
    notify(_("The file was removed."))
    return redirect_to("technology_files.index", technology_id=technology_id)


def _page(technology_id: int, problems: list[FieldProblem]) -> str:
    actor, language = required_actor(), current_language()
    with read_only() as session:
        technology = technology_drafts.readable(session, actor=actor, technology_id=technology_id)
        rows = technology_files.files(session, actor=actor, technology_id=technology_id)
    cases: list[dict[str, Any]] = [
        {"value": case.id, "label": f"{number} {case.name}".strip()}
        for number, case in enumerate(technology.cases, start=1)
    ]
    return form_page(
        "technology_form/files.html",
        problems,
        technology=technology,
        is_editable=technology_drafts.is_editable(technology),
        files=[
            {
                "row": row,
                "kind": field_words(technology, row.field),
                "url": url_for(
                    "technology_files.download", technology_id=technology_id, file_id=row.id
                ),
            }
            for row in rows
        ],
        kinds=[
            {"value": one.value, "label": one.label(language)} for one in technology_files.CHOOSABLE
        ],
        cases=cases,
        meter=meter(technology, "files"),
        max_mb=settings().max_upload_mb,
        suffixes=attachments.EVIDENCE_SUFFIXES,
        labels={"kind": _("What is it?"), "file": _("File")},
    )
