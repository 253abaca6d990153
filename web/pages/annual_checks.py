"""Yearly checks: the owner confirms or updates, the bureau accepts or refuses."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.clock import local_day
from data.queries import annual_checks as reads
from data.vocabulary import CheckStatus, Role
from matcher.services import annual_checks, waiting
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import notify, redirect_to, text
from web.paging import before_id, next_link
from web.presenters import annual_checks as shown

bp = Blueprint("annual_checks", __name__, url_prefix="/annual-checks")

PAGE = 30


@bp.get("")
@allow(Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List the yearly checks of the caller's entries, or of the officer's jurisdiction."""
    actor = required_actor()
    given = request.args.get("status", "")
    status = CheckStatus(given) if given in list(CheckStatus) else None
    shows_all = given == "all"
    is_waiting = request.args.get("waiting") == "me"
    statuses = (status,) if status else () if shows_all or is_waiting else reads.UNSETTLED
    today = local_day(now())
    with read_only() as session:
        found = reads.page(
            session,
            readable=waiting.checks_waiting_for(actor)
            if is_waiting
            else annual_checks.checks_readable_by(actor),
            statuses=statuses,
            before_id=before_id(),
            limit=PAGE + 1,
        )
    is_owner = actor.role is Role.TECHNOLOGY_OWNER
    return render_template(
        "checks/index.html",
        is_owner=is_owner,
        shown="me" if is_waiting else "all" if shows_all else "unsettled",
        items=[shown.list_item(row, actor, today) for row in found[:PAGE]],
        next_url=next_link(found, PAGE),
    )


@bp.post("/<int:check_id>/answer")
@allow(Role.TECHNOLOGY_OWNER, Access.SESSION_ONLY)
def answer(check_id: int) -> ResponseReturnValue:
    """Confirm as owner that an entry still holds as it stands."""
    with writing() as session:
        annual_checks.answer(
            session,
            actor=required_actor(),
            check_id=check_id,
            note=text("note"),
            version=_version(),
            now=now(),
        )
    notify(_("Thank you. The bureau looks at your confirmation."))
    return redirect_to("annual_checks.index")


@bp.post("/<int:check_id>/decision")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def decide(check_id: int) -> ResponseReturnValue:
    """Accept an owner's confirmation, or refuse it and ask for an update."""
    with writing() as session:
        annual_checks.decide(
            session,
            actor=required_actor(),
            check_id=check_id,
            is_accepted=text("decision") == "accept",
            note=text("note"),
            version=_version(),
            now=now(),
        )
    notify(_("The decision was saved."))
    return redirect_to("annual_checks.index")


def _version() -> int:
    given = text("version")
    return int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004
