"""An owner's drafts and entries: the list, beginning, copying and deleting a draft."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.clock import local_day
from data.queries import technology_drafts as reads
from data.queries.technology_drafts import ListedTechnology
from data.vocabulary import CatalogueStatus, FormSection, Role
from matcher.services import attachments, technology_copies, technology_drafts
from matcher.services.errors import ConflictError, FieldProblem, InvalidError
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, settings, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.pages.lead_evidence import XLSX, as_download
from web.paging import next_link
from web.presenters.draft_sheet import draft_sheet
from web.sorting import by_name, chosen_order, following, order_links
from web.technology_form.messages import error_text
from web.technology_form.meter import meter, section_url

bp = Blueprint("technology_drafts", __name__)

OWNER = (Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
PAGE = 20
_STATUSES = tuple(CatalogueStatus)
ORDERS: Mapping[str, Callable[[ListedTechnology], Any]] = {
    "changed": lambda one: (-one.updated_at.timestamp(), -one.id),
    "newest": lambda one: -one.id,
    "name": lambda one: (by_name(one.name), one.id),
    "status": lambda one: (_STATUSES.index(one.status), -one.updated_at.timestamp(), -one.id),
}
"""Orders of the list by their value in the address; the first is the usual one."""

UPDATABLE = frozenset({CatalogueStatus.PUBLISHED, CatalogueStatus.WITHDRAWN})


@bp.get("/technologies/mine")
@allow(*OWNER)
def index() -> ResponseReturnValue:
    """List the drafts and entries of the caller's organization, the last changed first."""
    order = chosen_order(tuple(ORDERS))
    with read_only() as session:
        found = following(_ordered(session, order))
        rows = [_row(item) for item in reads.items(session, [one.id for one in found[:PAGE]])]
    kept = {name: value for name, value in request.args.items() if name in {"show", "sort"}}
    return render_template(
        "technology_form/index.html",
        rows=rows,
        wanted="drafts" if _wants_drafts() else "all",
        sorts=order_links(_order_labels(), order),
        kept=kept,
        next_page=next_link(found[: PAGE + 1], PAGE),
        first_url=url_for("technology_drafts.index", **kept)  # type: ignore[arg-type]
        if request.args.get("cursor")
        else None,
    )


@bp.get("/technologies/mine.xlsx")
@allow(*OWNER)
def export() -> ResponseReturnValue:
    """Return the list, as filtered and ordered, as a spreadsheet."""
    order = chosen_order(tuple(ORDERS))
    with read_only() as session:
        found = _ordered(session, order)[: reads.EXPORTED]
        items = reads.items(session, [one.id for one in found])
        book = draft_sheet(items)
    return as_download(book, f"{_('my-technologies')}-{local_day(now()).isoformat()}.xlsx", XLSX)


def _ordered(session: Session, order: str) -> list[ListedTechnology]:
    found = reads.listed(
        session,
        organization_id=required_actor().organization_id,
        only_drafts=_wants_drafts(),
    )
    return sorted(found, key=ORDERS[order])


def _wants_drafts() -> bool:
    return request.args.get("show") == "drafts"


def _order_labels() -> dict[str, str]:
    return {
        "changed": _("Last changed"),
        "newest": _("Newest"),
        "name": _("By name"),
        "status": _("By state"),
    }


def _row(item: reads.DraftItem) -> dict[str, Any]:
    technology, language = item.technology, current_language()
    is_draft = technology_drafts.is_editable(technology)
    return {
        "technology": technology,
        "status": technology.catalogue_status.label(language),
        "is_draft": is_draft,
        "share": meter(technology)["share"],
        "editor": item.editor_name,
        "case_count": len(technology.cases),
        "note": item.review_state.label(language) if item.review_state else None,
        "can_update": technology.catalogue_status in UPDATABLE,
        "url": url_for("technology_form.start", technology_id=technology.id)
        if is_draft
        else url_for("catalogue.show", technology_id=technology.id),
    }


@bp.get("/technologies/new")
@allow(*OWNER)
def new() -> ResponseReturnValue:
    """Ask for the name of the technology; everything else comes afterwards."""
    return _new([])


@bp.post("/technologies/new")
@allow(*OWNER)
def begin() -> ResponseReturnValue:
    """Open a draft and go to its first section."""
    try:
        with writing() as session:
            made = technology_drafts.begin(
                session, actor=required_actor(), name=text("name"), now=now()
            )
    except InvalidError as error:
        return _new([p for p in error.problems]), 422  # noqa: C416 - a list of its own
    except ConflictError as error:
        return _new([FieldProblem(field="name", rule=error.code, values=error.values)]), 409
    return redirect_to(
        "technology_form.section", technology_id=made.id, section=FormSection.BASICS.value
    )


def _new(problems: list[FieldProblem]) -> str:
    errors = {p.field: error_text(p) for p in problems}
    return form_page("technology_form/new.html", [], field_error=errors.get("name"))


@bp.post("/technologies/<int:technology_id>/form/copy")
@allow(*OWNER)
def copy(technology_id: int) -> ResponseReturnValue:
    """Begin a new draft with everything that stands in an entry of one's own."""
    suffix = _(" (copy)")
    with writing() as session:
        made = technology_copies.copy(
            session,
            actor=required_actor(),
            technology_id=technology_id,
            suffix=str(suffix),
            now=now(),
        )
    notify(_("A draft was made of it; attachments are not copied."))
    return redirect_to(
        "technology_form.section", technology_id=made.id, section=FormSection.BASICS.value
    )


@bp.get("/technologies/<int:technology_id>/form/delete")
@allow(*OWNER)
def ask_delete(technology_id: int) -> ResponseReturnValue:
    """Ask whether a draft may go; this is where a browser without scripts confirms."""
    with read_only() as session:
        found = technology_drafts.readable(
            session, actor=required_actor(), technology_id=technology_id
        )
    return render_template(
        "technology_form/delete.html",
        technology=found,
        share=meter(found)["share"],
        is_editable=technology_drafts.is_editable(found),
        back_url=section_url(technology_id, FormSection.BASICS),
    )


@bp.post("/technologies/<int:technology_id>/form/delete")
@allow(*OWNER)
def delete(technology_id: int) -> ResponseReturnValue:
    """Delete a draft with everything in it."""
    with writing() as session:
        stored_names = technology_copies.discard(
            session, actor=required_actor(), technology_id=technology_id, now=now()
        )
    for stored_name in stored_names:
        attachments.path_of(settings().var / "uploads", stored_name).unlink(missing_ok=True)
    notify(_("The draft was deleted."))
    return redirect_to("technology_drafts.index")
