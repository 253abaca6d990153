"""Runs of saved demands: what was shown at which rank, kept and shown unchanged (RULINGS 10)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from data.models import Demand, Match, MatchRun
from data.queries import match_runs as reads
from matcher.services import access, demands
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError
from matcher.services.match_answers import RANKER_VERSION
from matcher.services.match_requests import DEFAULT_LIMIT, MatchRequest
from matcher.services.matching import match, parsed_weights
from matcher.services.places import SitePlace
from matcher.services.runtime import Runtime
from matcher.texts import TEXT_VERSION
from matcher.weights import Weights


@dataclass(frozen=True, slots=True)
class RunKey:
    """Which run answers a request: a demand, and the hash of everything the run depends on."""

    demand_id: int
    inputs_hash: str
    change_seq: int


@dataclass(frozen=True, slots=True)
class MadeRun:
    """A ranking that is worked out, and not stored yet."""

    key: RunKey
    answer: dict[str, Any]

    def shown(self, run_id: int, *, at: datetime, limit: int) -> dict[str, Any]:
        """Return the response, as reading the stored run would."""
        return {
            **self.answer,
            "run_id": str(run_id),
            "run_at": at.astimezone(UTC).isoformat(),
            "matches": self.answer["matches"][:limit],
        }


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

    In a writing unit of work. Callers that are asked often look for a run with `find` first, which
    takes no lock, and work it out with `work_out` before they take one.

    Raises
    ------
    NotFoundError
        If the demand is not the actor's to match.
    """
    key = key_of(session, runtime, actor=actor, demand_id=demand_id, weights=weights, limit=limit)
    run_id = find_to_store(session, key)
    if run_id is None:
        made = work_out(session, runtime, key, weights=weights, limit=limit)
        run_id = store(session, made, actor=actor, now=now)
    return shown(session, run_id, limit=limit)


def key_of(
    session: Session,
    runtime: Runtime,
    *,
    actor: Actor,
    demand_id: int,
    weights: Mapping[str, float] | None,
    limit: int,
) -> RunKey:
    """Return the key of the run that answers a request now; two reads, no objects.

    Raises
    ------
    NotFoundError
        If the demand is not the actor's to match.
    InvalidError
        If the weights are negative or all zero.
    """
    given = parsed_weights(weights) if weights is not None else None
    found = reads.demand_inputs(
        session, demand_id=demand_id, readable=access.matches_readable_by(actor)
    )
    if found is None:
        raise NotFoundError("demand", demand_id)
    version, stored = found
    state = runtime.catalogue.current(session)
    parts = [
        version,
        state.change_seq,
        state.lexical.idf_id,
        state.vectors.encoder_id,
        runtime.factor_set,
        TEXT_VERSION,
        RANKER_VERSION,
        (given or Weights.normalised(stored)).as_mapping(),
        max(limit, DEFAULT_LIMIT),
    ]
    key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return RunKey(demand_id, key, state.change_seq)


def find(session: Session, key: RunKey) -> int | None:
    """Return the id of the newest run with this key, if there is one."""
    return reads.newest_id(session, demand_id=key.demand_id, inputs_hash=key.inputs_hash)


def find_to_store(session: Session, key: RunKey) -> int | None:
    """Return what `find` does, while no other process can store a run of this demand."""
    reads.lock_demand(session, key.demand_id)
    return find(session, key)


def work_out(
    session: Session,
    runtime: Runtime,
    key: RunKey,
    *,
    weights: Mapping[str, float] | None,
    limit: int,
) -> MadeRun:
    """Rank for a saved demand; reads only, so that no lock is held meanwhile."""
    demand = session.get_one(Demand, key.demand_id)
    request: MatchRequest = demands.request_of(
        demand, weights=weights, limit=max(limit, DEFAULT_LIMIT)
    )
    # Relative dates in the text ("明年6月前") are meant from the day it was written.
    answer = match(
        session,
        runtime,
        request,
        language="zh",
        now=demand.updated_at,
        place=SitePlace.of_demand(demand),
    )
    return MadeRun(key, answer)


def store(session: Session, made: MadeRun, *, actor: Actor, now: datetime) -> int:
    """Store a ranking and return its run's id, after `find_to_store` in the same unit of work."""
    answer = {name: value for name, value in made.answer.items() if name != "matches"}
    run = MatchRun(
        demand_id=made.key.demand_id,
        created_by_id=actor.user_id,
        created_at=now,
        inputs_hash=made.key.inputs_hash,
        encoder_id=answer["encoder_id"],
        lexical_manifest_id=answer["lexical_id"],
        text_version=answer["text_version"],
        ranker_version=answer["ranker_version"],
        factor_set=answer["factor_set"],
        change_seq=made.key.change_seq,
        weights=answer["weights"],
        response=answer,
    )
    session.add(run)
    session.flush()
    rows = [
        {
            "run_id": run.id,
            "technology_id": int(item["technology"]["id"]),
            "rank": item["rank"],
            "score": item["score"],
            "item": item,
        }
        for item in made.answer["matches"]
    ]
    if rows:
        session.execute(insert(Match), rows)
    return run.id


def past_run(
    session: Session, *, actor: Actor, demand_id: int, run_id: int, limit: int
) -> dict[str, Any]:
    """Return a run exactly as it was shown.

    Raises
    ------
    NotFoundError
        If there is no such run of this demand, or the demand is not the actor's.
    """
    readable = access.matches_readable_by(actor)
    if reads.demand_inputs(session, demand_id=demand_id, readable=readable) is None:
        raise NotFoundError("demand", demand_id)
    if not reads.is_of_demand(session, run_id=run_id, demand_id=demand_id):
        raise NotFoundError("match_run", run_id)
    return shown(session, run_id, limit=limit)


def runs_of(session: Session, *, actor: Actor, demand_id: int, limit: int) -> Sequence[MatchRun]:
    """Return the newest runs of a demand.

    Raises
    ------
    NotFoundError
        If the demand is not the actor's to match.
    """
    readable = access.matches_readable_by(actor)
    if reads.demand_inputs(session, demand_id=demand_id, readable=readable) is None:
        raise NotFoundError("demand", demand_id)
    return reads.of_demand(session, demand_id=demand_id, limit=limit)


def shown(session: Session, run_id: int, *, limit: int) -> dict[str, Any]:
    """Return a run as the response it was."""
    response, created_at = reads.response_of(session, run_id)
    return {
        **response,
        "run_id": str(run_id),
        "run_at": created_at.isoformat(),
        "matches": reads.items(session, run_id=run_id, limit=limit),
    }
