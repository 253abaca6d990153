"""The expert pool: the list with workload, a profile, and an expert's own part of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.clock import local_day
from data.queries import expert_pool as reads
from data.queries.expert_pool import ExpertFilter, ExpertRow
from data.vocabulary import Role
from matcher.services import review_access
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.expert_review import pool
from matcher.services.expert_review.pool import ExpertForm
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text
from web.i18n import current_language
from web.pages.lead_evidence import XLSX, as_download
from web.paging import next_link
from web.presenters import experts as shown
from web.regions import region_options
from web.sorting import by_name, chosen_order, following, order_links

bp = Blueprint("experts", __name__)

PAGE = 50
FILTERS = ("query", "field", "type", "region", "available")


class ExpertItem(NamedTuple):
    """A line of the list."""

    id: int
    line: dict[str, Any]


ORDERS: Mapping[str, Callable[[ExpertItem], Any]] = {
    "joined": lambda one: one.id,
    "name": lambda one: (by_name(one.line["name"]), one.id),
    "organization": lambda one: (by_name(one.line["organization"]), one.id),
    "owed": lambda one: (-one.line["pending"], one.id),
    "room": lambda one: (one.line["pending"] - one.line["capacity"], one.id),
    "done": lambda one: (-one.line["done"], one.id),
}
"""Orders of the list by their value in the address; the first is the usual one."""


@bp.get("/experts")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def index() -> ResponseReturnValue:
    """List the experts of the officer's pool with fields, availability and workload."""
    order = chosen_order(tuple(ORDERS))
    rows = following(_items(order))
    return render_template(
        "experts/index.html",
        items=[one.line for one in rows[:PAGE]],
        kept={name: value for name, value in request.args.items() if name != "cursor" and value},
        has_filter=any(request.args.get(name) for name in FILTERS),
        sorts=order_links(shown.order_labels(), order),
        order=order,
        fields=shown.field_options(),
        types=shown.type_options(),
        regions=region_options(current_language()),
        next_url=next_link(rows[: PAGE + 1], PAGE),
    )


@bp.get("/experts/export.xlsx")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def export() -> ResponseReturnValue:
    """Return the list, as filtered and ordered, as a spreadsheet."""
    book = shown.workbook_of([one.line for one in _items(chosen_order(tuple(ORDERS)))])
    return as_download(book, f"{_('experts')}-{local_day(now()).isoformat()}.xlsx", XLSX)


def _items(order: str) -> list[ExpertItem]:
    with read_only() as session:
        kept = review_access.experts_kept_by(required_actor())
        found = reads.experts(session, kept=kept, wanted=_filter())
        lines = shown.list_items(session, found, local_day(now()))
    return sorted((ExpertItem(one["id"], one) for one in lines), key=ORDERS[order])


@bp.get("/experts/<int:expert_id>")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def edit(expert_id: int) -> ResponseReturnValue:
    """Show the profile of an expert of the officer's pool."""
    return _page(expert_id, [])


@bp.post("/experts/<int:expert_id>")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def save(expert_id: int) -> ResponseReturnValue:
    """Save the profile of an expert of the officer's pool."""
    try:
        with writing() as session:
            pool.save_expert(
                session,
                actor=required_actor(),
                user_id=expert_id,
                form=_posted(is_officer=True),
                version=_version(),
                now=now(),
            )
    except InvalidError as error:
        return _page(expert_id, list(error.problems)), 422
    notify(_("The profile was saved."))
    return redirect_to("experts.index")


@bp.get("/my-expert-profile")
@allow(Role.EXPERT, Access.SESSION_ONLY)
def own() -> ResponseReturnValue:
    """Show what the expert may keep of their own profile."""
    return _page(None, [])


@bp.post("/my-expert-profile")
@allow(Role.EXPERT, Access.SESSION_ONLY)
def save_own() -> ResponseReturnValue:
    """Save the expert's own part: title, fields, types, ties, availability."""
    try:
        with writing() as session:
            pool.save_own(
                session,
                actor=required_actor(),
                form=_posted(is_officer=False),
                version=_version(),
                now=now(),
            )
    except InvalidError as error:
        return _page(None, list(error.problems)), 422
    notify(_("Your profile was saved."))
    return redirect_to("experts.own")


def _page(expert_id: int | None, problems: list[FieldProblem]) -> str:
    actor = required_actor()
    with read_only() as session:
        row = (
            pool.own_row(session, actor)
            if expert_id is None
            else pool.kept_expert(session, actor, expert_id)
        )
    return form_page(
        "experts/form.html",
        problems,
        row=row,
        is_own=expert_id is None,
        fields=shown.field_options(),
        types=shown.type_options(),
        regions=region_options(current_language()),
        chosen_fields=_chosen("fields", row),
        chosen_types=_chosen("technology_types", row),
        labels=shown.labels(),
        values=shown.values_of(row),
    )


def _chosen(name: str, row: ExpertRow) -> list[str]:
    if request.method == "POST":
        return request.form.getlist(name)
    return list(getattr(row.profile, name)) if row.profile else []


def _posted(*, is_officer: bool) -> ExpertForm:
    officers: dict[str, Any] = {}
    if is_officer:
        officers = {
            "capacity_per_round": _count("capacity_per_round"),
            "region_code": text("region_code") or None,
            "is_active": bool(text("is_active")),
            "group": text("group"),
        }
    return ExpertForm(
        title=text("title"),
        fields=tuple(request.form.getlist("fields")),
        technology_types=tuple(request.form.getlist("technology_types")),
        ties=tuple(one.strip() for one in text("ties").splitlines() if one.strip()),
        available_from=_day("available_from"),
        available_until=_day("available_until"),
        **officers,
    )


def _count(name: str) -> int | None:
    given = text(name)
    if not given:
        return None
    if not given.isascii() or not given.isdecimal() or len(given) > 6:  # noqa: PLR2004
        raise InvalidError([FieldProblem(field=name, rule="not_an_integer")])
    return int(given)


def _day(name: str) -> date | None:
    given = text(name)
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise InvalidError([FieldProblem(field=name, rule="not_a_date")]) from error


def _version() -> int | None:
    given = text("version")
    return int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004


def _filter() -> ExpertFilter:
    region = request.args.get("region", "").strip()
    while region.endswith("00"):
        region = region[:-2]
    return ExpertFilter(
        field=request.args.get("field", ""),
        technology_type=request.args.get("type", ""),
        region_prefix=region,
        query=request.args.get("query", "")[:100],
        available_on=local_day(now()) if request.args.get("available") else None,
    )
