"""Applications: the owner's and the officers' lists, handing in, one application."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from data.clock import local_day
from data.queries import application_lists as reads
from data.vocabulary import CatalogueStatus, Role
from matcher.services import access, applications, attachments, waiting
from matcher.services.actor import Actor
from matcher.services.applications import bulk, opinions, standing
from matcher.services.errors import FieldProblem, InvalidError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, settings, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.pages.lead_evidence import XLSX, as_download
from web.paging import before_id, next_link
from web.presenters import application_filters as filters
from web.presenters import applications as shown
from web.presenters.application_page import application_page, bulk_text
from web.presenters.application_sheet import application_sheet
from web.technology_form.review import gaps

bp = Blueprint("applications", __name__, url_prefix="/applications")

PAGE = 30
SIDES = (Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER)
NOTE_CHARACTERS = 4000


@bp.get("")
@allow(*SIDES, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List the caller's applications: an owner's with drafts, an officer's by desk and state."""
    actor = required_actor()
    read = filters.read_filter(request.args, actor)
    today = local_day(now())
    readable = _readable(actor, read)
    is_owner = actor.role is Role.TECHNOLOGY_OWNER
    with read_only() as session:
        counts = reads.counts_by_state(session, readable=readable, wanted=read.without_states)
        found = reads.page(
            session,
            readable=readable,
            wanted=read.wanted,
            before_id=before_id(),
            limit=PAGE + 1,
        )
        notes = reads.last_notes(session, [row.id for row in found])
        shows_drafts = is_owner and not read.waits_for_caller
        drafts = reads.drafts_of(session, actor.organization_id) if shows_drafts else []
        batches = reads.batches(session)
        shown_ones = [] if is_owner else [row.application for row in found[:PAGE]]
        moves = bulk.moves_for(session, actor, shown_ones)
    picks_all = not is_owner and request.args.get("picks") == "all"
    return render_template(
        "applications/index.html",
        is_owner=is_owner,
        bulk_moves=[{"value": to.value, "label": bulk_text(to)} for to in moves],
        picks_all=picks_all,
        pick_all_url=_pick_all_url(picks_all=picks_all),
        items=[shown.list_item(row, today) | {"note": notes.get(row.id)} for row in found[:PAGE]],
        drafts=drafts,
        tabs=filters.tabs(counts, read),
        kept=read.kept,
        total=sum(counts.values()),
        batches=[{"value": one.id, "label": one.name} for one in batches],
        stages=filters.stage_options(),
        categories=filters.category_options(),
        next_url=next_link(found, PAGE),
        edit_endpoint=edit_endpoint(),
    )


def _pick_all_url(*, picks_all: bool) -> str:
    """Return the address of this page with every box ticked, or none."""
    values = {k: v for k, v in request.args.items() if k not in {"picks", "lang"}}
    if not picks_all:
        values["picks"] = "all"
    return url_for("applications.index", **values)  # type: ignore[arg-type]


def _readable(actor: Actor, read: filters.Reading) -> ColumnElement[bool]:
    """Return which applications the list is made of: the readable ones, or what waits."""
    if read.waits_for_caller:
        return waiting.applications_waiting_for(actor, today=local_day(now()))
    return access.applications_readable_by(actor)


@bp.get("/export.xlsx")
@allow(*SIDES, Access.SESSION_ONLY)
def export() -> ResponseReturnValue:
    """Return the list, as filtered, as a spreadsheet."""
    actor = required_actor()
    read = filters.read_filter(request.args, actor)
    with read_only() as session:
        found = reads.page(
            session,
            readable=_readable(actor, read),
            wanted=read.wanted,
            limit=reads.EXPORTED,
        )
    name = _("applications") + f"-{local_day(now()).isoformat()}.xlsx"
    return as_download(application_sheet(found, _("Applications")), name, XLSX)


