"""What the rest of the system asks of an encoder and of the two indexes."""

from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
import numpy.typing as npt

Vector: TypeAlias = npt.NDArray[np.float32]
"""One vector. Shape (d,)."""
Vectors: TypeAlias = npt.NDArray[np.float32]
"""One vector a row. Shape (n, d)."""
Scores: TypeAlias = npt.NDArray[np.float32]
"""Similarities. Shape (n,)."""
Ids: TypeAlias = npt.NDArray[np.int64]
"""Record ids, as in the database. Shape (n,)."""
Allowed: TypeAlias = npt.NDArray[np.bool_] | npt.NDArray[np.uint8] | npt.NDArray[np.int64]
"""Which ids a search may return, by dtype.

bool: a mask indexed by id; uint8: the same mask packed little-endian, eight ids a byte;
int64: the ids themselves. Ids beyond the end of a mask are not allowed.
"""


@runtime_checkable
class Encoder(Protocol):
    """Text in, unit vectors out."""

    @property
    def encoder_id(self) -> str:
        """Name and content hash: two encoders share it only if they give the same vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row per text, in order. Shape (n, dimension), float32.

        Rows have unit length, except that a text without anything the encoder knows (empty,
        only emoji) gives the zero vector: it is similar to nothing, similarity 0.
        """
        ...


class VectorIndex(Protocol):
    """Nearest neighbours by inner product among the vectors of one encoder."""

    @property
    def encoder_id(self) -> str:
        """The encoder whose vectors these are."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def count(self) -> int:
        """Number of ids held."""
        ...

    @property
    def change_seq(self) -> int:
        """Last change of the database that this index has taken in."""
        ...

    def ids(self) -> Ids:
        """Return all ids held, ascending."""
        ...

    def upsert(
        self, ids: Ids, vectors: Vectors, *, encoder_id: str, change_seq: int | None = None
    ) -> None:
        """Add vectors or replace those of known ids."""
        ...

    def remove(self, ids: Ids, *, change_seq: int | None = None) -> int:
        """Forget ids; unknown ones are ignored. Return how many were held."""
        ...

    def search(
        self, query: Vector, k: int, *, allowed: Allowed | None = None
    ) -> tuple[Ids, Scores]:
        """Return at most `k` allowed ids, best first, equal scores by ascending id."""
        ...

    def search_batch(
        self, queries: Vectors, k: int, *, allowed: Allowed | None = None
    ) -> list[tuple[Ids, Scores]]:
        """Return the answer of `search` for each row of `queries`."""
        ...

    def scores_for(self, query: Vector, ids: Ids) -> Scores:
        """Return exact cosine similarities in the order of `ids`; NaN where an id is unknown."""
        ...

    def save(self, folder: Path, *, built_at: str) -> None:
        """Write the index and its manifest so that a crash leaves the older one readable."""
        ...


class LexicalIndex(Protocol):
    """Character n-gram TF-IDF cosine among texts, with an idf that is frozen in a manifest."""

    @property
    def idf_id(self) -> str:
        """Identity of the frozen idf table: scores compare only under the same one."""
        ...

    @property
    def count(self) -> int:
        """Number of ids held."""
        ...

    @property
    def change_seq(self) -> int:
        """Last change of the database that this index has taken in."""
        ...

    def ids(self) -> Ids:
        """Return all ids held, ascending."""
        ...

    def upsert(self, ids: Ids, texts: list[str], *, change_seq: int | None = None) -> None:
        """Add texts or replace those of known ids."""
        ...

    def remove(self, ids: Ids, *, change_seq: int | None = None) -> int:
        """Forget ids; unknown ones are ignored. Return how many were held."""
        ...

    def search(self, text: str, k: int, *, allowed: Allowed | None = None) -> tuple[Ids, Scores]:
        """Return at most `k` allowed ids with a score above 0, best first, ties by id."""
        ...

    def scores_for(self, text: str, ids: Ids) -> Scores:
        """Return cosine similarities in the order of `ids`; NaN where an id is unknown."""
        ...

    def save(self, folder: Path, *, built_at: str) -> None:
        """Write the index and its manifest so that a crash leaves the older one readable."""
        ...
