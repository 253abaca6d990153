"""The use case of matching: a need in, ranked and explained technologies out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from data.clock import LOCAL_ZONE
from embeddings.errors import EncoderLoadError, EncoderNotReadyError
from embeddings.ports import Vector
from matcher.candidates import rank_candidates
from matcher.eligibility import check_eligibility
from matcher.inference.topics import shipped_topic_model
from matcher.services.catalogue_index import CatalogueState
from matcher.services.demand_profiles import UnderstoodRequest, understand, with_type
from matcher.services.errors import FieldProblem, InvalidError, NotReadyError
from matcher.services.match_answers import Matching, written
from matcher.services.match_requests import MatchRequest
from matcher.services.need_texts import checked_request
from matcher.services.places import SitePlace, place_of
from matcher.services.retrieval import best_rows, retrieve
from matcher.services.runtime import Runtime
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
    today = now.astimezone(LOCAL_ZONE).date()
    understood = understand(request, where, language=language, today=today)
    state = runtime.catalogue.current(session)
    vector = query_vector(state, understood.text)
    encoder_id = state.encoder.encoder_id
    understood = with_type(understood, vector, shipped_topic_model(), encoder_id=encoder_id)
    found = work_out(understood, state, vector, place=where, weights=weights, limit=request.limit)
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
) -> Matching:
    """Filter, retrieve and rank; reads memory only."""
    columns, profile = state.columns, understood.profile
    eligibility = check_eligibility(profile, columns)
    kept = retrieve(state, vector=vector, text=understood.text, keep=eligibility.keep)
    ranking = rank_candidates(
        profile, columns, kept.rows, kept.similarities, weights=weights, limit=limit
    )
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
    )
