"""An encoder that loads in a background thread, so that a process can answer meanwhile."""

import threading
from collections.abc import Callable

from embeddings.errors import EncoderLoadError, EncoderNotReadyError
from embeddings.ports import Encoder, Vectors

RETRY_AFTER_SECONDS = 5
_PROBE = "余热回收 waste heat"


class BackgroundEncoder:
    """The `Encoder` port over another encoder that a thread loads and warms.

    Parameters
    ----------
    factory
        Makes the encoder; called in the thread. Its first `encode` is part of the loading.

    Notes
    -----
    Threads do not survive a fork: call `start` in the worker process, not before it is forked.
    """

    def __init__(self, factory: Callable[[], Encoder]) -> None:
        self._factory = factory
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self._encoder: Encoder | None = None
        self._error: EncoderLoadError | None = None

    def start(self) -> None:
        """Begin loading; nothing happens while it loads or once it is ready.

        After a failure it tries again.
        """
        with self._lock:
            if self._thread is not None and self._error is None:
                return
            self._error = None
            self._done.clear()
            self._thread = threading.Thread(target=self._load, name="encoder", daemon=True)
            self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether `encode` answers."""
        return self._encoder is not None

    @property
    def error(self) -> EncoderLoadError | None:
        """Why loading failed, None while it has not."""
        return self._error

    def wait(self, timeout_seconds: float | None = None) -> bool:
        """Wait until loading ends, well or badly. Return whether the encoder is ready."""
        self._done.wait(timeout_seconds)
        return self.ready

    @property
    def encoder_id(self) -> str:
        """The inner encoder's id; raises `EncoderNotReadyError` before it is ready."""
        return self._require().encoder_id

    @property
    def dimension(self) -> int:
        """The inner encoder's dimension; raises `EncoderNotReadyError` before it is ready."""
        return self._require().dimension

    def encode(self, texts: list[str]) -> Vectors:
        """Return the inner encoder's vectors.

        Raises
        ------
        EncoderNotReadyError
            While it loads (services answer 503 with Retry-After).
        EncoderLoadError
            If loading failed.
        """
        return self._require().encode(texts)

    def _require(self) -> Encoder:
        if self._encoder is not None:
            return self._encoder
        if self._error is not None:
            raise self._error
        raise EncoderNotReadyError(RETRY_AFTER_SECONDS)

    def _load(self) -> None:
        try:
            encoder = self._factory()
            encoder.encode([_PROBE])
            # Known from here on without reading files on a request's path.
            _ = encoder.encoder_id, encoder.dimension
            self._encoder = encoder
        except EncoderLoadError as error:
            self._error = error
        except Exception as error:  # whatever it was: reported, not lost
            self._error = EncoderLoadError(f"cannot load the encoder: {error}")
        finally:
            self._done.set()
