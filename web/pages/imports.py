"""Imports: template, upload, a report of every rejected row, then all or the good rows."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.importers import ImportKind, template
from data.vocabulary import Role
from matcher.services import upload_imports
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.upload_imports import Checked, kinds_for
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, runtime, settings, writing
from web.forms import content_of, form_page, redirect_to, text
from web.i18n import current_language
from web.pages.lead_evidence import XLSX, as_download
from web.presenters.match import warning_texts

bp = Blueprint("imports", __name__, url_prefix="/imports")

IMPORTERS = tuple(upload_imports.KINDS_OF_ROLE)
SHOWN_ROWS = 200
SHOWN_WARNINGS = 50


@bp.get("")
@allow(*IMPORTERS, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """Show the templates, the upload form and the latest files."""
    return _index([])


@bp.get("/templates/<kind>.xlsx")
@allow(*IMPORTERS, Access.SESSION_ONLY)
def template_file(kind: str) -> ResponseReturnValue:
    """Return the spreadsheet to fill in."""
    wanted = _kind(kind)
    if wanted is None:
        abort(404)
    return as_download(template(wanted), f"{_kind_text(wanted)}.xlsx", XLSX)


@bp.post("")
@allow(*IMPORTERS, Access.SESSION_ONLY)
def upload() -> ResponseReturnValue:
    """Keep a file; what it holds is shown before anything is written."""
    kind = _kind(text("kind"))
    given = request.files.get("file")
    problems = []
    if kind is None:
        problems.append(FieldProblem(field="kind", rule="choose_one"))
    if given is None or not given.filename:
        problems.append(FieldProblem(field="file", rule="required"))
    if problems or kind is None or given is None:
        return _index(problems), 422
    try:
        with writing() as session:
            kept = upload_imports.keep_upload(
                session,
                settings().var / "uploads",
                actor=required_actor(),
                kind=kind,
                file_name=given.filename or "",
                content=content_of(given),
                max_bytes=settings().max_upload_mb * 2**20,
                now=now(),
            )
    except InvalidError as error:
        return _index(_localised(error)), 422
    return redirect_to("imports.show", upload_id=kept.id)


@bp.get("/<int:upload_id>")
@allow(*IMPORTERS, Access.SESSION_ONLY)
def show(upload_id: int) -> ResponseReturnValue:
    """Check a file and show what would be imported; writes nothing."""
    return _show(upload_id, [])


@bp.get("/<int:upload_id>/rejected.txt")
@allow(*IMPORTERS, Access.SESSION_ONLY)
def rejected(upload_id: int) -> ResponseReturnValue:
    """Return every rejected row with every reason, as text."""
    _file, _kind_of_file, checked = _checked(upload_id)
    language = current_language()
    lines = "\r\n".join(row.text(language) for row in checked.rejected)
    return as_download(f"\ufeff{lines}\r\n".encode(), "rejected.txt", "text/plain; charset=utf-8")


@bp.post("/<int:upload_id>/run")
@allow(*IMPORTERS, Access.SESSION_ONLY)
def run(upload_id: int) -> ResponseReturnValue:
    """Import the file: all of it, or its good rows, in one transaction."""
    mode = text("mode")
    if mode not in {"all", "skip"}:
        return _show(upload_id, [FieldProblem(field="mode", rule="choose_one")]), 422
    try:
        file, kind, checked = _checked(upload_id)
        summary = upload_imports.import_upload(
            runtime(),
            checked,
            actor=required_actor(),
            kind=kind,
            skips_bad=mode == "skip",
            now=now(),
        )
    except InvalidError as error:
        return _show(upload_id, _localised(error)), 422
    return render_template(
        "imports/done.html",
        file=file,
        kind=_kind_text(kind),
        summary=summary,
        rejected_count=len(checked.rejected),
        warnings=[
            {"external_id": external_id, "text": _warning(code)}
            for external_id, code in summary.warnings[:SHOWN_WARNINGS]
        ],
        warnings_count=len(summary.warnings),
        next_step=_next_step(kind),
        is_draft=required_actor().role is Role.TECHNOLOGY_OWNER,
    )


def _kind(value: str) -> ImportKind | None:
    return next((kind for kind in kinds_for(required_actor()) if kind.value == value), None)


def _kind_text(kind: ImportKind) -> str:
    names = {
        ImportKind.TECHNOLOGIES: _("Technologies"),
        ImportKind.DEMANDS: _("Needs"),
        ImportKind.PARKS: _("Parks"),
    }
    return str(names[kind])


def _checked(upload_id: int) -> tuple[Any, ImportKind, Checked]:
    actor = required_actor()
    with read_only() as session:
        file, kind = upload_imports.upload_of(session, actor=actor, upload_id=upload_id)
    folder = settings().var / "uploads"
    checked = upload_imports.check_upload(runtime(), folder, actor=actor, upload=file, kind=kind)
    return file, kind, checked


def _index(problems: list[FieldProblem]) -> str:
    actor = required_actor()
    kinds = kinds_for(actor)
    with read_only() as session:
        files = upload_imports.uploads_of(session, actor=actor)
    return form_page(
        "imports/index.html",
        problems,
        kinds=[
            {
                "value": kind.value,
                "label": _kind_text(kind),
                "url": url_for("imports.template_file", kind=kind.value),
            }
            for kind in kinds
        ],
        files=[{"file": file, "kind": _kind_text(ImportKind(file.field or ""))} for file in files],
        values={"kind": kinds[0].value},
        labels={"kind": _("What does it hold?"), "file": _("File")},
        max_mb=settings().max_upload_mb,
        is_owner=actor.role is Role.TECHNOLOGY_OWNER,
        is_bureau=actor.role is Role.BUREAU_OFFICER,
    )


def _show(upload_id: int, problems: list[FieldProblem]) -> str | Response:
    try:
        file, kind, checked = _checked(upload_id)
    except InvalidError as error:
        with read_only() as session:
            file, kind = upload_imports.upload_of(
                session, actor=required_actor(), upload_id=upload_id
            )
        problems, checked = _localised(error), Checked((), ())
    language = current_language()
    return form_page(
        "imports/show.html",
        problems,
        file=file,
        kind=_kind_text(kind),
        accepted_count=len(checked.accepted),
        rejected_count=len(checked.rejected),
        rejected=[
            {
                "line": row.line,
                "sheet": row.sheet,
                "external_id": row.external_id,
                "problems": [
                    {"field": problem.label(language), "text": problem.text(language)}
                    for problem in row.problems
                ],
            }
            for row in checked.rejected[:SHOWN_ROWS]
        ],
        is_owner=required_actor().role is Role.TECHNOLOGY_OWNER,
        values={"mode": "all"},
    )


def _localised(error: InvalidError) -> list[FieldProblem]:
    """Return the problems with the reason of an unreadable file in the reader's language."""
    chosen = "text_en" if current_language() == "en" else "text_zh"
    return [
        FieldProblem(field=p.field, rule=p.rule, values={"reason": p.values[chosen]})
        if chosen in p.values
        else p
        for p in error.problems
    ]


def _warning(code: str) -> str:
    # An import keeps a row whose place is not clear, without a position (RULINGS 6).
    kept = {
        "address_ambiguous": _("The address fits several places; kept without a position."),
        "address_not_found": _("The address was not recognized; kept without a position."),
    }
    return str(kept.get(code) or warning_texts([code], current_language())[0]["text"])


def _next_step(kind: ImportKind) -> dict[str, str]:
    steps = {
        ImportKind.TECHNOLOGIES: {
            "label": _("See the catalogue"),
            "url": url_for("catalogue.index"),
        },
        ImportKind.DEMANDS: {"label": _("My needs"), "url": url_for("demands.index")},
        ImportKind.PARKS: {"label": _("Import another file"), "url": url_for("imports.index")},
    }
    return steps[kind]
