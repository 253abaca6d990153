"""Attachments for reviewers: handed back as downloads only (decision 0155)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask.typing import ResponseReturnValue

from data.vocabulary import Role
from matcher.services import attachments
from matcher.services.applications import files as application_files
from matcher.services.expert_review import files as expert_files
from web.access import Access, allow, required_actor
from web.extensions import read_only, settings
from web.pages.lead_evidence import as_download

if TYPE_CHECKING:
    from data.models import Attachment

bp = Blueprint("review_files", __name__)


@bp.get("/applications/<int:application_id>/files/<int:file_id>")
@allow(Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def of_application(application_id: int, file_id: int) -> ResponseReturnValue:
    """Hand back a file of an application that the caller may read."""
    with read_only() as session:
        row = application_files.file(
            session, actor=required_actor(), application_id=application_id, file_id=file_id
        )
    return _download(row)


@bp.get("/my-reviews/<int:assignment_id>/files/<int:file_id>")
@allow(Role.EXPERT, Access.SESSION_ONLY)
def of_review(assignment_id: int, file_id: int) -> ResponseReturnValue:
    """Hand back a file of an application that the expert scores."""
    with read_only() as session:
        row = expert_files.file(
            session, actor=required_actor(), assignment_id=assignment_id, file_id=file_id
        )
    return _download(row)


def _download(row: Attachment) -> ResponseReturnValue:
    content = attachments.content_of(settings().var / "uploads", row)
    return as_download(content, row.file_name, row.media_type)
