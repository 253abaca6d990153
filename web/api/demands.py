"""Demands by JSON: post, read, change, close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from data.queries import demands as reads
from data.vocabulary import DemandStatus, Role
from matcher.services import access, demands
from matcher.services.demands import Posted
from web.access import allow, required_actor
from web.api.base import api_blueprint, decode_cursor, page_of
from web.extensions import now, read_only, runtime, writing
from web.i18n import current_language
from web.presenters.demands import demand_fields
from web.presenters.match import warning_texts
from web.schemas.demands import (
    DemandChangeIn,
    DemandIn,
    DemandListOut,
    DemandOut,
    DemandQuery,
    PostedDemandOut,
)

if TYPE_CHECKING:
    from data.models import Demand

bp = api_blueprint("demands", __name__, tag="Demands")

_POSTING = (Role.PARK_MANAGER, Role.ENTERPRISE_USER)
_READING = (*_POSTING, Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER)


@bp.get("/demands")
@bp.input(DemandQuery, location="query")
@bp.output(DemandListOut)
@allow(*_READING)
def index(query_data: DemandQuery) -> DemandListOut:
    """List the demands you may read, newest first."""
    key = decode_cursor(query_data.cursor, int)
    actor = required_actor()
    with read_only() as session:
        found = reads.page(
            session,
            readable=access.demands_readable_by(actor),
            before_id=None if key is None else key[0],
            limit=query_data.limit + 1,
            status=query_data.status,
            query=query_data.query.strip(),
        )
        items, after = page_of(found, query_data.limit, lambda demand: (demand.id,))
        return DemandListOut(items=_shown(session, items), next=after)


@bp.post("/demands")
@bp.input(DemandIn)
@bp.output(PostedDemandOut, status_code=201)
@bp.doc(responses={409: "", 503: ""})
@allow(*_POSTING)
def create(json_data: DemandIn) -> PostedDemandOut:
    """Post a demand."""
    with writing() as session:
        posted = demands.post_demand(
            session, runtime(), actor=required_actor(), new=json_data.as_demand(), now=now()
        )
        return _posted(session, posted)


@bp.get("/demands/<int:demand_id>")
@bp.output(DemandOut)
@allow(*_READING)
def show(demand_id: int) -> DemandOut:
    """Read one demand."""
    with read_only() as session:
        demand = access.readable_demand(session, required_actor(), demand_id)
        return _shown(session, [demand])[0]


@bp.put("/demands/<int:demand_id>")
@bp.input(DemandChangeIn)
@bp.output(PostedDemandOut)
@bp.doc(responses={409: "", 503: ""})
@allow(*_POSTING)
def change(demand_id: int, json_data: DemandChangeIn) -> PostedDemandOut:
    """Replace the content of a demand; its past runs stay as they were shown."""
    with writing() as session:
        posted = demands.change_demand(
            session,
            runtime(),
            actor=required_actor(),
            demand_id=demand_id,
            new=json_data.as_demand(),
            version=json_data.version,
            now=now(),
        )
        return _posted(session, posted)


@bp.post("/demands/<int:demand_id>/close")
@bp.output(DemandOut)
@bp.doc(responses={409: ""})
@allow(*_POSTING)
def close(demand_id: int) -> DemandOut:
    """Close a demand: owners no longer see it; closing it twice changes nothing."""
    return _with_status(demand_id, DemandStatus.CLOSED)


@bp.post("/demands/<int:demand_id>/reopen")
@bp.output(DemandOut)
@bp.doc(responses={409: ""})
@allow(*_POSTING)
def reopen(demand_id: int) -> DemandOut:
    """Open a closed demand again."""
    return _with_status(demand_id, DemandStatus.OPEN)


def _with_status(demand_id: int, status: DemandStatus) -> DemandOut:
    with writing() as session:
        demand = demands.set_status(
            session, actor=required_actor(), demand_id=demand_id, status=status, now=now()
        )
        session.flush()
        return _shown(session, [demand])[0]


def _posted(session: Session, posted: Posted) -> PostedDemandOut:
    shown = _shown(session, [posted.demand])[0]
    return PostedDemandOut.model_validate(
        {**shown.model_dump(), "warnings": warning_texts(posted.warnings, current_language())}
    )


def _shown(session: Session, found: Sequence[Demand]) -> list[DemandOut]:
    actor = required_actor()
    names = reads.organization_names(session, [demand.organization_id for demand in found])
    return [
        DemandOut.model_validate(
            demand_fields(
                demand,
                organization_name=names.get(demand.organization_id),
                shows_poster=access.shows_poster(session, actor, demand),
            )
        )
        for demand in found
    ]
