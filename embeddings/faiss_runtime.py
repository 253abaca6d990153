"""FAISS, imported late and set up for a web process (docs/decisions/0021-vector-index.md)."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

# faiss-cpu 1.15.1 computes batches below 128000/d queries without BLAS, up to 20 times slower.
_BLAS_FROM_QUERIES = 800


@cache
def faiss_module() -> Any:  # noqa: ANN401 - the library is untyped
    """Return the faiss module, imported at the first call (0.3 s)."""
    import faiss

    faiss.cvar.distance_compute_blas_threshold = _BLAS_FROM_QUERIES
    return faiss


def use_threads(threads: int | None) -> None:
    """Let FAISS use so many threads when called from this thread; None = leave as is.

    OpenMP keeps the number by calling thread, so it is set again before each search.
    """
    if threads is not None:
        faiss_module().omp_set_num_threads(threads)


def row_selector(mask: npt.NDArray[np.bool_]) -> Any:  # noqa: ANN401 - the library is untyped
    """Return a FAISS selector of the rows where `mask` is true."""
    return faiss_module().IDSelectorBitmap(np.packbits(mask, bitorder="little"))
