"""Catalogue batches: the calls everybody reads, the officers' forms, the board by state."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.clock import local_day
from data.queries import application_lists as reads
from data.vocabulary import CatalogueStatus, ReviewState, Role
from matcher.services import access, batches
from matcher.services.actor import Actor
from matcher.services.batches import BatchForm
from matcher.services.errors import FieldProblem, InvalidError, NotFoundError
from web.access import Access, allow, current_actor, required_actor
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.pages.application_lists import DOCX
from web.pages.lead_evidence import XLSX, as_download
from web.presenters import application_board
from web.presenters.publication_list import publication_document, publication_sheet
from web.regions import region_name

bp = Blueprint("batches", __name__, url_prefix="/batches")


@bp.get("")
@allow(Access.PUBLIC)
def index() -> ResponseReturnValue:
    """List the calls: open ones first, with their dates; officers see their applications."""
    actor = current_actor()
    with read_only() as session:
        found = reads.batches(session)
        counts = _counts(session, actor, [one.id for one in found])
    today = local_day(now())
    return render_template(
        "batches/index.html",
        batches=[_line(one, today, counts) for one in found],
        may_make=_may_make(actor),
        shows_counts=actor is not None and actor.role is Role.BUREAU_OFFICER,
    )


def _counts(session: Session, actor: Actor | None, ids: list[int]) -> dict[int, int]:
    if actor is None or actor.role is not Role.BUREAU_OFFICER:
        return {}
    readable = access.applications_readable_by(actor)
    return dict(reads.application_counts(session, readable=readable, batch_ids=ids))


def _may_make(actor: Actor | None) -> bool:
    return actor is not None and actor.role is Role.BUREAU_OFFICER and not actor.is_sectoral


def _line(batch: Any, today: date, counts: dict[int, int]) -> dict[str, Any]:  # noqa: ANN401
    language = current_language()
    return {
        "id": batch.id,
        "code": batch.code,
        "name": batch.name,
        "scope": batch.scope.label(language),
        "region": region_name(batch.region_code, language),
        "state": _state_of(batch, today),
        "opens_on": batch.opens_on,
        "closes_on": batch.closes_on,
        "published_on": batch.published_on,
        "count": counts.get(batch.id, 0),
    }


def _state_of(batch: Any, today: date) -> dict[str, str]:  # noqa: ANN401 - a CatalogueBatch
    if batches.is_open(batch, today):
        return {"text": _("Open for applications"), "tone": "green"}
    if batch.published_on is not None:
        return {"text": _("Published"), "tone": "blue"}
    if batch.opens_on is not None and today < batch.opens_on and batch.closed_at is None:
        return {"text": _("Not open yet"), "tone": "slate"}
    if batch.opens_on is None:
        return {"text": _("Imported"), "tone": "slate"}
    return {"text": _("Under review"), "tone": "amber"}


@bp.get("/new")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def new() -> ResponseReturnValue:
    """Show the form of a new batch in the officer's own jurisdiction."""
    return _form_page(None, [])


