"""Rounds of scoring, for the bureau of the batch: prepare, open, follow, close, decide."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from data.clock import local_day
from data.queries import review_rounds as reads
from data.queries.review_rounds import RoundRow
from data.vocabulary import ReviewStage, Role, RoundStatus
from matcher.services import batches, review_access
from matcher.services.errors import FieldProblem, InvalidError, NotFoundError
from matcher.services.expert_review import rounds
from matcher.services.expert_review.views import view_of
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.pages.application_lists import DOCX
from web.pages.lead_evidence import XLSX, as_download
from web.paging import next_link
from web.presenters import review_rounds as shown
from web.presenters.review_minutes import minutes_document
from web.presenters.review_sheet import score_workbook
from web.sorting import by_name, chosen_order, following, order_links

bp = Blueprint("review_rounds", __name__, url_prefix="/review-rounds")

PAGE = 30
ORDERS: Mapping[str, Callable[[RoundRow], Any]] = {
    "newest": lambda one: -one.id,
    "due": lambda one: (one.round.due_on, one.id),
    "batch": lambda one: (by_name(one.batch.name), one.round.stage.value, one.round.number),
}
"""Orders of the list by their value in the address; the first is the usual one."""

STATUSES = {
    "unfinished": (RoundStatus.PREPARING, RoundStatus.OPEN),
    "closed": (RoundStatus.CLOSED,),
}
ROUND_DAYS = 14
"""Days for scoring that the form offers; the officer may change it."""


@bp.get("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List the rounds of the batches that the officer's bureau runs, newest first or as asked."""
    order = chosen_order(tuple(ORDERS))
    rows = following(_rounds(order))
    status = request.args.get("status", "")
    return render_template(
        "review_rounds/index.html",
        rounds=[shown.list_item(one, local_day(now())) for one in rows[:PAGE]],
        status=status if status in STATUSES else "all",
        sorts=order_links(shown.order_labels(), order),
        kept={name: value for name, value in request.args.items() if name in {"status", "sort"}},
        next_url=next_link(rows[: PAGE + 1], PAGE),
    )


@bp.get("/export.xlsx")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def export() -> ResponseReturnValue:
    """Return the list, as filtered and ordered, as a spreadsheet."""
    book = shown.rounds_workbook(_rounds(chosen_order(tuple(ORDERS))))
    return as_download(book, f"{_('review-rounds')}-{local_day(now()).isoformat()}.xlsx", XLSX)


def _rounds(order: str) -> list[RoundRow]:
    with read_only() as session:
        found = reads.rounds(
            session,
            readable=review_access.rounds_readable_by(required_actor()),
            batch_id=_number("batch_id") or None,
            statuses=STATUSES.get(request.args.get("status", ""), ()),
        )
    return sorted(found, key=ORDERS[order])


@bp.get("/new")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def new() -> ResponseReturnValue:
    """Ask for stage, number of experts and last day of a new round of a batch."""
    return _new_page(_number("batch_id"), [])


