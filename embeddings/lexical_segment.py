"""A part of a lexical index that never changes: for each gram, the texts that contain it.

New texts make a new small segment; segments of like size are merged, so an update costs little
and a search visits few of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from embeddings.grams import MAX_ROWS, count_grams
from embeddings.idf import IdfTable
from embeddings.ports import Ids

# Contributions are whole multiples of 2^-30 in float64: their sums are exact, so a score does not
# depend on the order of addition, hence not on how texts are spread over segments.
_UNIT = float(2**30)
_LONG_LIST = 2048
# 1 + ln(count): a word said three times is not three times as telling. Index: the count, 0 to 255.
COUNT_WEIGHTS: npt.NDArray[np.float64] = np.concatenate([[0.0], 1 + np.log(np.arange(1, 256))])


@dataclass(frozen=True)
class LexicalSegment:
    """Postings by gram.

    Parameters
    ----------
    ids
        Id of each text. Shape (n,).
    live
        False for texts replaced or removed since. Shape (n,).
    keys
        Grams, ascending. Shape (t,).
    starts
        Where the postings of each gram begin, and the end. Shape (t + 1,).
    rows, counts
        Text and number of occurrences of each posting. Shape (p,).
    norms
        Length of each text's weight vector under the frozen idf. Shape (n,).
    """

    ids: Ids
    live: npt.NDArray[np.bool_]
    keys: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    counts: npt.NDArray[np.uint8]
    norms: npt.NDArray[np.float64]

    @classmethod
    def build(cls, ids: Ids, texts: list[str], idf: IdfTable) -> "LexicalSegment":
        """Count the grams of texts."""
        grams = count_grams(texts)
        keys, first = np.unique(grams.keys, return_index=True)
        starts = np.append(first, len(grams.keys)).astype(np.int64)
        live = np.ones(len(ids), dtype=np.bool_)
        none = np.empty(0, dtype=np.float64)
        made = cls(ids.copy(), live, keys, starts, grams.rows, grams.counts, none)
        return made.with_idf(idf)

    @property
    def live_count(self) -> int:
        """Number of texts that were not replaced."""
        return int(np.count_nonzero(self.live))

    @cached_property
    def _by_id(self) -> npt.NDArray[np.int64]:
        return np.argsort(self.ids, kind="stable")

    def rows_of(self, ids: Ids) -> npt.NDArray[np.int64]:
        """Return the live row of each id, -1 where there is none."""
        if not len(self.ids):
            return np.full(len(ids), -1, dtype=np.int64)
        sorted_ids = self.ids[self._by_id]
        place = np.minimum(np.searchsorted(sorted_ids, ids), len(sorted_ids) - 1)
        row = self._by_id[place]
        return np.where((sorted_ids[place] == ids) & self.live[row], row, -1)

    def without(self, ids: Ids) -> "LexicalSegment":
        """Return the segment with these ids no longer live."""
        rows = self.rows_of(ids)
        rows = rows[rows >= 0]
        if not len(rows):
            return self
        live = self.live.copy()
        live[rows] = False
        return replace(self, live=live)

    def document_counts(self) -> npt.NDArray[np.int64]:
        """Return how many live texts contain each gram. Shape (t,)."""
        if not len(self.keys):
            return np.empty(0, dtype=np.int64)
        live = self.live[self.rows].astype(np.int64)
        counted: npt.NDArray[np.int64] = np.add.reduceat(live, self.starts[:-1])
        return counted

    def with_idf(self, idf: IdfTable) -> "LexicalSegment":
        """Return the segment with its norms under `idf`."""
        weight = np.repeat(idf.weights(self.keys), np.diff(self.starts))
        weight *= COUNT_WEIGHTS[self.counts]
        squares = np.bincount(self.rows, weights=weight * weight, minlength=len(self.ids))
        return replace(self, norms=np.sqrt(squares))

    def score(
        self, keys: npt.NDArray[np.int64], coefficients: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Return sum over grams of coefficient x count weight, over the norm. Shape (n,).

        Parameters
        ----------
        keys, coefficients
            Distinct grams of a query; query weight x idf, over the query's norm. Shape (t,).
        """
        if not len(self.keys) or not len(keys):
            return np.zeros(len(self.ids), dtype=np.float64)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[place] == keys
        place, coefficients = place[known], coefficients[known]
        first, last = self.starts[place], self.starts[place + 1]
        long = last - first >= _LONG_LIST
        total = self._sum_short(first[~long], last[~long], coefficients[~long])
        for one, end, coefficient in zip(first[long], last[long], coefficients[long], strict=True):
            contribution = np.rint(coefficient * _UNIT * COUNT_WEIGHTS)
            np.add.at(total, self.rows[one:end], contribution.take(self.counts[one:end]))
        divisor = np.where(self.norms > 0, self.norms, 1.0)
        scored: npt.NDArray[np.float64] = total / (_UNIT * divisor)
        return scored

    def containing(self, keys: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return which live texts contain every one of some distinct grams. Shape (n,)."""
        none = np.zeros(len(self.ids), dtype=np.bool_)
        if not len(self.keys) or not len(keys):
            return none
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        if np.any(self.keys[place] != keys):
            return none
        found = np.zeros(len(self.ids), dtype=np.int32)
        for one in place:
            found[self.rows[self.starts[one] : self.starts[one + 1]]] += 1
        has_all: npt.NDArray[np.bool_] = self.live & (found == len(keys))
        return has_all

    def _sum_short(
        self,
        first: npt.NDArray[np.int64],
        last: npt.NDArray[np.int64],
        coefficients: npt.NDArray[np.float64],
    ) -> npt.NDArray[np.float64]:
        length = last - first
        before = np.cumsum(length) - length
        postings = np.repeat(first - before, length) + np.arange(int(length.sum()))
        weight = np.repeat(coefficients * _UNIT, length) * COUNT_WEIGHTS[self.counts[postings]]
        return np.bincount(
            self.rows[postings], weights=np.rint(weight), minlength=len(self.ids)
        ).astype(np.float64, copy=False)


def merge(segments: Sequence[LexicalSegment]) -> LexicalSegment:
    """Return one segment with the live texts of all, in their order.

    Raises
    ------
    ValueError
        If there are more than 2^21 texts.
    """
    kept = [_compact(segment) for segment in segments]
    if sum(len(segment.ids) for segment in kept) > MAX_ROWS:
        raise ValueError(f"a segment holds at most {MAX_ROWS} texts")
    keys = np.unique(np.concatenate([segment.keys for segment in kept]))
    places = [np.searchsorted(keys, segment.keys) for segment in kept]
    lengths = np.zeros(len(keys), dtype=np.int64)
    for segment, place in zip(kept, places, strict=True):
        lengths[place] += np.diff(segment.starts)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    rows = np.empty(starts[-1], dtype=np.int32)
    counts = np.empty(starts[-1], dtype=np.uint8)
    free = starts[:-1].copy()
    row_offset = 0
    for segment, place in zip(kept, places, strict=True):
        length = np.diff(segment.starts)
        target = np.repeat(free[place] - segment.starts[:-1], length) + np.arange(length.sum())
        rows[target] = segment.rows + row_offset
        counts[target] = segment.counts
        free[place] += length
        row_offset += len(segment.ids)
    return LexicalSegment(
        ids=np.concatenate([segment.ids for segment in kept]),
        live=np.ones(row_offset, dtype=np.bool_),
        keys=keys,
        starts=starts,
        rows=rows,
        counts=counts,
        norms=np.concatenate([segment.norms for segment in kept]),
    )


def _compact(segment: LexicalSegment) -> LexicalSegment:
    """Return the segment without its dead texts and the grams only they had."""
    if segment.live.all():
        return segment
    kept = segment.live[segment.rows]
    new_row = np.cumsum(segment.live, dtype=np.int64) - 1
    length = segment.document_counts()
    present = length > 0
    return LexicalSegment(
        ids=segment.ids[segment.live],
        live=np.ones(segment.live_count, dtype=np.bool_),
        keys=segment.keys[present],
        starts=np.concatenate([[0], np.cumsum(length[present])]).astype(np.int64),
        rows=new_row[segment.rows[kept]].astype(np.int32),
        counts=segment.counts[kept],
        norms=segment.norms[segment.live],
    )
