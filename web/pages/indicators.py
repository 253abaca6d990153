"""The indicators of a batch: what experts score, with which weights."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from data.vocabulary import Role
from matcher.expert_review import Indicator
from matcher.services import batches
from matcher.services.errors import FieldProblem, InvalidError, NotFoundError
from matcher.services.expert_review import systems
from web.access import Access, allow, required_actor
from web.extensions import now, read_only, writing
from web.forms import form_page, notify, redirect_to, text

bp = Blueprint("indicators", __name__, url_prefix="/batches/<int:batch_id>/indicators")

BLANK_ROWS = 2
"""Empty rows under the indicators of the form."""

_TEXTS = ("code", "name_zh", "name_en", "guidance_zh", "guidance_en")
_NUMBERS = ("weight", "max_points")


@bp.get("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def show(batch_id: int) -> ResponseReturnValue:
    """Show the indicators of a batch, as a form until scoring begins."""
    return _page(batch_id, [])


@bp.post("")
@allow(Role.BUREAU_OFFICER, Access.SESSION_ONLY)
def change(batch_id: int) -> ResponseReturnValue:
    """Change the indicators of a batch before its first round opens."""
    given = text("version")
    try:
        with writing() as session:
            systems.change_system(
                session,
                actor=required_actor(),
                batch_id=batch_id,
                data=_posted(),
                version=int(given) if given.isdecimal() and len(given) < 10 else 0,  # noqa: PLR2004
                now=now(),
            )
    except InvalidError as error:
        return _page(batch_id, [_anchored(one) for one in error.problems]), 422
    notify(_("The indicators were saved."))
    return redirect_to("indicators.show", batch_id=batch_id)


def _anchored(problem: FieldProblem) -> FieldProblem:
    """Name a fault by the control it stands in: indicators.2.weight is weight_2."""
    parts = problem.field.split(".")
    field = f"{parts[2]}_{parts[1]}" if len(parts) > 2 else problem.field  # noqa: PLR2004
    return FieldProblem(field=field, rule=problem.rule, values=problem.values)


def _posted() -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    number = 1
    while f"code_{number}" in request.form and number <= 50:  # noqa: PLR2004 - a bound on work
        row: dict[str, Any] = {name: text(f"{name}_{number}") for name in _TEXTS}
        row |= {name: _float(f"{name}_{number}") for name in _NUMBERS}
        if row["code"] or row["name_zh"]:
            rows.append(row)
        number += 1
    return {"spread_limit": _float("spread_limit"), "indicators": rows}


def _float(name: str) -> float | None:
    try:
        return float(text(name))
    except ValueError:
        return None


def _page(batch_id: int, problems: list[FieldProblem]) -> str:
    with read_only() as session:
        batch = batches.batch_of_id(session, batch_id)
        if not batches.runs(required_actor(), batch):
            raise NotFoundError("catalogue_batch", batch_id)
        is_frozen = systems.is_frozen(session, batch)
    system = systems.system_of(batch)
    blank = Indicator(code="", name_zh="", name_en="", weight=0)
    rows = [*system.indicators, *([] if is_frozen else [blank] * BLANK_ROWS)]
    return form_page(
        "indicators/show.html",
        problems,
        batch=batch,
        is_frozen=is_frozen,
        is_default=batch.indicator_system is None,
        rows=rows,
        shares=system.shares(),
        values={"spread_limit": f"{system.spread_limit:g}"},
    )
