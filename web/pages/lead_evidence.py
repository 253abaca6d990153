"""Evidence of a lead: add a file, hand it back as a download only (decision 0101)."""

from urllib.parse import quote

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matcher.services import access, attachments, audit
from matcher.services.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, settings, writing
from web.forms import content_of, form_page, notify, redirect_to
from web.pages.lead_parts import SIDES, lead_view, may_read_file
from web.security.headers import SANDBOX_POLICY

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
bp = Blueprint("lead_evidence", __name__, url_prefix="/leads/<int:lead_id>/evidence")


@bp.get("")
@allow(*SIDES, Access.SESSION_ONLY)
def form(lead_id: int) -> ResponseReturnValue:
    """Show the files of a lead and the form that adds one."""
    return _page(lead_id, [])


@bp.post("")
@allow(*SIDES, Access.SESSION_ONLY)
def add(lead_id: int) -> ResponseReturnValue:
    """Keep a file as evidence of what was reached."""
    actor = required_actor()
    with read_only() as session:
        access.readable_lead(session, actor, lead_id)
    given = request.files.get("file")
    if given is None or not given.filename:
        return _page(lead_id, [FieldProblem(field="file", rule="required")]), 422
    try:
        with writing() as session:
            access.readable_lead(session, actor, lead_id)
            kept = attachments.store_evidence(
                session,
                settings().var / "uploads",
                actor=actor,
                lead_id=lead_id,
                file_name=given.filename,
                content=content_of(given),
                max_bytes=settings().max_upload_mb * 2**20,
                now=now(),
            )
            audit.record(
                session,
                now=now(),
                action="lead.evidence_added",
                actor=actor,
                subject_kind="lead",
                subject_id=lead_id,
                details={"attachment_id": kept.id, "sha256": kept.sha256},
            )
    except InvalidError as error:
        return _page(lead_id, list(error.problems)), 422
    except ConflictError as error:
        problem = FieldProblem(field="file", rule=error.code, values=error.values)
        return _page(lead_id, [problem]), 409
    notify(_("The file was added."))
    return redirect_to("leads.show", lead_id=lead_id)


@bp.get("/<int:file_id>")
@allow(*SIDES, Access.SESSION_ONLY)
def download(lead_id: int, file_id: int) -> ResponseReturnValue:
    """Hand a file back to its uploader's organization or the bureau."""
    with read_only() as session:
        access.readable_lead(session, required_actor(), lead_id)
        row = attachments.file_of(session, kind="lead", subject_id=lead_id, file_id=file_id)
    if not may_read_file(row.organization_id):
        raise NotFoundError("attachment", file_id)
    return as_download(
        attachments.content_of(settings().var / "uploads", row), row.file_name, row.media_type
    )


def as_download(content: bytes, file_name: str, media_type: str) -> Response:
    """Return bytes that no browser opens inside this site (ASVS 3.2.1, 5.4.2; RFC 6266)."""
    response = Response(content, content_type=media_type)
    plain = file_name.encode("ascii", "ignore").decode().replace('"', "").replace("\\", "")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(file_name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = SANDBOX_POLICY
    return response


def _page(lead_id: int, problems: list[FieldProblem]) -> str:
    with read_only() as session:
        view = lead_view(session, lead_id)
    limit = settings().max_upload_mb
    kinds = attachments.EVIDENCE_SUFFIXES
    return form_page(
        "leads/evidence.html",
        problems,
        max_mb=limit,
        kinds=kinds,
        labels={"file": _("File")},
        **view,
    )
