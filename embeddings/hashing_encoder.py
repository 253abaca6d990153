"""An encoder that needs no model: hashed words and Han bigrams. For tests and development."""

import hashlib

import numpy as np

from embeddings.expansion import expand
from embeddings.ports import Vectors

DEFAULT_DIMENSION = 256


class HashingEncoder:
    """A deterministic stand-in that loads nothing; texts that share words are similar.

    It knows no synonym and no second language: never rank for users with it.
    """

    def __init__(self, dimension: int = DEFAULT_DIMENSION) -> None:
        self._dimension = dimension

    @property
    def encoder_id(self) -> str:
        """Name, version and dimension."""
        return f"hashing@1-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: list[str]) -> Vectors:
        """Return unit vectors of hashed pieces, zero for texts without any. Shape (n, d)."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for piece in expand(text).lower().split():
                number = int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest())
                # Two signed places a piece: collisions cancel instead of adding up.
                sign = 1.0 if number & 1 else -1.0
                vectors[row, (number >> 1) % self._dimension] += sign
                vectors[row, (number >> 32) % self._dimension] -= sign
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.where(length > 0, length, 1.0)).astype(np.float32)
        return unit
