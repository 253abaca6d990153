"""Introductions: the board, the list, opening one, one lead with its moves."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.clock import local_day
from data.queries import lead_filters
from data.queries import leads as reads
from data.queries.demands import organization_names
from data.vocabulary import Barrier, LeadSide, LeadStage, Role
from matcher import lead_states
from matcher.lead_states import MoveRule, TransitionError
from matcher.services import access, leads
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, FieldProblem
from matcher.services.lead_changes import state_of
from matcher.services.leads import Move, side_of
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, runtime, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.pages.lead_evidence import XLSX, as_download
from web.pages.lead_parts import SIDES, conflict_page, lead_view
from web.paging import before_id, next_link
from web.presenters import lead_filters as filters
from web.presenters import leads as shown
from web.presenters.lead_sheet import lead_sheet
from web.regions import region_name

bp = Blueprint("leads", __name__, url_prefix="/leads")

PAGE = 30
CARDS_PER_COLUMN = 25
EXPORTED = 10_000
"""Rows of one spreadsheet, newest first."""

MESSAGE_CHARACTERS = 2000
NOTE_CHARACTERS = 1000
_OPENERS = (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.TECHNOLOGY_OWNER)


@bp.get("")
@allow(*SIDES, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """Show the introductions of the caller's side: a board, or a list with filters."""
    actor = required_actor()
    read = filters.read_filter(request.args)
    is_list = request.args.get("view") == "list" or bool(request.args.get("cursor"))
    readable = access.leads_readable_by(actor)
    with read_only() as session:
        total = lead_filters.count(session, readable=readable, wanted=read.wanted)
        drawn = _list(session, actor, read) if is_list else _board(session, actor, read)
    return render_template(
        "leads/index.html",
        is_list=is_list,
        total=total,
        kept=read.kept,
        words=filters.described(read.kept),
        stages=filters.stage_options(),
        types=filters.type_options(),
        regions=filters.province_options() if actor.role is Role.BUREAU_OFFICER else [],
        is_bureau=actor.role is Role.BUREAU_OFFICER,
        is_owner=actor.role is Role.TECHNOLOGY_OWNER,
        **drawn,
    )


def _list(session: Session, actor: Actor, read: filters.Reading) -> dict[str, Any]:
    readable = access.leads_readable_by(actor) & lead_filters.conditions(read.wanted)
    found = reads.page(session, readable=readable, before_id=before_id(), limit=PAGE + 1)
    names = shown.names_of(session, actor, found)
    language = current_language()
    items = [shown.list_item(row, names, actor, now()) for row in found[:PAGE]]
    for item in items:
        item["region"] = region_name(item.pop("region_code"), language)
    return {"items": items, "next_url": next_link([row.lead for row in found], PAGE)}


def _board(session: Session, actor: Actor, read: filters.Reading) -> dict[str, Any]:
    narrowed = access.leads_readable_by(actor) & lead_filters.conditions(read.wanted)
    columns = []
    for key, title, stages, dropped in shown.column_titles():
        rows = reads.page(session, readable=narrowed, stages=stages, limit=CARDS_PER_COLUMN + 1)
        names = shown.names_of(session, actor, rows)
        columns.append(
            {
                "title": title,
                "stage": dropped.value if dropped else None,
                "cards": [shown.card(r, names, actor, now()) for r in rows[:CARDS_PER_COLUMN]],
                "more_url": _more_url(read, key) if len(rows) > CARDS_PER_COLUMN else None,
            }
        )
    return {"columns": columns}


def _more_url(read: filters.Reading, key: str) -> str:
    values: dict[str, Any] = dict(read.kept) | {"stage": key, "view": "list"}
    return url_for("leads.index", **values)


@bp.get("/export.xlsx")
@allow(*SIDES, Access.SESSION_ONLY)
def export() -> ResponseReturnValue:
    """Return the list, as filtered, as a spreadsheet."""
    actor = required_actor()
    read = filters.read_filter(request.args)
    readable = access.leads_readable_by(actor) & lead_filters.conditions(read.wanted)
    with read_only() as session:
        found = reads.page(session, readable=readable, limit=EXPORTED)
        names = shown.names_of(session, actor, found)
    day = local_day(now()).isoformat()
    return as_download(lead_sheet(found, names), _("introductions") + f"-{day}.xlsx", XLSX)


@bp.get("/new")
@allow(*_OPENERS, Access.SESSION_ONLY)
def new() -> ResponseReturnValue:
    """Ask before an introduction is opened: between whom, with which message, and what is told."""
    return _new_page(_number("demand_id"), _number("technology_id"), [])


@bp.post("")
@allow(*_OPENERS, Access.SESSION_ONLY)
def open() -> ResponseReturnValue:  # noqa: A001 - the endpoint is called leads.open
    """Open an introduction, or propose one."""
    demand_id, technology_id = _number("demand_id"), _number("technology_id")
    message = request.form.get("message", "").strip()
    if len(message) > MESSAGE_CHARACTERS:
        values = {"max": MESSAGE_CHARACTERS}
        problem = FieldProblem(field="message", rule="too_long", values=values)
        return _new_page(demand_id, technology_id, [problem]), 422
    with writing() as session:
        lead = leads.open_lead(
            session,
            runtime(),
            actor=required_actor(),
            demand_id=demand_id,
            technology_id=technology_id,
            message=message,
            now=now(),
        )
    return redirect_to("leads.opened", lead_id=lead.id)


def _number(name: str) -> int:
    given = (request.form.get(name) or request.args.get(name) or "").strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004


