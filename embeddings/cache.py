"""A small cache of query vectors: sliders re-rank the same text many times."""

import hashlib
import threading
from collections import OrderedDict

import numpy as np

from embeddings.ports import Encoder, Vectors

DEFAULT_CAPACITY = 2048


class CachedEncoder:
    """The `Encoder` port over another one, keeping the vectors of recent texts.

    Keys are the encoder id and a hash of the text, so that no text is kept and no vector outlives
    its encoder. Returned arrays are the caller's own.
    """

    def __init__(self, encoder: Encoder, *, capacity: int = DEFAULT_CAPACITY) -> None:
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self._encoder = encoder
        self._capacity = capacity
        self._lock = threading.Lock()
        self._vectors: OrderedDict[tuple[str, bytes], Vectors] = OrderedDict()
        self.hits = 0
        self.misses = 0

    @property
    def encoder_id(self) -> str:
        """The inner encoder's id."""
        return self._encoder.encoder_id

    @property
    def dimension(self) -> int:
        """The inner encoder's dimension."""
        return self._encoder.dimension

    def encode(self, texts: list[str]) -> Vectors:
        """Return unit vectors, encoding only the texts that are not held."""
        encoder_id = self._encoder.encoder_id
        keys = [(encoder_id, _hash(text)) for text in texts]
        found = self._take(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if missing:
            fresh = self._encoder.encode(list(missing.values()))
            found |= dict(zip(missing, fresh.copy(), strict=True))
            self._keep({key: found[key] for key in missing})
        if not keys:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([found[key] for key in keys])

    def _take(self, keys: list[tuple[str, bytes]]) -> dict[tuple[str, bytes], Vectors]:
        with self._lock:
            found = {key: self._vectors[key] for key in keys if key in self._vectors}
            for key in found:
                self._vectors.move_to_end(key)
            self.hits += len(found)
            self.misses += len(set(keys)) - len(found)
            return found

    def _keep(self, vectors: dict[tuple[str, bytes], Vectors]) -> None:
        with self._lock:
            for key, vector in vectors.items():
                self._vectors[key] = vector
                self._vectors.move_to_end(key)
            while len(self._vectors) > self._capacity:
                self._vectors.popitem(last=False)


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
