"""Choosing the experts of a round: proposed, added, taken off, confirmed."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from data.queries import review_rounds as reads
from data.vocabulary import Role
from matcher.services import review_access
from matcher.services.expert_review import assignments
from matcher.services.expert_review.options import options
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import notify, redirect_to
from web.presenters import review_rounds as shown

bp = Blueprint("round_experts", __name__, url_prefix="/review-rounds/<int:round_id>")


@bp.get("/experts/<int:application_id>")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def choose(round_id: int, application_id: int) -> ResponseReturnValue:
    """Show who could score an application, with fit and load, and who may not, with the ground."""
    actor = required_actor()
    with read_only() as session:
        row = review_access.readable_round(session, actor, round_id)
        found = options(
            session, actor=actor, round_id=round_id, application_id=application_id, now=now()
        )
        item = next(
            one for one in reads.items(session, round_id) if one.application.id == application_id
        )
    return render_template(
        "review_rounds/choose.html",
        row=row,
        item=item,
        title=shown.title(row),
        options=[shown.option(one) for one in found],
    )


@bp.post("/proposal")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def propose(round_id: int) -> ResponseReturnValue:
    """Propose experts by fit and load wherever some are missing."""
    with writing() as session:
        count = assignments.propose_experts(
            session,
            actor=required_actor(),
            round_id=round_id,
            version=_number("version"),
            now=now(),
        )
    notify(
        ngettext("%(num)s expert was proposed.", "%(num)s experts were proposed.", count)
        if count
        else _("No further expert can be proposed: nobody without conflict has room."),
        "good" if count else "warn",
    )
    return redirect_to("review_rounds.show", round_id=round_id)


@bp.post("/confirmation")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def confirm(round_id: int) -> ResponseReturnValue:
    """Tell the experts who were proposed after the round had opened."""
    with writing() as session:
        assignments.confirm_proposals(
            session,
            actor=required_actor(),
            round_id=round_id,
            version=_number("version"),
            now=now(),
        )
    notify(_("The experts were told."))
    return redirect_to("review_rounds.show", round_id=round_id)


@bp.post("/experts/<int:application_id>")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def add(round_id: int, application_id: int) -> ResponseReturnValue:
    """Add an expert of the officer's choice; conflicts and limits hold here too."""
    with writing() as session:
        assignments.add_expert(
            session,
            actor=required_actor(),
            round_id=round_id,
            application_id=application_id,
            expert_id=_number("expert_id"),
            version=_number("version"),
            now=now(),
        )
    notify(_("The expert was added."))
    return redirect_to("review_rounds.show", round_id=round_id)


@bp.post("/assignments/<int:assignment_id>/removal")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def remove(round_id: int, assignment_id: int) -> ResponseReturnValue:
    """Take an expert off an application, as long as the scores are not in."""
    with writing() as session:
        assignments.remove_expert(
            session,
            actor=required_actor(),
            round_id=round_id,
            assignment_id=assignment_id,
            version=_number("version"),
            now=now(),
        )
    notify(_("The expert was taken off."))
    return redirect_to("review_rounds.show", round_id=round_id)


def _number(name: str) -> int:
    given = request.form.get(name, "").strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004
