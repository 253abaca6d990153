"""Unit vectors in the rows of a FAISS flat index, and which id stands in which row."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.faiss_runtime import faiss_module
from embeddings.ports import Ids, Scores, Vector, Vectors

_FREE = -1
_BULK = 1000


class VectorRows:
    """Rows of vectors: replaced in place, freed rows are used again. Not thread-safe by itself."""

    def __init__(self, flat: Any, ids: Ids) -> None:  # noqa: ANN401 - the library is untyped
        self.flat = flat
        self._ids = ids.copy()
        self._row_of = {int(known): row for row, known in enumerate(ids) if known != _FREE}
        self._free = np.flatnonzero(ids == _FREE).tolist()

    @classmethod
    def empty(cls, dimension: int) -> "VectorRows":
        """Return rows of this length with nothing in them."""
        return cls(faiss_module().IndexFlatIP(dimension), np.empty(0, dtype=np.int64))

    @classmethod
    def read(cls, flat_path: Path, ids_path: Path) -> "VectorRows":
        """Read what was written; the first later change will not copy the whole index."""
        rows = cls(faiss_module().read_index(str(flat_path)), np.load(ids_path))
        if rows.flat.ntotal != len(rows.ids_by_row):
            raise ValueError("as many rows as ids are needed")
        rows._make_room()
        return rows

    @property
    def ids_by_row(self) -> Ids:
        """The id in each row, -1 in free rows."""
        return self._ids

    @property
    def count(self) -> int:
        """Number of ids held."""
        return len(self._row_of)

    @property
    def has_free_rows(self) -> bool:
        """Whether some rows hold no id."""
        return bool(self._free)

    def vectors(self) -> Vectors:
        """Return a writable view of all rows; the next change ends its life."""
        total, dimension = self.flat.ntotal, self.flat.d
        if not total:
            return np.empty((0, dimension), dtype=np.float32)
        flat_view = faiss_module().rev_swig_ptr(self.flat.get_xb(), total * dimension)
        view: Vectors = flat_view.reshape(total, dimension)
        return view

    def rows_of(self, ids: Ids) -> npt.NDArray[np.int64]:
        """Return the row of each id, -1 where it is unknown."""
        get = self._row_of.get
        return np.fromiter((get(one, _FREE) for one in ids.tolist()), np.int64, len(ids))

    def put(self, ids: Ids, vectors: Vectors) -> npt.NDArray[np.int64]:
        """Place vectors at the rows of known ids, then in free rows, then at the end."""
        rows = self.rows_of(ids)
        new = np.flatnonzero(rows == _FREE)
        reused = new[: len(self._free)]
        rows[reused] = [self._free.pop() for _ in range(len(reused))]
        added = new[len(reused) :]
        rows[added] = np.arange(self.flat.ntotal, self.flat.ntotal + len(added))
        placed = np.flatnonzero(rows < self.flat.ntotal)
        self.vectors()[rows[placed]] = vectors[placed]
        if len(added):
            self.flat.add(np.ascontiguousarray(vectors[added]))
            if len(added) > _BULK:
                self._make_room()
            self._ids = np.concatenate([self._ids, np.empty(len(added), dtype=np.int64)])
        self._ids[rows] = ids
        self._row_of.update(zip(ids[new].tolist(), rows[new].tolist(), strict=True))
        return rows

    def free(self, ids: Ids) -> npt.NDArray[np.int64]:
        """Forget ids; return the rows that became free."""
        known = self.rows_of(np.unique(ids))
        rows: npt.NDArray[np.int64] = known[known != _FREE]
        for one in self._ids[rows].tolist():
            del self._row_of[one]
        self._ids[rows] = _FREE
        self._free.extend(rows.tolist())
        return rows

    def _make_room(self) -> None:
        """Add and remove one row: a bulk leaves no spare room, the next `add` moves everything.

        That would fall on a request (0.1 to 0.5 s at 100,000 rows).
        """
        self.flat.add(np.zeros((1, self.flat.d), dtype=np.float32))
        self.flat.remove_ids(np.array([self.flat.ntotal - 1], dtype=np.int64))

    def exact(self, query: Vector, rows: npt.NDArray[np.int64]) -> Scores:
        """Return the inner products of `query` with these rows.

        Always by this one sum, so that a pair's score does not depend on the path it was found
        by (flat, lists, batch) nor on what else was asked.
        """
        products: Scores = np.einsum("ij,j->i", self.vectors()[rows], query)
        return products