@bp.get("/new")
@allow(Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
def new() -> ResponseReturnValue:
    """Ask where an entry is taken upward; a draft is handed in from the check of its form."""
    technology_id = _number("technology_id")
    with read_only() as session:
        technology = access.own_technology(session, required_actor(), technology_id)
    if technology.catalogue_status is CatalogueStatus.DRAFT:
        return redirect_to("technology_submission.check", technology_id=technology_id)
    return _new_page(technology_id, [])


@bp.post("")
@allow(Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
def create() -> ResponseReturnValue:
    """Hand in a technology, or a returned one again."""
    technology_id = _number("technology_id")
    try:
        with writing() as session:
            made = applications.submit(
                session,
                actor=required_actor(),
                technology_id=technology_id,
                batch_id=_number("batch_id") or None,
                recommending_organization_id=_number("recommending_organization_id") or None,
                note=text("note")[:NOTE_CHARACTERS] or None,
                now=now(),
            )
    except InvalidError as error:
        return _new_page(technology_id, list(error.problems)), 422
    notify(_("The application was handed in."))
    return redirect_to("applications.show", application_id=made.id)


def _new_page(technology_id: int, problems: list[FieldProblem]) -> str | Response:
    actor = required_actor()
    language = current_language()
    with read_only() as session:
        technology = access.own_technology(session, actor, technology_id)
        found = applications.choices(session, actor=actor, technology_id=technology_id, now=now())
        missing, _supplements = gaps(applications.with_cases(session, technology_id))
    if found.running is not None and found.returned is None:
        return make_response(redirect_to("applications.show", application_id=found.running.id))
    fields = {problem.field for problem in problems}
    return form_page(
        "applications/new.html",
        [one for one in problems if one.field in {"batch_id", "recommending_organization_id"}],
        technology=technology,
        missing=missing,
        was_refused=bool(fields),
        returned=found.returned,
        is_update=found.superseded_id is not None,
        batches=[
            {"value": one.id, "label": one.name, "hint": _batch_hint(one)} for one in found.batches
        ],
        units=[
            {
                "value": unit.id,
                "label": unit.name,
                "hint": place.name_en if language == "en" else place.name_zh,
            }
            for unit, place in found.units
        ],
        edit_endpoint=edit_endpoint(),
        labels={
            "batch_id": _("Batch"),
            "recommending_organization_id": _("Recommending unit"),
        },
    )


def _batch_hint(batch: Any) -> str:  # noqa: ANN401 - a CatalogueBatch
    scope = batch.scope.label(current_language())
    if batch.closes_on is None:
        return str(scope)
    return str(_("%(scope)s, open until %(day)s", scope=scope, day=batch.closes_on.isoformat()))


@bp.get("/<int:application_id>")
@allow(*SIDES, Access.SESSION_ONLY)
def show(application_id: int) -> ResponseReturnValue:
    """Show one application: where it stands, what is next, what was handed in, its history."""
    with read_only() as session:
        return render_template("applications/show.html", **_view(session, application_id))


def _view(session: Session, application_id: int) -> dict[str, Any]:
    actor = required_actor()
    application = access.readable_application(session, actor, application_id)
    view = application_page(session, actor, application)
    return view | {"edit_endpoint": edit_endpoint()}


@bp.get("/<int:application_id>/stamp")
@allow(*SIDES, Access.SESSION_ONLY)
def stamp(application_id: int) -> ResponseReturnValue:
    """Hand back the scan of the stamped opinion, as a download."""
    with read_only() as session:
        row = opinions.stamp_of(session, actor=required_actor(), application_id=application_id)
    folder = settings().var / "uploads"
    return as_download(attachments.content_of(folder, row), row.file_name, row.media_type)


@bp.post("/updates")
@allow(Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
def start_update() -> ResponseReturnValue:
    """Start the update of a published entry, or go on with the one that was started."""
    with writing() as session:
        draft_id = applications.start_update(
            session,
            actor=required_actor(),
            technology_id=_number("technology_id"),
            now=now(),
            folder=settings().var / "uploads",
        )
    notify(_("This is a copy of the entry. The entry stays published until the copy replaces it."))
    endpoint = edit_endpoint()
    if endpoint is not None:
        return redirect_to(endpoint, technology_id=draft_id)
    return redirect_to("catalogue.show", technology_id=draft_id)


@bp.post("/listings")
@allow(*SIDES, Access.SESSION_ONLY)
def open_listing() -> ResponseReturnValue:
    """Go to the application by which an entry stands in the catalogue; imported ones get one."""
    with writing() as session:
        listed = _listing(session, required_actor(), _number("technology_id"))
    return redirect_to("applications.show", application_id=listed)


def _listing(session: Session, actor: Actor, technology_id: int) -> int:
    technology = access.readable_technology(session, actor, technology_id)
    if actor.role is Role.TECHNOLOGY_OWNER:
        technology = access.own_technology(session, actor, technology_id)
    made = standing.adopted(session, technology, now=now())
    return access.readable_application(session, actor, made.id).id


def edit_endpoint() -> str | None:
    """Return the endpoint of the online form, or None while there is none."""
    for name in ("technology_form.start",):
        if name in current_app.view_functions:
            return name
    return None


def _number(name: str) -> int:
    given = (request.form.get(name) or request.args.get(name) or "").strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004
