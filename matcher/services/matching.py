"""The use case of matching: a need in, ranked and explained technologies out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from data.clock import local_day
from embeddings.errors import EncoderLoadError, EncoderNotReadyError
from embeddings.ports import Vector
from matcher.candidates import Ranking, rank_candidates
from matcher.eligibility import check_eligibility
from matcher.inference.topics import shipped_topic_model
from matcher.ranking import ranked_matches
from matcher.services.catalogue_index import CatalogueState
from matcher.services.demand_profiles import UnderstoodRequest, understand, with_type
from matcher.services.errors import FieldProblem, InvalidError, NotReadyError
from matcher.services.match_answers import Matching, written
from matcher.services.match_requests import MatchRequest
from matcher.services.need_focus import focused
from matcher.services.need_texts import checked_request
from matcher.services.places import SitePlace, place_of
from matcher.services.retrieval import best_rows, retrieve
from matcher.services.runtime import Runtime
from matcher.variety import VARIETY_DEPTH, listed_once, varied
from matcher.weights import Weights, WeightsError

EXCLUDED_SHOWN = 20
"""Excluded entries listed with reasons. Source: RULINGS 7."""


def match(
    session: Session,
    runtime: Runtime,
    request: MatchRequest,
    *,
    language: str,
    now: datetime,
    place: SitePlace | None = None,
) -> dict[str, Any]:
    """Return the answer to a match request: API.md's response with message codes for texts.

    Parameters
    ----------
    place : SitePlace or None
        Where the need is, when it was resolved before; None resolves `request.site`.

    Raises
    ------
    InvalidError
        If the text holds no words, the place cannot be read, or weights are negative or all zero.
    NotReadyError
        While the encoder or the catalogue is loading.
    """
    request = checked_request(request)
    weights = parsed_weights(request.weights)
    where = place if place is not None else place_of(runtime, request.site)
    today = local_day(now)
    understood = understand(request, where, language=language, today=today)
    state = runtime.catalogue.current(session)
    understood = focused_request(understood, state)
    vector = query_vector(state, understood.text)
    encoder_id = state.encoder.encoder_id
    understood = with_type(understood, vector, shipped_topic_model(), encoder_id=encoder_id)
    found = work_out(
        understood,
        state,
        vector,
        place=where,
        weights=weights,
        limit=request.limit,
        diversity=request.diversity,
    )
    return written(session, runtime, found)


def parsed_weights(given: Mapping[str, float] | None) -> Weights:
    """Return the normalised weights of a request.

    Raises
    ------
    InvalidError
        Naming the weight that is negative or not finite, or `weights` if all are zero.
    """
    try:
        return Weights.normalised(given)
    except WeightsError as error:
        field = "weights" if error.field == "weights" else f"weights.{error.field}"
        raise InvalidError([FieldProblem(field=field, rule=error.rule)]) from error


def focused_request(understood: UnderstoodRequest, state: CatalogueState) -> UnderstoodRequest:
    """Return a request whose compared text is what of it is of the field."""
    try:
        return focused(understood, state.encoder, shipped_topic_model())
    except (EncoderNotReadyError, EncoderLoadError) as error:
        raise NotReadyError("encoder") from error


def query_vector(state: CatalogueState, text: str) -> Vector:
    """Return the vector of a need's text, by the encoder whose vectors the state holds."""
    try:
        vector: Vector = state.encoder.encode([text])[0]
    except (EncoderNotReadyError, EncoderLoadError) as error:
        raise NotReadyError("encoder") from error
    return vector


def work_out(
    understood: UnderstoodRequest,
    state: CatalogueState,
    vector: Vector,
    *,
    place: SitePlace,
    weights: Weights,
    limit: int,
    diversity: float = 0.0,
) -> Matching:
    """Filter, retrieve and rank; reads memory only."""
    columns, profile = state.columns, understood.profile
    eligibility = check_eligibility(profile, columns)
    kept = retrieve(state, vector=vector, text=understood.text, keep=eligibility.keep)
    ranking = rank_candidates(
        profile, columns, kept.rows, kept.similarities, weights=weights, limit=0
    )
    ranking, similar = listed_ranking(state, ranking, limit=limit, diversity=diversity)
    listed = eligibility.listed
    excluded: Sequence[int] = ()
    if listed.any():
        near = retrieve(
            state, vector=vector, text=understood.text, keep=listed, per_leg=EXCLUDED_SHOWN
        )
        excluded = best_rows(near, EXCLUDED_SHOWN).tolist()
    return Matching(
        understood=understood,
        place=place,
        weights=weights,
        state=state,
        eligibility=eligibility,
        similarities=kept.similarities,
        ranking=ranking,
        excluded_rows=excluded,
        similar=similar,
    )


def listed_ranking(
    state: CatalogueState, ranking: Ranking, *, limit: int, diversity: float = 0.0
) -> tuple[Ranking, Mapping[int, tuple[int, ...]]]:
    """Return a ranking with its matches described, and the ids of near-copies under each.

    Near-copies of one owner are listed once; with `diversity` the order trades score for variety.

    References
    ----------
    .. [1] docs/decisions/0124-variety.md.
    """
    order = ranking.order[: VARIETY_DEPTH * limit]
    rows = state.columns.rows
    ids = rows.ids[ranking.facts.rows]
    if diversity > 0:
        vectors = state.vectors.vectors_of(ids[order]).astype(np.float64)
        order = varied(order, ranking.scores.score[order], vectors, diversity=diversity)
    owners = rows.owner_id[ranking.facts.rows[order]]
    vectors = state.vectors.vectors_of(ids[order]).astype(np.float64)
    listed = listed_once(order, owners, vectors, limit=limit)
    matches = ranked_matches(ids, ranking.scores, listed.positions, limit=limit)
    similar = {
        match.technology_id: tuple(int(ids[position]) for position in copies)
        for match, copies in zip(matches, listed.similar, strict=True)
        if copies
    }
    return replace(ranking, matches=matches), similar