@bp.post("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def create() -> ResponseReturnValue:
    """Make a batch: national by a national officer, local by an officer of a region."""
    try:
        with writing() as session:
            made = batches.make_batch(session, actor=required_actor(), form=_posted(), now=now())
    except InvalidError as error:
        return _form_page(None, list(error.problems)), 422
    notify(_("The batch was made."))
    return redirect_to("batches.show", batch_id=made.id)


@bp.get("/<int:batch_id>")
@allow(Access.PUBLIC)
def show(batch_id: int) -> ResponseReturnValue:
    """Show one call: its text, dates, who may apply, and what was published from it."""
    actor = current_actor()
    with read_only() as session:
        batch = batches.batch_of_id(session, batch_id)
        published = reads.published(session, batch_id=batch_id)
        counts = _counts(session, actor, [batch_id])
    return render_template(
        "batches/show.html",
        batch=batch,
        line=_line(batch, local_day(now()), counts),
        published=[
            {
                "number": row.application.number_in_batch,
                "name": row.technology.name,
                "owner": row.owner_name,
                "url": url_for("catalogue.show", technology_id=row.technology.id),
            }
            for row in published
            if row.technology.catalogue_status is CatalogueStatus.PUBLISHED
        ],
        runs=actor is not None and batches.runs(actor, batch),
        is_officer=actor is not None and actor.role is Role.BUREAU_OFFICER,
        is_owner=actor is not None and actor.role is Role.TECHNOLOGY_OWNER,
    )


@bp.get("/<int:batch_id>/edit")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def edit(batch_id: int) -> ResponseReturnValue:
    """Show the form of a batch that the officer's bureau runs."""
    return _form_page(batch_id, [])


@bp.post("/<int:batch_id>/edit")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def change(batch_id: int) -> ResponseReturnValue:
    """Change what a batch says."""
    try:
        with writing() as session:
            batches.change_batch(
                session,
                actor=required_actor(),
                batch_id=batch_id,
                form=_posted(),
                version=_version(),
                now=now(),
            )
    except InvalidError as error:
        return _form_page(batch_id, list(error.problems)), 422
    notify(_("The batch was changed."))
    return redirect_to("batches.show", batch_id=batch_id)


@bp.post("/<int:batch_id>/close")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def close(batch_id: int) -> ResponseReturnValue:
    """Stop taking applications before the closing date."""
    with writing() as session:
        batches.close_batch(
            session,
            actor=required_actor(),
            batch_id=batch_id,
            version=_version(),
            now=now(),
        )
    notify(_("The batch takes no more applications."))
    return redirect_to("batches.show", batch_id=batch_id)


@bp.get("/<int:batch_id>/board")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def board(batch_id: int) -> ResponseReturnValue:
    """Show the applications of a batch by state; every number opens its list."""
    actor = required_actor()
    readable = access.applications_readable_by(actor)
    wanted = reads.ApplicationFilter(batch_id=batch_id)
    with read_only() as session:
        batch = batches.batch_of_id(session, batch_id)
        counts = reads.counts_by_state(session, readable=readable, wanted=wanted)
        columns = application_board.columns(session, readable, batch_id, counts, local_day(now()))
    return render_template(
        "batches/board.html",
        batch=batch,
        columns=columns,
        total=sum(counts.values()),
        published=counts.get(ReviewState.PUBLISHED, 0),
        runs=batches.runs(actor, batch),
    )


@bp.get("/<int:batch_id>/publication.xlsx")
@allow(Access.PUBLIC)
def publication_xlsx(batch_id: int) -> ResponseReturnValue:
    """Return the publication list of a batch as a spreadsheet."""
    heading, rows = _publication(batch_id)
    return as_download(publication_sheet(rows, heading), f"{heading}.xlsx", XLSX)


@bp.get("/<int:batch_id>/publication.docx")
@allow(Access.PUBLIC)
def publication_docx(batch_id: int) -> ResponseReturnValue:
    """Return the publication list of a batch as a document."""
    heading, rows = _publication(batch_id)
    return as_download(publication_document(rows, heading), f"{heading}.docx", DOCX)


def _publication(batch_id: int) -> tuple[str, Any]:
    with read_only() as session:
        batch = batches.batch_of_id(session, batch_id)
        rows = reads.published(session, batch_id=batch_id)
    if not rows:
        raise NotFoundError("publication", batch_id)
    return batch.name, rows


def _posted() -> BatchForm:
    return BatchForm(
        code=text("code"),
        name=text("name"),
        call_text=text("call_text"),
        opens_on=_day("opens_on"),
        closes_on=_day("closes_on"),
    )


def _day(name: str) -> date | None:
    given = text(name)
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise InvalidError([FieldProblem(field=name, rule="not_a_date")]) from error


def _version() -> int:
    given = text("version")
    return int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004


def _form_page(batch_id: int | None, problems: list[FieldProblem]) -> str:
    actor = required_actor()
    values: dict[str, Any] = {}
    name = None
    if batch_id is not None:
        with read_only() as session:
            batch = batches.batch_of_id(session, batch_id)
        if not batches.runs(actor, batch):
            raise NotFoundError("catalogue_batch", batch_id)
        name = batch.name
        values = {
            "code": batch.code,
            "name": batch.name,
            "call_text": batch.call_text,
            "opens_on": batch.opens_on.isoformat() if batch.opens_on else None,
            "closes_on": batch.closes_on.isoformat() if batch.closes_on else None,
            "version": batch.version,
        }
    return form_page(
        "batches/form.html",
        problems,
        batch_id=batch_id,
        batch_name=name,
        values=values,
        region=region_name(actor.region_code, current_language()),
        labels={
            "code": _("Batch code"),
            "name": _("Name"),
            "opens_on": _("Opens on"),
            "closes_on": _("Last day"),
            "call_text": _("Text of the call"),
        },
    )
