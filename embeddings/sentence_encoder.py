"""The encoder of the service: any sentence-transformers model, by default the shipped one."""

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from embeddings import model_folder
from embeddings.errors import EncoderLoadError
from embeddings.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED_MODEL = Path(__file__).parent / "model"
_BATCH_SIZE = 256


class SentenceEncoder:
    """A sentence-transformers model behind the `Encoder` port.

    Constructing is instant; torch and sentence-transformers (7-9 s, 500 MB) are imported at the
    first `encode` or `load`. Loading is serialised, an error is kept and raised again.

    Parameters
    ----------
    model
        Our own model folder (int8 tables), any sentence-transformers folder, or the name of a
        model that the local cache or a reachable hub holds.
    threads
        Threads torch may use, None = leave as is. One in web processes: two threads make a
        single short text slower on busy cores (docs/decisions/0021-vector-index.md).
    """

    def __init__(self, model: str | Path = SHIPPED_MODEL, *, threads: int | None = 1) -> None:
        self._model_name = str(model)
        self._threads = threads
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._error: EncoderLoadError | None = None

    @cached_property
    def encoder_id(self) -> str:
        """Name and content hash; known without loading for folders, after loading for names."""
        folder = Path(self._model_name)
        if folder.is_dir():
            return f"{model_folder.name_of(folder)}@{model_folder.content_hash(folder)}"
        self.load()
        return f"{self._model_name}@{model_folder.cached_revision(self._model_name)}"

    @cached_property
    def dimension(self) -> int:
        """Length of a vector; known without loading for our own folders."""
        folder = Path(self._model_name)
        if model_folder.is_ours(folder):
            return model_folder.read_card(folder).dimension
        return int(self.load().get_embedding_dimension() or 0)

    def load(self) -> "SentenceTransformer":
        """Return the loaded model, loading it at the first call.

        Raises
        ------
        EncoderLoadError
            If the model cannot be loaded; the same error at every later call.
        """
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._model is None:
                try:
                    self._model = self._load()
                except Exception as error:
                    self._error = EncoderLoadError(f"cannot load {self._model_name}: {error}")
                    raise self._error from error
            return self._model

    def encode(self, texts: list[str]) -> Vectors:
        """Return unit vectors, zero for texts without known words. Shape (n, dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self.load().encode(
            texts,
            batch_size=_BATCH_SIZE,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _load(self) -> "SentenceTransformer":
        import torch
        from sentence_transformers import SentenceTransformer

        if self._threads is not None:
            torch.set_num_threads(self._threads)
        folder = Path(self._model_name)
        if model_folder.is_ours(folder):
            from embeddings.static_modules import build

            return build(folder)
        return SentenceTransformer(self._model_name, device="cpu")
