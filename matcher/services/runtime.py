"""What use cases need besides the database: built once by an entry point, passed to them."""

import hashlib
import hmac
import threading
from pathlib import Path

import structlog

from data.geocoding import Geocoder, offline_geocoder
from data.session import Sessions, reading
from data.settings import Settings
from embeddings.background_encoder import BackgroundEncoder
from embeddings.cache import CachedEncoder
from embeddings.ports import Encoder
from embeddings.sentence_encoder import SHIPPED_MODEL, SentenceEncoder
from matcher.services.atlas_snapshot import SnapshotCache
from matcher.services.catalogue_index import CatalogueIndex
from matcher.services.errors import NotReadyError

log = structlog.get_logger(__name__)

DEFAULT_FACTOR_SET = "notice-2024-0.5703"
"""The notice prescribes it for applications (附件2 十)."""


class Runtime:
    """The encoder and the catalogue of one process, and its settings and secret.

    Making one is instant. `start` loads both in the background; until then `catalogue.current`
    and `encoder.encode` say that they are not ready. Tests give another `source` of vectors.
    """

    def __init__(
        self, settings: Settings, sessions: Sessions, *, source: Encoder | None = None
    ) -> None:
        self.settings = settings
        self.sessions = sessions
        self.factor_set = DEFAULT_FACTOR_SET
        model = settings.encoder or SHIPPED_MODEL
        self._source = source or SentenceEncoder(model)
        self._knows_its_id = source is not None or Path(model).is_dir()
        self.background = BackgroundEncoder(lambda: self._source)
        self.encoder = CachedEncoder(self.background)
        self.atlas = SnapshotCache()
        self._catalogue: CatalogueIndex | None = None
        self._geocoder: Geocoder | None = None
        self._loading: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin loading encoder and catalogue; returns at once, harmless when repeated."""
        self.background.start()
        with self._lock:
            if self._loading is None or not (self._loading.is_alive() or self.is_built):
                self._loading = threading.Thread(target=self._load, name="catalogue", daemon=True)
                self._loading.start()

    def wait_until_ready(self, timeout_seconds: float | None = None) -> bool:
        """Start and wait for both: for commands and jobs, never on a request."""
        self.start()
        self.background.wait(timeout_seconds)
        if self._loading is not None:
            self._loading.join(timeout_seconds)
        return self.background.ready and self.is_built

    @property
    def is_built(self) -> bool:
        """Whether the catalogue was read."""
        return self._catalogue is not None and self._catalogue.is_built

    @property
    def catalogue(self) -> CatalogueIndex:
        """The catalogue in memory.

        Raises
        ------
        NotReadyError
            Until it has been read.
        """
        if self._catalogue is None or not self._catalogue.is_built:
            raise NotReadyError("index")
        return self._catalogue

    @property
    def geocoder(self) -> Geocoder:
        """What resolves addresses: offline first, online only where configured."""
        if self._geocoder is None:
            self._geocoder = configured_geocoder(self.settings)
        return self._geocoder

    def sign(self, purpose: str, *parts: object) -> str:
        """Return a 256-bit HMAC of the parts under this service's secret, as hex."""
        message = "\x1f".join([purpose, *map(str, parts)]).encode()
        key = self.settings.effective_secret_key.encode()
        return hmac.new(key, message, hashlib.sha256).hexdigest()

    @property
    def known_encoder_id(self) -> str | None:
        """The encoder's id where it is known without loading the encoder, else None."""
        return self._source.encoder_id if self._knows_its_id else None

    def build_catalogue(self) -> CatalogueIndex:
        """Read the catalogue in this thread; the encoder is loaded only where it is needed."""
        if not self._knows_its_id:
            self._wait_for_encoder()  # a named model's id is known only once it is loaded
        made = CatalogueIndex(
            encoder=self.background,
            encoder_id=self._source.encoder_id,
            dimension=self._source.dimension,
            folder=self.settings.var / "index",
            threads=self.settings.index_threads,
        )
        self._catalogue = made
        try:
            self._build(made)
        except NotReadyError:
            self._wait_for_encoder()  # some text has no vector yet
            self._build(made)
        return made

    def _load(self) -> None:
        try:
            self.build_catalogue()
        except Exception:
            log.exception("catalogue_build_failed")

    def _wait_for_encoder(self) -> None:
        self.background.start()
        self.background.wait()

    def _build(self, catalogue: CatalogueIndex) -> None:
        with reading(self.sessions) as session:
            catalogue.build(session)


def configured_geocoder(settings: Settings) -> Geocoder:
    """Return the offline geocoder, followed by every online one that has a key or an address."""
    keys = {
        "tianditu": settings.tianditu_key,
        "amap": settings.amap_key,
        "baidu": settings.baidu_map_key,
    }
    if not any(keys.values()) and not settings.nominatim_url:
        return offline_geocoder()
    from data.geocoding.online import GeocoderChain, online_geocoder

    online = [online_geocoder(name, api_key=key) for name, key in keys.items() if key]
    if settings.nominatim_url:
        online.append(online_geocoder("nominatim", address=settings.nominatim_url))
    return GeocoderChain(offline_geocoder(), *online)
