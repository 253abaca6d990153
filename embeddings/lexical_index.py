"""The lexical leg: cosine of character (1,2)-gram TF-IDF, as an inverted index in arrays."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from embeddings.errors import ChangeOrderError, StaleIndexError
from embeddings.grams import count_grams, pair_keys
from embeddings.idf import IdfTable
from embeddings.index_files import read_manifest, write_index
from embeddings.lexical_segment import COUNT_WEIGHTS, LexicalSegment, merge
from embeddings.ports import Allowed, Ids, Scores
from embeddings.selection import allowed_rows, best_first, check_new_ids

_KIND = "tfidf-characters-1"
_BUILD_AT_ONCE = 8192
_SIZE_RATIO = 4
_REMEMBERED_QUERIES = 8
_ARRAYS = ("ids", "keys", "starts", "rows", "counts", "norms")


class _State(NamedTuple):
    """What a search needs, replaced as a whole by a change."""

    segments: tuple[LexicalSegment, ...]
    idf: IdfTable
    generation: int


class TfidfIndex:
    """`LexicalIndex` over segments of postings; the database is the truth, this is a cache of it.

    score(q, d) = sum over grams of w(q, t) w(d, t) / (|q| |d|), w = (1 + ln tf) idf, within
    [0, 1]. The idf stays frozen until `refit_idf`, so that all processes and past runs agree
    (docs/decisions/0022-lexical-index.md). Readers never wait: a change replaces the tuple of
    segments.

    Parameters
    ----------
    idf
        The frozen table; None = every gram weighs the same.
    change_seq
        Last change of the database that is contained; 0 = none.
    """

    def __init__(self, *, idf: IdfTable | None = None, change_seq: int = 0) -> None:
        self._state = _State((), idf or IdfTable.empty(), 0)
        self._change_seq = change_seq
        self._writing = threading.Lock()
        self._remembering = threading.Lock()
        self._remembered: OrderedDict[tuple[int, str], list[Scores]] = OrderedDict()

    @classmethod
    def build(cls, ids: Ids, texts: list[str], *, change_seq: int = 0) -> "TfidfIndex":
        """Build from all texts of a catalogue, with their own idf."""
        index = cls()
        index.upsert(ids, texts, change_seq=change_seq)
        index.refit_idf()
        return index

    @property
    def idf_id(self) -> str:
        """Identity of the frozen idf table."""
        return self._state.idf.idf_id

    @property
    def idf(self) -> IdfTable:
        """The frozen idf table."""
        return self._state.idf

    @property
    def idf_document_count(self) -> int:
        """Number of texts the idf was fitted on; a job refits when the catalogue outgrew it."""
        return self._state.idf.document_count

    @property
    def count(self) -> int:
        """Number of ids held."""
        return sum(segment.live_count for segment in self._state.segments)

    @property
    def change_seq(self) -> int:
        """Last change of the database that this index has taken in."""
        return self._change_seq

    @property
    def segment_count(self) -> int:
        """Number of segments a search visits."""
        return len(self._state.segments)

    def ids(self) -> Ids:
        """Return all ids held, ascending."""
        held = [segment.ids[segment.live] for segment in self._state.segments]
        return np.sort(np.concatenate([*held, np.empty(0, dtype=np.int64)]))

    def upsert(self, ids: Ids, texts: list[str], *, change_seq: int | None = None) -> None:
        """Add texts or replace those of known ids; visible to the next search.

        Raises
        ------
        ValueError
            If ids and texts differ in number, an id is negative or stands twice.
        ChangeOrderError
            If `change_seq` is older than the index.
        """
        if len(ids) != len(texts):
            raise ValueError(f"{len(texts)} texts for {len(ids)} ids")
        check_new_ids(ids)
        with self._writing:
            self._check_order(change_seq)
            segments = [segment.without(ids) for segment in self._state.segments]
            for start in range(0, len(ids), _BUILD_AT_ONCE):
                part = slice(start, start + _BUILD_AT_ONCE)
                segments.append(LexicalSegment.build(ids[part], texts[part], self._state.idf))
            self._publish(_merged_by_size(segments), self._state.idf, change_seq)

    def remove(self, ids: Ids, *, change_seq: int | None = None) -> int:
        """Forget ids; unknown ones are ignored. Return how many were held."""
        with self._writing:
            self._check_order(change_seq)
            before = self.count
            left = tuple(segment.without(ids) for segment in self._state.segments)
            self._publish(left, self._state.idf, change_seq)
            return before - self.count

    def compact(self) -> None:
        """Merge all segments into one without dead texts; searches go on meanwhile."""
        with self._writing:
            if self._state.segments:
                self._publish((merge(self._state.segments),), self._state.idf, None)

    def refit_idf(self) -> str:
        """Fit the idf to the texts now held and return its new id. Scores change."""
        with self._writing:
            one = merge(self._state.segments) if self._state.segments else None
            if one is None:
                self._publish((), IdfTable.empty(), None)
            else:
                counts = one.document_counts().astype(np.int32)
                idf = IdfTable(one.keys, counts, len(one.ids))
                self._publish((one.with_idf(idf),), idf, None)
            return self._state.idf.idf_id

    def search(self, text: str, k: int, *, allowed: Allowed | None = None) -> tuple[Ids, Scores]:
        """Return at most `k` allowed ids with a score above 0, best first, ties by id."""
        state = self._state
        ids: list[Ids] = []
        scores: list[Scores] = []
        for segment, scored in zip(state.segments, self._scored(state, text), strict=True):
            open_rows = segment.live & (scored > 0)
            if allowed is not None:
                open_rows &= allowed_rows(allowed, segment.ids)
            rows = _best_rows(scored, np.flatnonzero(open_rows), k)
            ids.append(segment.ids[rows])
            scores.append(scored[rows])
        if not ids or k < 1:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        return best_first(np.concatenate(ids), np.concatenate(scores), k)

    def containing(self, word: str) -> Ids:
        """Return the ids of texts with every pair of characters of a word, ascending."""
        keys = pair_keys(word)
        held = [one.ids[one.containing(keys)] for one in self._state.segments]
        return np.sort(np.concatenate([*held, np.empty(0, dtype=np.int64)]))

    def scores_for(self, text: str, ids: Ids) -> Scores:
        """Return cosines in the order of `ids`; NaN where an id is unknown."""
        state = self._state
        scores = np.full(len(ids), np.nan, dtype=np.float32)
        for segment, scored in zip(state.segments, self._scored(state, text), strict=True):
            rows = segment.rows_of(ids)
            scores[rows >= 0] = scored[rows[rows >= 0]]
        return scores

    def save(self, folder: Path, *, built_at: str) -> None:
        """Write one merged segment, the idf and the manifest; a crash leaves the older ones."""
        self.compact()
        with self._writing:
            segment = merge(self._state.segments) if self._state.segments else _no_texts()
            arrays = {name: getattr(segment, name) for name in _ARRAYS}
            arrays["idf_keys"] = self._state.idf.keys
            arrays["idf_document_counts"] = self._state.idf.document_counts
            manifest = {
                "kind": _KIND,
                "idf_id": self.idf_id,
                "idf_document_count": self._state.idf.document_count,
                "count": len(segment.ids),
                "change_seq": self._change_seq,
                "built_at": built_at,
            }
            writers = {f"{name}.npy": _array_writer(array) for name, array in arrays.items()}
            write_index(folder, manifest, writers)

    @classmethod
    def load(cls, folder: Path) -> "TfidfIndex":
        """Read an index; its postings stay in the page cache, shared between processes.

        Raises
        ------
        StaleIndexError
            If there is none, it is damaged or of another kind: rebuild it from the database.
        """
        manifest, files = read_manifest(folder)
        if manifest.get("kind") != _KIND:
            raise StaleIndexError(f"the index in {folder} is of kind {manifest.get('kind')}")
        arrays = {name: np.load(path, mmap_mode="r") for name, path in files.items()}
        idf = IdfTable(
            np.array(arrays["idf_keys.npy"]),
            np.array(arrays["idf_document_counts.npy"]),
            int(manifest["idf_document_count"]),
        )
        index = cls(change_seq=int(manifest["change_seq"]))
        live = np.ones(len(arrays["ids.npy"]), dtype=np.bool_)
        parts = {name: arrays[f"{name}.npy"] for name in _ARRAYS}
        index._state = _State((LexicalSegment(live=live, **parts),), idf, 0)
        return index

    def _check_order(self, change_seq: int | None) -> None:
        if change_seq is not None and change_seq < self._change_seq:
            raise ChangeOrderError(f"change {change_seq} after change {self._change_seq}")

    def _publish(
        self, segments: Sequence[LexicalSegment], idf: IdfTable, change_seq: int | None
    ) -> None:
        self._state = _State(tuple(segments), idf, self._state.generation + 1)
        if change_seq is not None:
            self._change_seq = change_seq
        with self._remembering:
            self._remembered.clear()

    def _scored(self, state: _State, text: str) -> list[Scores]:
        """Return the scores of all rows by segment; the last few queries are remembered.

        A match asks twice (search, then the other leg's finds), sliders ask again and again.
        """
        key = (state.generation, text)
        with self._remembering:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                return self._remembered[key]
        keys, coefficients = _query(text, state.idf)
        scored = [
            segment.score(keys, coefficients).astype(np.float32) for segment in state.segments
        ]
        with self._remembering:
            if state is self._state:
                self._remembered[key] = scored
                while len(self._remembered) > _REMEMBERED_QUERIES:
                    self._remembered.popitem(last=False)
        return scored


def _query(text: str, table: IdfTable) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the grams of a query and their weight x idf over the query's norm."""
    grams = count_grams([text])
    idf = table.weights(grams.keys)
    weight = COUNT_WEIGHTS[grams.counts] * idf
    norm = float(np.sqrt(np.sum(weight * weight)))
    return grams.keys, weight * idf / norm if norm > 0 else weight


def _merged_by_size(segments: Sequence[LexicalSegment]) -> list[LexicalSegment]:
    """Merge the last segments while the one before is not much larger: few, at low cost."""
    kept: list[LexicalSegment] = []
    for segment in segments:
        kept.append(segment)
        while len(kept) > 1 and len(kept[-2].ids) < _SIZE_RATIO * len(kept[-1].ids):
            last = kept.pop()
            kept[-1] = merge([kept[-1], last])
    return kept


def _best_rows(scored: Scores, rows: npt.NDArray[np.int64], k: int) -> npt.NDArray[np.int64]:
    """Return the rows that may be among the `k` best, all those equal to the last included."""
    if k < 1 or len(rows) <= k:
        return rows
    values = scored[rows]
    last = np.partition(values, len(values) - k)[len(values) - k]
    best: npt.NDArray[np.int64] = rows[values >= last]
    return best


def _no_texts() -> LexicalSegment:
    return LexicalSegment.build(np.empty(0, dtype=np.int64), [], IdfTable.empty())


def _array_writer(array: npt.NDArray[Any]) -> Any:  # noqa: ANN401 - a closure over one array
    def write(path: Path) -> None:
        with path.open("wb") as file:
            np.save(file, array)

    return write
