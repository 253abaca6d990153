"""Matches of a saved demand: a run is worked out once, kept, and read again while it holds."""

from collections.abc import Callable
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from data.vocabulary import Role
from matcher.services import match_runs
from matcher.services.match_runs import RunKey
from web.access import allow, required_actor
from web.api.answers import json_bytes, written_json
from web.api.base import api_blueprint
from web.extensions import now, read_only, runtime, writing
from web.i18n import current_language
from web.presenters.match import presented
from web.presenters.run_bodies import run_bodies
from web.schemas.demands import MatchesQuery, RunListOut, RunOut, RunsQuery
from web.schemas.match_answer import SavedMatchOut

bp = api_blueprint("demand_matches", __name__, tag="Matching")

_READING = (Role.PARK_MANAGER, Role.ENTERPRISE_USER, Role.BUREAU_OFFICER)


@bp.get("/demands/<int:demand_id>/matches")
@bp.input(MatchesQuery, location="query")
@bp.output(SavedMatchOut)
@bp.doc(responses={503: ""})
@allow(*_READING)
def index(demand_id: int, query_data: MatchesQuery) -> Response:
    """Match a saved demand; equal inputs show the run that was kept before, `run` a past one."""
    if query_data.run is not None:
        with read_only() as session:
            past = match_runs.past_run(
                session,
                actor=required_actor(),
                demand_id=demand_id,
                run_id=query_data.run,
                limit=query_data.limit,
            )
        return written_json(presented(past, current_language()))
    return written_json(_current(demand_id, query_data))


@bp.get("/demands/<int:demand_id>/runs")
@bp.input(RunsQuery, location="query")
@bp.output(RunListOut)
@allow(*_READING)
def runs(demand_id: int, query_data: RunsQuery) -> RunListOut:
    """List the newest runs of a demand."""
    with read_only() as session:
        found = match_runs.runs_of(
            session, actor=required_actor(), demand_id=demand_id, limit=query_data.limit
        )
    items = [
        RunOut(
            id=str(run.id),
            created_at=run.created_at,
            encoder_id=run.encoder_id,
            ranker_version=run.ranker_version,
            factor_set=run.factor_set,
            weights=run.weights,
        )
        for run in found
    ]
    return RunListOut(items=items, next=None)


def _current(demand_id: int, wanted: MatchesQuery) -> bytes:
    actor, here, weights = required_actor(), runtime(), wanted.weights
    with read_only() as session:
        key = match_runs.key_of(
            session, here, actor=actor, demand_id=demand_id, weights=weights, limit=wanted.limit
        )
        run_id = match_runs.find(session, key)
        if run_id is not None:
            return _body(session, key, run_id, wanted.limit)
        made = match_runs.work_out(session, here, key, weights=weights, limit=wanted.limit)
    moment = now()
    with writing() as session:
        run_id = match_runs.find_to_store(session, key)
        if run_id is not None:  # another process was faster by a moment
            return _body(session, key, run_id, wanted.limit)
        run_id = match_runs.store(session, made, actor=actor, now=moment)
    answer = made.shown(run_id, at=moment, limit=wanted.limit)
    return _written(key, run_id, wanted.limit, lambda: answer)


def _body(session: Session, key: RunKey, run_id: int, limit: int) -> bytes:
    return _written(key, run_id, limit, lambda: match_runs.shown(session, run_id, limit=limit))


def _written(key: RunKey, run_id: int, limit: int, answer: Callable[[], dict[str, Any]]) -> bytes:
    """Return a run in JSON; runs never change, so their bodies are kept for a while."""
    language = current_language()
    return run_bodies().get(
        (key.inputs_hash, run_id, language, limit),
        lambda: json_bytes(presented(answer(), language)),
    )
