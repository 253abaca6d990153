"""From a need's text to candidates: both legs over everything eligible, then their union."""

from dataclasses import dataclass

import numpy as np

from embeddings.ports import Ids, Vector
from matcher.candidates import Similarities
from matcher.fusion import fuse, uses_lexical
from matcher.profiles import BoolArray, IntArray
from matcher.services.catalogue_index import CatalogueState

CANDIDATES_PER_LEG = 200
"""Ids each leg proposes; the union is ranked. Source: docs/decisions/0071-candidates.md."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Candidates as rows of the columns, with what both legs found out about them."""

    rows: IntArray
    similarities: Similarities


def retrieve(
    state: CatalogueState,
    *,
    vector: Vector,
    text: str,
    keep: BoolArray,
    per_leg: int = CANDIDATES_PER_LEG,
) -> Retrieved:
    """Return the candidates among the kept rows, ascending by id.

    The filter is applied inside both searches, never afterwards, so that no candidate is lost to
    rows that may not be shown (RETRIEVAL 'What follows' 3).
    """
    allowed = _id_mask(state.columns.rows.ids, keep)
    dense_ids, dense = state.vectors.search(vector, per_leg, allowed=allowed)
    lexical_ids: Ids = np.empty(0, dtype=np.int64)
    lexical = np.empty(0, dtype=np.float32)
    is_lexical = uses_lexical(text)
    if is_lexical:
        lexical_ids, lexical = state.lexical.search(text, per_leg, allowed=allowed)
    ids = np.union1d(dense_ids, lexical_ids)
    rows = state.columns.rows_of(ids)
    ids, rows = ids[rows >= 0], rows[rows >= 0]  # an index may be one change ahead
    unknown = np.full(len(ids), np.nan)
    return Retrieved(
        rows,
        Similarities(
            semantic_cosine=state.vectors.scores_for(vector, ids).astype(np.float64),
            lexical_cosine=(
                state.lexical.scores_for(text, ids).astype(np.float64) if is_lexical else unknown
            ),
            best_semantic_cosine=float(dense[0]) if len(dense) else np.nan,
            best_lexical_cosine=float(lexical[0]) if len(lexical) else np.nan,
        ),
    )


def best_rows(retrieved: Retrieved, limit: int) -> IntArray:
    """Return the rows of the best-fitting candidates by fused similarity, best first."""
    fused = fuse(retrieved.similarities.semantic_cosine, retrieved.similarities.lexical_cosine)
    order = np.lexsort((retrieved.rows, -np.nan_to_num(fused)))
    return retrieved.rows[order[:limit]]


def _id_mask(ids: Ids, keep: BoolArray) -> BoolArray:
    """Return the kept rows as a mask indexed by id."""
    mask = np.zeros(int(ids[-1]) + 1 if len(ids) else 0, dtype=np.bool_)
    mask[ids[keep]] = True
    return mask
