"""The frozen inverse document frequencies of a lexical index."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

_HASH_LENGTH = 12


@dataclass(frozen=True)
class IdfTable:
    """idf(t) = ln((1 + N) / (1 + df(t))) + 1, for N texts of which df(t) contain gram t.

    The +1 keeps grams that are everywhere, the 1s in the fraction stand for one more text that
    holds every gram. A gram that is not listed has df 0.

    Parameters
    ----------
    keys
        Grams in ascending order. Shape (t,).
    document_counts
        df of each. Shape (t,).
    document_count
        N; 0 makes every idf 1.

    References
    ----------
    Salton and Buckley (1988), Term-weighting approaches in automatic text retrieval.
    docs/decisions/0022-lexical-index.md.
    """

    keys: npt.NDArray[np.int64]
    document_counts: npt.NDArray[np.int32]
    document_count: int

    @classmethod
    def empty(cls) -> "IdfTable":
        """Return the table of no texts: every gram weighs the same."""
        return cls(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32), 0)

    @cached_property
    def idf_id(self) -> str:
        """Hash of the content: scores compare only under the same one."""
        digest = hashlib.sha256(str(self.document_count).encode())
        digest.update(np.ascontiguousarray(self.keys).tobytes())
        digest.update(np.ascontiguousarray(self.document_counts).tobytes())
        return f"idf@{digest.hexdigest()[:_HASH_LENGTH]}"

    def weights(self, keys: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the idf of each key, at least 1."""
        found = np.zeros(len(keys), dtype=np.float64)
        if len(self.keys):
            place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            found = np.where(self.keys[place] == keys, self.document_counts[place], 0).astype(float)
        idf: npt.NDArray[np.float64] = np.log((1 + self.document_count) / (1 + found)) + 1
        return idf
