"""The vector index of one encoder: exact, filtered, changed in place, followed by sequence."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.coarse_index import CoarseIndex
from embeddings.errors import (
    ChangeOrderError,
    ForeignVectorsError,
    NonUnitVectorsError,
    StaleIndexError,
)
from embeddings.faiss_runtime import faiss_module, row_selector, use_threads
from embeddings.index_files import read_manifest, write_index
from embeddings.ports import Allowed, Ids, Scores, Vector, Vectors
from embeddings.read_write_lock import ReadWriteLock
from embeddings.selection import allowed_rows, best_first, check_new_ids
from embeddings.vector_rows import VectorRows

EXACT_UP_TO = 200_000
_KIND = "faiss-flat-1"
_LENGTH_TOLERANCE = 1e-3
# A few more than asked, so that equal scores at the cut are cut by id, not by row.
_SPARE = 16
_CANDIDATES_PER_RESULT = 4
_MAX_CHANGED_SHARE = 0.05


class FaissIndex:
    """`VectorIndex` over FAISS; the database is the truth, this is a cache of it.

    Up to `exact_up_to` vectors every search is an exact scan of the allowed rows. Above, once
    `build_lists` was called, candidates come from inverted lists and are re-scored exactly.

    Parameters
    ----------
    encoder_id, dimension
        Whose vectors these are.
    change_seq
        Last change of the database that is contained; 0 = none.
    threads
        FAISS threads of a search, None = all. One in web processes.
    exact_up_to
        Number of allowed vectors up to which searches are exact.
    """

    def __init__(
        self,
        *,
        encoder_id: str,
        dimension: int,
        change_seq: int = 0,
        threads: int | None = 1,
        exact_up_to: int = EXACT_UP_TO,
    ) -> None:
        self._encoder_id = encoder_id
        self._dimension = dimension
        self._change_seq = change_seq
        self._threads = threads
        self._exact_up_to = exact_up_to
        self._lock = ReadWriteLock()
        self._rows = VectorRows.empty(dimension)
        self._lists: CoarseIndex | None = None

    @property
    def encoder_id(self) -> str:
        """The encoder whose vectors these are."""
        return self._encoder_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def count(self) -> int:
        """Number of ids held."""
        return self._rows.count

    @property
    def change_seq(self) -> int:
        """Last change of the database that this index has taken in."""
        return self._change_seq

    def ids(self) -> Ids:
        """Return all ids held, ascending."""
        with self._lock.read():
            held = self._rows.ids_by_row
            return np.sort(held[held >= 0])

    def upsert(
        self, ids: Ids, vectors: Vectors, *, encoder_id: str, change_seq: int | None = None
    ) -> None:
        """Add vectors or replace those of known ids; visible to the next search.

        Parameters
        ----------
        ids
            Not negative, each once. Shape (n,).
        vectors
            Of unit length within 1e-3, or zero for texts without known words. Shape (n, d).
        encoder_id
            Who made the vectors.
        change_seq
            The change these came with; None = leave the sequence as it is.

        Raises
        ------
        ForeignVectorsError
            If another encoder made them or their length differs.
        NonUnitVectorsError
            If a vector is neither unit nor zero.
        ChangeOrderError
            If `change_seq` is older than the index.
        """
        vectors = self._checked(ids, vectors, encoder_id)
        with self._lock.write():
            self._advance(change_seq)
            rows = self._rows.put(ids, vectors)
            self._note(rows)

    def remove(self, ids: Ids, *, change_seq: int | None = None) -> int:
        """Forget ids; unknown ones are ignored. Return how many were held."""
        with self._lock.write():
            self._advance(change_seq)
            rows = self._rows.free(ids)
            self._note(rows)
            return len(rows)

    def search(
        self, query: Vector, k: int, *, allowed: Allowed | None = None
    ) -> tuple[Ids, Scores]:
        """Return at most `k` allowed ids and cosines, best first, equal ones by ascending id.

        A zero query (a text without known words) finds nothing.
        """
        return self.search_batch(query[None, :], k, allowed=allowed)[0]

    def search_batch(
        self, queries: Vectors, k: int, *, allowed: Allowed | None = None
    ) -> list[tuple[Ids, Scores]]:
        """Return the answer of `search` for each row of `queries`. Shape (n, d)."""
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        if queries.shape[1] != self._dimension:
            raise ForeignVectorsError(f"the query has {queries.shape[1]} numbers")
        with self._lock.read():
            mask = self._mask(allowed)
            total = self._rows.count if mask is None else int(np.count_nonzero(mask))
            if not total or k < 1:
                return [_nothing() for _ in queries]
            found = self._candidates(queries, min(k + _SPARE, total), mask, total)
            return [
                self._finish(query, rows, k) for query, rows in zip(queries, found, strict=True)
            ]

    def scores_for(self, query: Vector, ids: Ids) -> Scores:
        """Return exact cosines in the order of `ids`; NaN where an id is unknown."""
        with self._lock.read():
            rows = self._rows.rows_of(ids)
            scores = np.full(len(ids), np.nan, dtype=np.float32)
            known = rows >= 0
            scores[known] = self._rows.exact(query.astype(np.float32), rows[known])
            return scores

    def vectors_of(self, ids: Ids) -> Vectors:
        """Return the vectors in the order of `ids`; zeros where an id is unknown; (n, d)."""
        with self._lock.read():
            rows = self._rows.rows_of(ids)
            found = self._rows.vectors()[np.maximum(rows, 0)].astype(np.float32)
            found[rows < 0] = 0.0
            return found

    def build_lists(self) -> bool:
        """Build the inverted lists if there are too many vectors to scan. Return whether built.

        Takes minutes at a million: a job builds and saves, web processes load.
        """
        with self._lock.read():
            if self._rows.count <= self._exact_up_to:
                return False
            lists = CoarseIndex.build(self._rows.vectors())
            self._lists = lists
            return True

    def save(self, folder: Path, *, built_at: str) -> None:
        """Write vectors, ids, lists and manifest; a crash leaves the older ones readable."""
        with self._lock.read():
            faiss = faiss_module()
            rows = self._rows
            writers: dict[str, Any] = {
                "vectors.faiss": lambda path: faiss.write_index(rows.flat, str(path)),
                "ids.npy": lambda path: _save_array(path, rows.ids_by_row),
            }
            if self._lists is not None and not self._lists.changed_count:
                writers["lists.faiss"] = self._lists.write
            write_index(folder, self._manifest(built_at), writers)

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        encoder_id: str,
        threads: int | None = 1,
        exact_up_to: int = EXACT_UP_TO,
    ) -> "FaissIndex":
        """Read an index.

        Raises
        ------
        StaleIndexError
            If there is none, it is damaged, or another encoder's: rebuild it from the database.
        """
        manifest, files = read_manifest(folder)
        if manifest.get("kind") != _KIND or manifest.get("encoder_id") != encoder_id:
            owner = manifest.get("encoder_id")
            raise StaleIndexError(f"the index in {folder} is of {owner}, not {encoder_id}")
        index = cls(
            encoder_id=encoder_id,
            dimension=int(manifest["dimension"]),
            change_seq=int(manifest["change_seq"]),
            threads=threads,
            exact_up_to=exact_up_to,
        )
        index._rows = VectorRows.read(files["vectors.faiss"], files["ids.npy"])
        if "lists.faiss" in files:
            index._lists = CoarseIndex.read(files["lists.faiss"])
        return index

    def _manifest(self, built_at: str) -> dict[str, Any]:
        return {
            "kind": _KIND,
            "encoder_id": self._encoder_id,
            "dimension": self._dimension,
            "count": self._rows.count,
            "change_seq": self._change_seq,
            "built_at": built_at,
        }

    def _checked(self, ids: Ids, vectors: Vectors, encoder_id: str) -> Vectors:
        if encoder_id != self._encoder_id:
            raise ForeignVectorsError(f"vectors of {encoder_id} in an index of {self._encoder_id}")
        if vectors.shape != (len(ids), self._dimension):
            raise ForeignVectorsError(f"vectors of shape {vectors.shape} for {len(ids)} ids")
        check_new_ids(ids)
        length = np.linalg.norm(vectors, axis=1)
        if not np.all((np.abs(length - 1) <= _LENGTH_TOLERANCE) | (length == 0)):
            raise NonUnitVectorsError("vectors must have unit length or be zero")
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _advance(self, change_seq: int | None) -> None:
        if change_seq is None:
            return
        if change_seq < self._change_seq:
            raise ChangeOrderError(f"change {change_seq} after change {self._change_seq}")
        self._change_seq = change_seq

    def _note(self, rows: npt.NDArray[np.int64]) -> None:
        if self._lists is None:
            return
        self._lists.mark_changed(rows)
        if self._lists.changed_count > max(1000, _MAX_CHANGED_SHARE * self._rows.count):
            self._lists = None

    def _mask(self, allowed: Allowed | None) -> npt.NDArray[np.bool_] | None:
        ids = self._rows.ids_by_row
        if allowed is not None:
            return allowed_rows(allowed, ids)
        return ids >= 0 if self._rows.has_free_rows or self._lists is not None else None

    def _candidates(
        self, queries: Vectors, count: int, mask: npt.NDArray[np.bool_] | None, total: int
    ) -> list[npt.NDArray[np.int64]]:
        use_threads(self._threads)
        if self._lists is not None and mask is not None and total > self._exact_up_to:
            wanted = count * _CANDIDATES_PER_RESULT
            return [self._lists.candidates(query, wanted, mask) for query in queries]
        selector = None if mask is None else row_selector(mask)
        parameters = faiss_module().SearchParameters(sel=selector) if selector else None
        _, rows = self._rows.flat.search(queries, count, params=parameters)
        return [found[found >= 0] for found in rows]

    def _finish(self, query: Vector, rows: npt.NDArray[np.int64], k: int) -> tuple[Ids, Scores]:
        if not np.any(query):
            return _nothing()
        return best_first(self._rows.ids_by_row[rows], self._rows.exact(query, rows), k)


def _nothing() -> tuple[Ids, Scores]:
    return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)


def _save_array(path: Path, array: Ids) -> None:
    with path.open("wb") as file:
        np.save(file, array)