@bp.post("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def create() -> ResponseReturnValue:
    """Prepare a round of what stands in a stage, or of what a closed round flagged."""
    batch_id = _number("batch_id")
    try:
        with writing() as session:
            made = rounds.make_round(
                session,
                actor=required_actor(),
                batch_id=batch_id,
                stage=_stage(),
                experts_per_application=_number("experts_per_application"),
                due_on=_day("due_on"),
                flagged_of=_number("flagged_of") or None,
                now=now(),
            )
    except InvalidError as error:
        return _new_page(batch_id, list(error.problems)), 422
    notify(_("The round was prepared. Please choose its experts."))
    return redirect_to("review_rounds.show", round_id=made.id)


@bp.get("/<int:round_id>")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def show(round_id: int) -> ResponseReturnValue:
    """Show applications and experts, who is done, and scores once all are in."""
    return _page(round_id, [])


@bp.post("/<int:round_id>/opening")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def open_round(round_id: int) -> ResponseReturnValue:
    """Freeze the indicators and let the experts score."""
    with writing() as session:
        rounds.open_round(
            session,
            actor=required_actor(),
            round_id=round_id,
            version=_number("version"),
            now=now(),
        )
    notify(_("The round is open. The experts see their applications now."))
    return redirect_to("review_rounds.show", round_id=round_id)


@bp.post("/<int:round_id>/closing")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def close_round(round_id: int) -> ResponseReturnValue:
    """Close a round; before all scores are in only with a reason."""
    try:
        with writing() as session:
            rounds.close_round(
                session,
                actor=required_actor(),
                round_id=round_id,
                version=_number("version"),
                reason=request.form.get("reason", ""),
                now=now(),
            )
    except InvalidError as error:
        return _page(round_id, list(error.problems)), 422
    notify(_("The round is closed. Its scores stay as they are."))
    return redirect_to("review_rounds.show", round_id=round_id)


@bp.get("/<int:round_id>/scores.xlsx")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def scores(round_id: int) -> ResponseReturnValue:
    """Return the score table of a round as a spreadsheet, once scores may be seen."""
    with read_only() as session:
        view = view_of(session, required_actor(), round_id)
    if not view.shows_scores:
        raise NotFoundError("scores", round_id)
    name = f"{shown.title(view.row)}-{_('scores')}.xlsx"
    return as_download(score_workbook(view), name, XLSX)


@bp.get("/<int:round_id>/minutes.docx")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def minutes(round_id: int) -> ResponseReturnValue:
    """Return the minutes of a closed round as a document to sign."""
    with read_only() as session:
        view = view_of(session, required_actor(), round_id)
        decisions = _decisions(session, view)
        officer = shown.person_name(session, view.round.closed_by_id)
    if view.round.closed_at is None:
        raise NotFoundError("minutes", round_id)
    name = f"{shown.title(view.row)}-{_('minutes')}.docx"
    document = minutes_document(view, decisions, closed_by=officer)
    return as_download(document, name, DOCX)


def _decisions(session: Session, view: Any) -> dict[int, Any]:  # noqa: ANN401 - a RoundView
    return {
        item.application.id: shown.decision_of(session, item.application, view.round)
        for item in view.items
    }


def _page(round_id: int, problems: list[FieldProblem]) -> str:
    with read_only() as session:
        view = view_of(session, required_actor(), round_id)
        page = shown.round_page(session, view, local_day(now()))
    return form_page(
        "review_rounds/show.html",
        problems,
        labels={"reason": _("Reason")},
        next_due_on=(local_day(now()) + timedelta(days=ROUND_DAYS)).isoformat(),
        **page,
    )


def _new_page(batch_id: int, problems: list[FieldProblem]) -> str:
    actor = required_actor()
    language = current_language()
    with read_only() as session:
        batch = batches.batch_of_id(session, batch_id)
        if not batches.runs(actor, batch):
            raise NotFoundError("catalogue_batch", batch_id)
        counts = {stage: len(reads.waiting(session, batch_id, stage)) for stage in ReviewStage}
    return form_page(
        "review_rounds/new.html",
        problems,
        batch=batch,
        stages=[
            {
                "value": stage.value,
                "label": stage.label(language),
                "hint": ngettext(
                    "%(num)s application waits", "%(num)s applications wait", counts[stage]
                ),
            }
            for stage in ReviewStage
        ],
        values={
            "stage": next((s.value for s in ReviewStage if counts[s]), ""),
            "experts_per_application": 3,
            "due_on": (local_day(now()) + timedelta(days=ROUND_DAYS)).isoformat(),
        },
        labels={
            "stage": _("Review"),
            "experts_per_application": _("Experts for each application"),
            "due_on": _("Scores due on"),
        },
    )


def _number(name: str) -> int:
    given = (request.form.get(name) or request.args.get(name) or "").strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004


def _stage() -> ReviewStage:
    given = text("stage")
    if given not in list(ReviewStage):
        raise InvalidError([FieldProblem(field="stage", rule="choose_one")])
    return ReviewStage(given)


def _day(name: str) -> date:
    try:
        return date.fromisoformat(text(name))
    except ValueError as error:
        rule = "not_a_date" if text(name) else "required"
        raise InvalidError([FieldProblem(field=name, rule=rule)]) from error