def _new_page(demand_id: int, technology_id: int, problems: list[FieldProblem]) -> str | Response:
    actor = required_actor()
    is_owner = side_of(actor) is LeadSide.OWNER
    with read_only() as session:
        if is_owner:
            technology = access.own_technology(session, actor, technology_id)
            demand = access.readable_demand(session, actor, demand_id)
        else:
            demand = access.own_demand(session, actor, demand_id)
            technology = access.readable_technology(session, actor, technology_id)
        known = reads.open_pair(session, demand_id=demand_id, technology_id=technology_id)
        ids = [i for i in (demand.organization_id, technology.organization_id) if i]
        names = organization_names(session, ids)
        shows_poster = access.shows_poster(session, actor, demand)
    if known is not None and not problems:
        notify(_("There is an introduction for this need and this technology already."), "info")
        return make_response(redirect_to("leads.show", lead_id=known.id))
    return form_page(
        "leads/new.html",
        problems,
        demand=demand,
        technology=technology,
        poster=names.get(demand.organization_id) if shows_poster else None,
        owner=names.get(technology.organization_id) if technology.organization_id else None,
        is_owner=is_owner,
        message_characters=MESSAGE_CHARACTERS,
        labels={"message": _("Message to the other side")},
    )


@bp.get("/<int:lead_id>/opened")
@allow(*_OPENERS, Access.SESSION_ONLY)
def opened(lead_id: int) -> ResponseReturnValue:
    """Say that the introduction was opened, and what happens next."""
    with read_only() as session:
        return render_template("leads/opened.html", **lead_view(session, lead_id))


@bp.get("/<int:lead_id>")
@allow(*SIDES, Access.SESSION_ONLY)
def show(lead_id: int) -> ResponseReturnValue:
    """Show one introduction with the moves the caller's side may make."""
    return _show(lead_id, [])


def _show(lead_id: int, problems: list[FieldProblem]) -> str:
    with read_only() as session:
        view = lead_view(session, lead_id)
    lead = view["lead"]
    side = side_of(required_actor())
    state = state_of(lead)
    moves = {
        stage: effect
        for stage, effect in lead_states.legal_moves(state, side).items()
        if state.proposed is None or stage is not state.proposed.to
    }
    language = current_language()
    return form_page(
        "leads/show.html",
        problems,
        moves=[
            {"value": stage.value, "label": shown.move_text(stage, effect)}
            for stage, effect in moves.items()
        ],
        needs_reason=any(stage in shown.REASON_STAGES for stage in moves),
        barriers=[{"value": one.value, "label": one.label(language)} for one in Barrier],
        note_characters=NOTE_CHARACTERS,
        values={"to": request.args.get("to", "")},
        labels={"to": _("New stage"), "barrier": _("Reason"), "note": _("Remark")},
        **view,
    )


@bp.post("/<int:lead_id>/moves")
@allow(*SIDES, Access.SESSION_ONLY)
def move(lead_id: int) -> ResponseReturnValue:
    """Move an introduction, report a stage, or confirm one."""
    actor = required_actor()
    with read_only() as session:
        access.readable_lead(session, actor, lead_id)
    problems = _move_problems()
    if problems:
        return _show(lead_id, problems), 422
    wanted = Move(
        to=LeadStage(text("to")),
        barrier=Barrier(text("barrier")) if text("barrier") else None,
        note=text("note"),
        version=int(text("version")) if text("version").isdecimal() else None,
    )
    try:
        with writing() as session:
            lead = leads.move_lead(session, actor=actor, lead_id=lead_id, move=wanted, now=now())
    except ConflictError:
        return conflict_page(lead_id, wanted.to), 409
    except TransitionError as error:
        rules = {MoveRule.REASON_REQUIRED: "barrier", MoveRule.EVIDENCE_REQUIRED: "to"}
        if error.code not in rules:
            return conflict_page(lead_id, wanted.to), 409
        problem = FieldProblem(field=rules[error.code], rule=error.code.value)
        return _show(lead_id, [problem]), 422
    notify(_said(wanted.to, is_there=lead.stage is wanted.to))
    if text("from") == "board":
        return redirect_to("leads.index")
    return redirect_to("leads.show", lead_id=lead_id)


def _move_problems() -> list[FieldProblem]:
    found = []
    if text("to") not in list(LeadStage):
        found.append(FieldProblem(field="to", rule="choose_one"))
    if text("barrier") and text("barrier") not in list(Barrier):
        found.append(FieldProblem(field="barrier", rule="choose_one"))
    if len(text("note")) > NOTE_CHARACTERS:
        values = {"max": NOTE_CHARACTERS}
        found.append(FieldProblem(field="note", rule="too_long", values=values))
    return found


def _said(stage: LeadStage, *, is_there: bool) -> str:
    name = shown.stage_text(stage)
    if is_there:
        return str(_("The introduction is now in the stage “%(stage)s”.", stage=name))
    return str(_("“%(stage)s” was reported; the other side is asked to confirm it.", stage=name))


@bp.post("/<int:lead_id>/proposed-stage/reject")
@allow(*SIDES, Access.SESSION_ONLY)
def reject_stage(lead_id: int) -> ResponseReturnValue:
    """Say that a reported stage is not reached, or take one's own report back."""
    actor = required_actor()
    note = text("note")[:NOTE_CHARACTERS]
    try:
        with writing() as session:
            _require_version(access.readable_lead(session, actor, lead_id).version)
            leads.reject_proposed_stage(session, actor=actor, lead_id=lead_id, note=note, now=now())
    except (ConflictError, TransitionError):
        return conflict_page(lead_id, None), 409
    notify(_("The reported stage was not confirmed; the other side was told."))
    return redirect_to("leads.show", lead_id=lead_id)


def _require_version(version: int) -> None:
    if text("version") != str(version):
        raise ConflictError("changed_meanwhile")
