"""Handing in a 申报表 in Word or Excel: read, shown box by box, confirmed by a person (0153)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.forms import FormRefusedError
from data.queries import technology_drafts as reads
from data.vocabulary import FormSection, Role
from matcher.services import attachments, form_imports
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.form_imports import ImportedForm
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, settings, writing
from web.forms import content_of, form_page, notify, redirect_to, text
from web.i18n import current_language
from web.technology_form.fields import Shown
from web.technology_form.imported import imported_groups, typed_again
from web.technology_form.messages import error_texts, summary
from web.technology_form.posted import Posting, read_posting

if TYPE_CHECKING:
    from data.models import Attachment

bp = Blueprint("form_imports", __name__, url_prefix="/technologies/import")
OWNER = (Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
MAX_FIELDS = 2000
"""Boxes of the confirmation page: all of the form and its supplements for fifty cases."""


@bp.get("")
@allow(*OWNER)
def index() -> ResponseReturnValue:
    """Ask for the file."""
    return _index([])


@bp.post("")
@allow(*OWNER)
def upload() -> ResponseReturnValue:
    """Read a file in a child process; keep it if it can be read, else say why not."""
    given = request.files.get("file")
    if given is None or not given.filename:
        return _index([FieldProblem(field="file", rule="required")]), 422
    content = content_of(given)
    try:
        form_imports.read(content, file_name=given.filename)
    except FormRefusedError as error:
        reason = {"reason": error.text(current_language())}
        return _index([FieldProblem(field="file", rule="file_unreadable", values=reason)]), 422
    with writing() as session:
        kept = form_imports.keep_upload(
            session,
            settings().var / "uploads",
            actor=required_actor(),
            file_name=given.filename,
            content=content,
            now=now(),
        )
    return redirect_to(
        "form_imports.show", upload_id=kept.id, technology=_number(text("technology"))
    )


@bp.get("/<int:upload_id>")
@allow(*OWNER)
def show(upload_id: int) -> ResponseReturnValue:
    """Show what the file states, box by box, with every doubt beside its box; writes nothing."""
    row, form = _read(upload_id)
    return _shown(row, form, None, _number(request.args.get("technology", "")))


@bp.post("/<int:upload_id>")
@allow(*OWNER)
def confirm(upload_id: int) -> ResponseReturnValue:
    """Make a draft of what stands in the boxes, or put it into an existing draft."""
    row, form = _read(upload_id)
    posting = read_posting(request.form, limit=MAX_FIELDS)
    target = _number(text("target"))
    if posting.problems:
        return _shown(row, form, _again(posting, posting.problems), target, 422)
    try:
        with writing() as session:
            saved = form_imports.take_over(
                session,
                settings().var / "uploads",
                actor=required_actor(),
                upload=form_imports.upload_of(session, actor=required_actor(), upload_id=upload_id),
                technology_id=target,
                changes=posting.changes,
                images=form.images,
                now=now(),
            )
            technology_id = saved.technology.id
    except InvalidError as error:
        return _shown(row, form, _again(posting, error.problems), target, 422)
    notify(_("The form became a draft. The file itself is among its attachments."))
    return redirect_to(
        "technology_form.section", technology_id=technology_id, section=FormSection.BASICS.value
    )


def _again(posting: Posting, problems: Any) -> Shown:  # noqa: ANN401 - problems of fields
    return Shown(posting, error_texts(problems))


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004


def _read(upload_id: int) -> tuple[Attachment, ImportedForm]:
    with read_only() as session:
        row = form_imports.upload_of(session, actor=required_actor(), upload_id=upload_id)
    content = attachments.content_of(settings().var / "uploads", row)
    return row, form_imports.as_form(form_imports.read(content, file_name=row.file_name))


def _index(problems: list[FieldProblem]) -> str:
    return form_page(
        "technology_form/import.html",
        problems,
        technology_id=_number(request.values.get("technology", "")),
        labels={"file": _("File")},
        max_mb=settings().max_upload_mb,
    )


def _shown(
    row: Attachment,
    form: ImportedForm,
    shown: Shown | None,
    target: int | None,
    status: int = 200,
) -> ResponseReturnValue:
    technology, first = typed_again(form)
    known = shown or first
    with read_only() as session:
        drafts = reads.drafts(session, required_actor().organization_id, limit=100)
    body = render_template(
        "technology_form/imported.html",
        file=row,
        form=form,
        groups=imported_groups(technology, form, known),
        general=[one.text(current_language()) for one in form.warnings.get("", ())],
        warning_count=sum(len(found) for found in form.warnings.values()),
        errors=summary(known.errors or {}),
        target=target,
        drafts=[{"value": one.id, "label": one.name} for one in drafts],
    )
    return make_response(body, status)
