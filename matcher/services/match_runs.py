"""Runs of saved demands: what was shown at which rank, kept and shown unchanged (RULINGS 10)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Demand, Match, MatchRun
from data.queries import match_runs as reads
from matcher.services import access, demands
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError
from matcher.services.match_requests import DEFAULT_LIMIT, MatchRequest
from matcher.services.matching import RANKER_VERSION, match, parsed_weights
from matcher.services.places import SitePlace
from matcher.services.runtime import Runtime
from matcher.texts import TEXT_VERSION


def matches_of_demand(
    session: Session,
    runtime: Runtime,
    *,
    actor: Actor,
    demand_id: int,
    weights: Mapping[str, float] | None,
    limit: int,
    now: datetime,
) -> dict[str, Any]:
    """Return the matches of a saved demand; equal inputs re-use the run that was shown before.

    Raises
    ------
    NotFoundError
        If the demand is not the actor's to match.
    """
    demand = _own_or_overseen(session, actor, demand_id)
    request = demands.request_of(demand, weights=weights, limit=max(limit, DEFAULT_LIMIT))
    key = inputs_hash(session, runtime, demand, request)
    run = reads.newest(session, demand_id=demand.id, inputs_hash=key)
    if run is None:
        run = _made(session, runtime, actor, demand, request, key, now)
    return shown(session, run, limit=limit)


def past_run(
    session: Session, *, actor: Actor, demand_id: int, run_id: int, limit: int
) -> dict[str, Any]:
    """Return a run exactly as it was shown.

    Raises
    ------
    NotFoundError
        If there is no such run of this demand, or the demand is not the actor's.
    """
    demand = _own_or_overseen(session, actor, demand_id)
    run = session.scalar(
        select(MatchRun).where(MatchRun.id == run_id, MatchRun.demand_id == demand.id)
    )
    if run is None:
        raise NotFoundError("match_run", run_id)
    return shown(session, run, limit=limit)


def shown(session: Session, run: MatchRun, *, limit: int) -> dict[str, Any]:
    """Return a run as the response it was."""
    return {
        **run.response,
        "run_id": str(run.id),
        "run_at": run.created_at.isoformat(),
        "matches": reads.items(session, run_id=run.id, limit=limit),
    }


def inputs_hash(session: Session, runtime: Runtime, demand: Demand, request: MatchRequest) -> str:
    """Return the hash of everything a run depends on."""
    state = runtime.catalogue.current(session)
    parts = [
        demand.version,
        state.change_seq,
        state.lexical.idf_id,
        runtime.catalogue.encoder_id,
        runtime.factor_set,
        TEXT_VERSION,
        RANKER_VERSION,
        parsed_weights(request).as_mapping(),
        request.limit,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _made(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    demand: Demand,
    request: MatchRequest,
    key: str,
    now: datetime,
) -> MatchRun:
    place = SitePlace(
        region_code=demand.region_code,
        address=demand.address,
        latitude_deg=demand.latitude_deg,
        longitude_deg=demand.longitude_deg,
        precision=demand.position_precision,
    )
    # Relative dates in the text ("明年6月前") are meant from the day it was written.
    answer = match(session, runtime, request, language="zh", now=demand.updated_at, place=place)
    items = answer.pop("matches")
    run = MatchRun(
        demand_id=demand.id,
        created_by_id=actor.user_id,
        created_at=now,
        inputs_hash=key,
        encoder_id=answer["encoder_id"],
        lexical_manifest_id=answer["lexical_id"],
        text_version=answer["text_version"],
        ranker_version=answer["ranker_version"],
        factor_set=answer["factor_set"],
        change_seq=runtime.catalogue.current(session).change_seq,
        weights=answer["weights"],
        response=answer,
    )
    session.add(run)
    session.flush()
    session.add_all(
        Match(
            run_id=run.id,
            technology_id=int(item["technology"]["id"]),
            rank=item["rank"],
            score=item["score"],
            item=item,
        )
        for item in items
    )
    session.flush()
    return run


def _own_or_overseen(session: Session, actor: Actor, demand_id: int) -> Demand:
    """Return a demand whose matches this actor may see: its poster's, or its bureau's."""
    demand = access.readable_demand(session, actor, demand_id)
    if actor.role not in access.MATCH_READING_ROLES:
        raise NotFoundError("demand", demand_id)
    return demand
