"""Orders of a list, and where in one a page begins: equal values stand by id, unknown ones last."""

from bisect import bisect_right
from collections.abc import Sequence
from math import inf, isfinite, isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from data.vocabulary import CatalogueSort
from matcher.search.columns import Bools, SearchColumns
from matcher.search.relevance import Relevance

Rows = npt.NDArray[np.int64]
Key = tuple[Any, ...]


class Ordering:
    """One order over one set of columns.

    Parameters
    ----------
    relevance
        Of each row; needed only for that order.
    """

    def __init__(
        self, columns: SearchColumns, sort: CatalogueSort, relevance: Relevance | None = None
    ) -> None:
        self._columns = columns
        self._sort = sort
        self._relevance = relevance

    def page(self, kept: Bools, *, after: Key | None, limit: int) -> list[int]:
        """Return the first rows behind a key, in order."""
        rows: list[int] = self._sorted(np.flatnonzero(kept)).tolist()
        start = 0 if after is None else bisect_right(rows, after, key=self.key)
        return rows[start : start + limit]

    def key(self, row: int) -> Key:
        """Return what a row sorts by, smaller first."""
        columns, technology_id = self._columns, int(self._columns.ids[row])
        if self._sort is CatalogueSort.NAME:
            return columns.name_keys[row], technology_id
        if self._sort is CatalogueSort.PUBLISHED:
            return -int(columns.published[row]), -technology_id
        if self._sort is CatalogueSort.POTENTIAL:
            return _last(-columns.potential[row]), technology_id
        if self._sort is CatalogueSort.COST:
            return _last(columns.cost[row]), technology_id
        if self._sort is CatalogueSort.RELEVANCE and self._relevance is not None:
            found = self._relevance
            return -int(found.has_words[row]), -float(found.scores[row]), technology_id
        return (-technology_id,)

    def _sorted(self, rows: Rows) -> Rows:
        columns = self._columns
        ids = columns.ids[rows]
        if self._sort is CatalogueSort.NAME:
            return rows[np.argsort(columns.name_ranks[rows])]
        if self._sort is CatalogueSort.PUBLISHED:
            return rows[np.lexsort((-ids, -columns.published[rows]))]
        if self._sort is CatalogueSort.POTENTIAL:
            return rows[np.lexsort((ids, -columns.potential[rows]))]
        if self._sort is CatalogueSort.COST:
            return rows[np.lexsort((ids, columns.cost[rows]))]
        if self._sort is CatalogueSort.RELEVANCE and self._relevance is not None:
            found = self._relevance
            return rows[np.lexsort((ids, -found.scores[rows], ~found.has_words[rows]))]
        return rows[::-1]


def written_key(key: Key) -> str:
    """Return a key as the text of a cursor."""
    head = key[0]
    if isinstance(head, bytes):
        return head.decode("gb18030")
    return "/".join(repr(part) for part in key[:-1])


def read_key(text: str, technology_id: int, sort: CatalogueSort) -> Key:
    """Return the key of a cursor's text and id.

    Raises
    ------
    ValueError
        If the text was not written for this order.
    """
    if sort is CatalogueSort.NAME:
        return text.encode("gb18030", "replace"), technology_id
    parts = [float(part) for part in text.split("/")] if text else []
    if len(parts) != _PARTS[sort] or any(isnan(part) for part in parts):
        raise ValueError(text)
    if sort in (CatalogueSort.NEWEST, CatalogueSort.PUBLISHED):
        if not all(isfinite(part) for part in parts):
            raise ValueError(text)
        return (*parts, -technology_id)
    return (*parts, technology_id)


_PARTS = {
    CatalogueSort.NEWEST: 0,
    CatalogueSort.PUBLISHED: 1,
    CatalogueSort.POTENTIAL: 1,
    CatalogueSort.COST: 1,
    CatalogueSort.RELEVANCE: 2,
}


def merged(parts: Sequence[tuple[Ordering, list[int]]], limit: int) -> list[tuple[Key, int, int]]:
    """Return the first of several ordered parts as (key, part, row)."""
    every = [
        (ordering.key(row), number, row)
        for number, (ordering, rows) in enumerate(parts)
        for row in rows
    ]
    return sorted(every, key=lambda one: one[0])[:limit]


def _last(value: float) -> float:
    return inf if isnan(value) else float(value)
