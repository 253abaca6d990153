"""申报清单 of the recommending units, and the roll-up that adds them."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.clock import local_day
from data.queries import application_lists as reads
from data.queries import records
from data.vocabulary import Role
from matcher.services import access
from web.access import Access, allow, required_actor
from web.extensions import now, read_only
from web.pages.lead_evidence import XLSX, as_download
from web.presenters import application_filters as filters
from web.presenters.application_sheet import declaration_sheet, roll_up_sheet
from web.presenters.roll_up import roll_up

bp = Blueprint("application_lists", __name__, url_prefix="/application-lists")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """Show how many applications each unit recommended, by category and stage."""
    actor = required_actor()
    read = filters.read_filter(request.args, actor)
    with read_only() as session:
        rows = reads.declared(
            session, readable=access.applications_readable_by(actor), wanted=read.wanted
        )
        batches = reads.batches(session)
        own = records.organization(session, actor.organization_id)
    return render_template(
        "applications/lists.html",
        roll_up=roll_up(rows),
        kept=read.kept,
        batches=[{"value": one.id, "label": one.name} for one in batches],
        own_name=own.name if own and own.is_recommending_unit and not actor.is_national else None,
    )


@bp.get("/unit.xlsx")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def unit_list() -> ResponseReturnValue:
    """Return one unit's 申报清单: the caller's own, or with `unit_id` another's."""
    actor = required_actor()
    read = filters.read_filter(request.args, actor)
    unit_id = read.wanted.unit_id or actor.organization_id
    wanted = reads.ApplicationFilter(batch_id=read.wanted.batch_id, unit_id=unit_id)
    with read_only() as session:
        rows = reads.declared(
            session, readable=access.applications_readable_by(actor), wanted=wanted
        )
        unit = records.organization(session, unit_id)
        batch = records.batch(session, read.wanted.batch_id)
    names = [one.name for one in (unit, batch) if one is not None and (rows or one is batch)]
    heading = " ".join([*names, _("List of applications")])
    return as_download(declaration_sheet(rows, heading), f"{heading}.xlsx", XLSX)


@bp.get("/roll-up.xlsx")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def roll_up_list() -> ResponseReturnValue:
    """Return the roll-up of all units the caller may read: counts, and everything in one list."""
    actor = required_actor()
    read = filters.read_filter(request.args, actor)
    with read_only() as session:
        rows = reads.declared(
            session, readable=access.applications_readable_by(actor), wanted=read.wanted
        )
        batch = records.batch(session, read.wanted.batch_id)
    heading = " ".join(part for part in (batch.name if batch else "", _("Roll-up")) if part)
    day = local_day(now()).isoformat()
    content = roll_up_sheet(rows, roll_up(rows), heading)
    return as_download(content, f"{heading} {day}.xlsx", XLSX)
