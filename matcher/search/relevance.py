"""Which technologies suit some words, and how well: the words themselves, then what is alike."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.fusion import fuse
from matcher.search.columns import Bools, Numbers, SearchColumns

LONGEST_WORDS = 8

NEAR_SEMANTIC_SHARE, NEAR_SEMANTIC_COSINE = 0.7, 0.27
NEAR_LEXICAL_SHARE, NEAR_LEXICAL_COSINE = 0.7, 0.09
"""How near an entry without the words must be: a share of the nearest one, and at least so much.
Source: docs/decisions/0190-catalogue-search.md."""

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Relevance:
    """Of each row of some columns. Shapes (n,).

    Parameters
    ----------
    has_words
        Whether all words occur in it.
    scores
        Fused likeness within [0, 1]; 0 where neither leg proposes it.
    kept
        Whether it belongs to the answer.
    """

    has_words: Bools
    scores: Numbers
    kept: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """What one index proposes, best first."""

    ids: Ids
    scores: Scores

    @classmethod
    def empty(cls) -> "Leg":
        """Return a leg that proposes nothing."""
        return cls(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))


def words_in(query: str) -> list[str]:
    """Return the words of a query in lower case, at most eight."""
    return query.lower().split()[:LONGEST_WORDS]


def contains(columns: SearchColumns, word: str) -> Bools:
    """Return the rows whose label contains a word; both in lower case."""
    found = np.zeros(len(columns), dtype=np.bool_)
    text, starts = columns.label_text, columns.label_starts
    at = text.find(word)
    while at >= 0:
        row = int(np.searchsorted(starts, at, side="right")) - 1
        found[row] = True
        at = text.find(word, int(starts[row + 1]))
    return found


def relevance(columns: SearchColumns, has_words: Bools, *, dense: Leg, lexical: Leg) -> Relevance:
    """Return how well each row suits a query.

    Entries in which all words occur stand before those that are only alike; within both the
    fused likeness of the two legs decides, the same fusion as in matching. An entry that is only
    alike belongs to the answer if it is nearly as near as the nearest.

    Parameters
    ----------
    has_words : array of bool
        Rows in which every word occurs. Shape (n,).
    dense, lexical : Leg
        Cosines, best first; ids that the columns lack are left out.
    """
    semantic, wording = _spread(columns, dense), _spread(columns, lexical)
    asked = ~(np.isnan(semantic) & np.isnan(wording))
    scores = np.zeros(len(columns), dtype=np.float64)
    if asked.any():
        scores[asked] = fuse(semantic[asked], wording[asked])
    near = _near(semantic, NEAR_SEMANTIC_SHARE, NEAR_SEMANTIC_COSINE)
    near |= _near(wording, NEAR_LEXICAL_SHARE, NEAR_LEXICAL_COSINE)
    return Relevance(has_words, scores, has_words | near)


def _spread(columns: SearchColumns, leg: Leg) -> Numbers:
    found = np.full(len(columns), np.nan)
    rows = columns.rows_of(leg.ids)
    found[rows[rows >= 0]] = leg.scores[rows >= 0]
    return found


def _near(cosines: Numbers, share: float, least: float) -> Bools:
    best = np.nanmax(cosines, initial=0.0)
    found: Bools = np.nan_to_num(cosines) >= max(share * best, least)
    return found
