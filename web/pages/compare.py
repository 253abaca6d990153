"""Two to four technologies side by side for one need."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from data.queries import technologies as reads
from data.vocabulary import DemandStatus, Role
from matcher.services import access
from matcher.services.errors import NotReadyError
from web.access import allow, required_actor
from web.extensions import read_only
from web.pages.matches import loading_page, run_of
from web.presenters.compare import columns, compare_groups
from web.presenters.match_cards import with_details

bp = Blueprint("compare", __name__)

MOST = 4
"""Source: UX.md, at most four side by side."""


@bp.get("/needs/<int:demand_id>/compare")
@allow(Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.BUREAU_OFFICER)
def show(demand_id: int) -> ResponseReturnValue:
    """Compare the chosen technologies; the run of the address gives rank and score."""
    wanted = _wanted()
    try:
        run = run_of(demand_id)
    except NotReadyError:
        return loading_page(demand_id)
    actor = required_actor()
    with read_only() as session:
        demand = access.readable_demand(session, actor, demand_id)
        is_own = demand.organization_id == actor.organization_id
        may_introduce = is_own and demand.status is DemandStatus.OPEN
        chosen = [one for one in run["matches"] if int(one["technology"]["id"]) in wanted]
        matches = with_details(session, demand, chosen, may_introduce=may_introduce)
        by_id = {int(one["technology"]["id"]): one for one in matches}
        technologies = {one.id: one for one in reads.with_cases(session, list(by_id))}
        shown = [(technologies[number], by_id[number]) for number in wanted if number in by_id]
        page: dict[str, Any] = {
            "demand": {
                "title": demand.title,
                "url": url_for("matches.show", demand_id=demand.id),
            },
            "columns": columns(shown, lambda ids: _here(demand_id, run["run_id"], ids)),
            "groups": compare_groups(shown),
        }
    ids = [technology.id for technology, _match in shown]
    return render_template(
        "matches/compare.html",
        **page,
        differences_only=request.args.get("rows") == "differences",
        differences_url=_here(demand_id, run["run_id"], ids, rows="differences"),
        all_url=_here(demand_id, run["run_id"], ids),
        left_out=len(wanted) - len(shown),
    )


def _wanted() -> list[int]:
    """Return the chosen technologies in their order, at most four, each once."""
    found: list[int] = []
    for given in request.args.getlist("technology"):
        if given.isdecimal() and len(given) <= 9 and int(given) not in found:  # noqa: PLR2004
            found.append(int(given))
    return found[:MOST]


def _here(demand_id: int, run_id: str, ids: list[int], **more: Any) -> str:  # noqa: ANN401 - URL values
    return url_for("compare.show", demand_id=demand_id, run=run_id, technology=ids, **more)
