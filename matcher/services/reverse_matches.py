"""The other direction: which open demands may a technology suit (for its owner)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import Demand
from data.queries import demands as demand_reads
from data.vocabulary import DemandStatus
from embeddings.ports import Ids, Vector
from matcher.candidates import Similarities, rank_candidates
from matcher.column_builder import build_columns
from matcher.eligibility import check_eligibility
from matcher.fusion import uses_lexical
from matcher.inference.topics import shipped_topic_model
from matcher.services import access
from matcher.services.actor import Actor
from matcher.services.catalogue_index import CatalogueState
from matcher.services.catalogue_rows import read_catalogue
from matcher.services.demand_profiles import UnderstoodRequest, understand, with_type
from matcher.services.demands import request_of
from matcher.services.match_answers import RANKER_VERSION, Matching, written
from matcher.services.match_requests import MatchRequest
from matcher.services.places import SitePlace
from matcher.services.runtime import Runtime
from matcher.services.vectors import encode_all
from matcher.weights import Weights

CONSIDERED_DEMANDS = 500
"""Newest visible demands that are compared at all."""

SCORED_DEMANDS = 50
"""Of these, the nearest in meaning are scored. Source: docs/decisions/0092-reverse-matches.md."""


@dataclass(frozen=True, slots=True)
class ReverseMatch:
    """A demand, and the match of the technology with it."""

    demand: Demand
    match: dict[str, Any]
    shows_poster: bool


@dataclass(frozen=True, slots=True)
class ReverseMatches:
    """Demands for one technology, best first."""

    encoder_id: str
    ranker_version: str
    considered_count: int
    excluded_count: int
    items: tuple[ReverseMatch, ...]
    empty_reason: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Scored:
    """A demand with everything its match with the one technology worked out."""

    demand: Demand
    matching: Matching

    @property
    def order(self) -> tuple[float, int]:
        """Best first, of equal ones the newest."""
        return -self.matching.ranking.matches[0].score, -self.demand.id


def demands_for(
    session: Session,
    runtime: Runtime,
    *,
    actor: Actor,
    technology_id: int,
    limit: int,
    now: datetime,
) -> ReverseMatches:
    """Return open demands that the owner of a technology may see, best match first.

    Each is scored as its own match would score this technology: the same hard rules, signals and
    weights, and closeness measured against the closest entry of the catalogue.

    Raises
    ------
    NotFoundError
        If the technology is not the actor's own.
    NotReadyError
        While the encoder or the catalogue is loading.
    """
    technology = access.own_technology(session, actor, technology_id)
    state = runtime.catalogue.current(session)
    profiles, texts = read_catalogue(session, [technology.id])
    if not profiles:
        return _answer(runtime, visible_count=0, scored=[], reason="technology_not_published")
    visible = _visible(session, actor)
    one = replace(state, columns=build_columns(profiles))
    scored = _scored(state, one, visible, texts[technology.id], now)
    kept = sorted((s for s in scored if s.matching.ranking.matches), key=lambda s: s.order)
    found = _answer(
        runtime,
        visible_count=len(visible),
        scored=scored,
        reason="no_demand_suits" if visible else "no_open_demand",
    )
    items = tuple(
        _item(session, runtime, actor, each, rank)
        for rank, each in enumerate(kept[:limit], start=1)
    )
    return replace(found, items=items, empty_reason=None if items else found.empty_reason)


def _answer(
    runtime: Runtime, *, visible_count: int, scored: Sequence[_Scored], reason: str
) -> ReverseMatches:
    return ReverseMatches(
        encoder_id=runtime.catalogue.encoder_id,
        ranker_version=RANKER_VERSION,
        considered_count=visible_count,
        excluded_count=sum(not one.matching.ranking.matches for one in scored),
        items=(),
        empty_reason={"code": reason, "values": {}},
    )


def _visible(session: Session, actor: Actor) -> Sequence[Demand]:
    return demand_reads.page(
        session,
        readable=access.demands_readable_by(actor),
        status=DemandStatus.OPEN,
        limit=CONSIDERED_DEMANDS,
    )


def _scored(
    state: CatalogueState,
    one: CatalogueState,
    visible: Sequence[Demand],
    text: str,
    now: datetime,
) -> list[_Scored]:
    """Score the technology, alone in the columns of `one`, for the demands nearest in meaning."""
    today = local_day(now)
    places = [SitePlace.of_demand(demand) for demand in visible]
    read = [
        understand(_request(demand), place, language="zh", today=today)
        for demand, place in zip(visible, places, strict=True)
    ]
    vectors = encode_all(state.encoder, [each.text for each in read])
    own = encode_all(state.encoder, [text])[0]
    nearest = np.argsort(-(vectors @ own), kind="stable")[:SCORED_DEMANDS]
    model, encoder_id = shipped_topic_model(), state.encoder.encoder_id
    return [
        _Scored(
            visible[i],
            _matching(
                state,
                one,
                with_type(read[i], vectors[i], model, encoder_id=encoder_id),
                vectors[i],
                place=places[i],
                weights=visible[i].weights,
            ),
        )
        for i in nearest.tolist()
    ]


def _matching(
    state: CatalogueState,
    one: CatalogueState,
    read: UnderstoodRequest,
    vector: Vector,
    *,
    place: SitePlace,
    weights: Mapping[str, float] | None,
) -> Matching:
    parsed = Weights.normalised(weights)
    eligibility = check_eligibility(read.profile, one.columns)
    rows = np.flatnonzero(eligibility.keep)
    similarities = _similarities(state, one.columns.rows.ids[rows], read.text, vector)
    ranking = rank_candidates(
        read.profile, one.columns, rows, similarities, weights=parsed, limit=1
    )
    return Matching(
        understood=read,
        place=place,
        weights=parsed,
        state=one,
        eligibility=eligibility,
        similarities=similarities,
        ranking=ranking,
        excluded_rows=(),
    )


def _similarities(state: CatalogueState, ids: Ids, text: str, vector: Vector) -> Similarities:
    """Return how alike the technology and a need are, beside the need's closest entry."""
    _, dense = state.vectors.search(vector, 1)
    lexical = np.empty(0, dtype=np.float32)
    own = np.full(len(ids), np.nan)
    if uses_lexical(text):
        _, lexical = state.lexical.search(text, 1)
        own = state.lexical.scores_for(text, ids).astype(np.float64)
    return Similarities(
        semantic_cosine=state.vectors.scores_for(vector, ids).astype(np.float64),
        lexical_cosine=own,
        best_semantic_cosine=float(dense[0]) if len(dense) else np.nan,
        best_lexical_cosine=float(lexical[0]) if len(lexical) else np.nan,
    )


def _item(
    session: Session, runtime: Runtime, actor: Actor, scored: _Scored, rank: int
) -> ReverseMatch:
    match = written(session, runtime, scored.matching)["matches"][0]
    return ReverseMatch(
        scored.demand,
        {**match, "rank": rank},
        access.shows_poster(session, actor, scored.demand),
    )


def _request(demand: Demand) -> MatchRequest:
    return request_of(demand, weights=None, limit=1)
