"""What suits the words of a search: both legs of matching, or the words alone while they load."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from data.models import Technology
from data.queries import catalogue_search as reads
from data.vocabulary import CatalogueStatus
from embeddings.errors import EncoderNotReadyError
from embeddings.ports import Ids, Vector
from matcher.fusion import uses_lexical
from matcher.search.columns import Bools, SearchColumns
from matcher.search.relevance import Leg, Relevance, contains, relevance, words_in
from matcher.services.catalogue_index import CatalogueState
from matcher.services.errors import NotReadyError
from matcher.services.runtime import Runtime

PROPOSED = 500
"""Entries each leg proposes. Source: docs/decisions/0190-catalogue-search.md."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What suits some words, and whether meaning was compared."""

    relevance: Relevance
    is_words_only: bool


def suited(session: Session, runtime: Runtime, columns: SearchColumns, query: str) -> Answer:
    """Return how well each published row suits a query.

    The vector index and the lexical index hold published entries alone, and both searches are
    limited to the rows of `columns`: what may not be shown is never proposed.
    """
    words = words_in(query)
    state = _state(session, runtime)
    if state is None:
        published = Technology.catalogue_status == CatalogueStatus.PUBLISHED
        has = _rows_of(columns, reads.ids_with_words(session, words, within=published))
        found = relevance(columns, has, dense=Leg.empty(), lexical=Leg.empty())
        return Answer(found, is_words_only=True)
    has = np.ones(len(columns), dtype=np.bool_)
    for word in words:
        in_text = _rows_of(columns, state.lexical.containing(word))
        has &= in_text | contains(columns, word)
    allowed = columns.ids
    lexical = Leg.empty()
    if uses_lexical(query):
        lexical = Leg(*state.lexical.search(query, PROPOSED, allowed=allowed))
    vector = _vector(state, query)
    dense = Leg.empty()
    if vector is not None:
        dense = Leg(*state.vectors.search(vector, PROPOSED, allowed=allowed))
    found = relevance(columns, has, dense=dense, lexical=lexical)
    return Answer(found, is_words_only=vector is None)


def suited_by_words(session: Session, columns: SearchColumns, query: str) -> Relevance:
    """Return which rows contain all words; for a few entries that no index holds."""
    within = Technology.id.in_(columns.ids.tolist())
    has = _rows_of(columns, reads.ids_with_words(session, words_in(query), within=within))
    return relevance(columns, has, dense=Leg.empty(), lexical=Leg.empty())


def _state(session: Session, runtime: Runtime) -> CatalogueState | None:
    try:
        return runtime.catalogue.current(session)
    except NotReadyError:
        return None


def _vector(state: CatalogueState, query: str) -> Vector | None:
    try:
        vector: Vector = state.encoder.encode([query])[0]
    except EncoderNotReadyError:
        return None
    return vector


def _rows_of(columns: SearchColumns, ids: Sequence[int] | Ids) -> Bools:
    found = np.zeros(len(columns), dtype=np.bool_)
    rows = columns.rows_of(np.asarray(ids, dtype=np.int64))
    found[rows[rows >= 0]] = True
    return found
