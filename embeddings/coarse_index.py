"""Candidates among many vectors: inverted lists of 8-bit codes, re-scored exactly by the caller.

Above about 200,000 vectors an exact scan takes longer than a page may; below it, inverted lists
lose recall (docs/decisions/0021-vector-index.md).
"""

from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from embeddings.faiss_runtime import faiss_module, row_selector
from embeddings.ports import Vector, Vectors

_TRAINING_VECTORS_PER_LIST = 64
_PROBED_SHARE = 0.08
_MIN_PROBED = 16


class CoarseIndex:
    """Rows of a flat index, by inverted list; knows which rows changed since it was built."""

    def __init__(self, index: Any, row_count: int) -> None:  # noqa: ANN401 - untyped library
        self._index = index
        self.row_count = row_count
        self._changed: set[int] = set()
        index.nprobe = max(_MIN_PROBED, int(index.nlist * _PROBED_SHARE))

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """Build from all rows of a flat index, free ones included (the caller masks them)."""
        faiss = faiss_module()
        count, dimension = vectors.shape
        list_count = max(1, min(int(4 * np.sqrt(count)), count // 39))
        index = faiss.index_factory(dimension, f"IVF{list_count},SQ8", faiss.METRIC_INNER_PRODUCT)
        step = max(1, count // (list_count * _TRAINING_VECTORS_PER_LIST))
        index.train(np.ascontiguousarray(vectors[::step]))
        index.add(vectors)
        return cls(index, count)

    @property
    def changed_count(self) -> int:
        """Number of rows that changed since the build and are not answered from the lists."""
        return len(self._changed)

    def mark_changed(self, rows: npt.NDArray[np.int64]) -> None:
        """Note that these rows hold other vectors than at the build, or are new."""
        self._changed.update(rows.tolist())

    def candidates(
        self, query: Vector, count: int, mask: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.int64]:
        """Return about `count` rows near `query` within `mask`, and every changed row in it."""
        faiss = faiss_module()
        changed = np.fromiter(self._changed, dtype=np.int64, count=len(self._changed))
        listed = mask[: self.row_count].copy()
        listed[changed[changed < self.row_count]] = False
        parameters = faiss.SearchParametersIVF(sel=row_selector(listed), nprobe=self._index.nprobe)
        _, rows = self._index.search(query[None, :], count, params=parameters)
        found = rows[0][rows[0] >= 0].astype(np.int64)
        return np.concatenate([found, changed[mask[changed]]])

    def write(self, path: Path) -> None:
        """Write the lists to a file; only sound while no row has changed."""
        if self._changed:
            raise ValueError("rows changed since the lists were built")
        faiss_module().write_index(self._index, str(path))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write` wrote."""
        index = faiss_module().read_index(str(path))
        return cls(index, int(index.ntotal))
