"""What use cases need besides the database: built once by an entry point, passed to them."""

import hashlib
import hmac
import threading

import structlog

from data.geocoding import Geocoder, offline_geocoder
from data.session import Sessions, reading
from data.settings import Settings
from embeddings.background_encoder import BackgroundEncoder
from embeddings.cache import CachedEncoder
from embeddings.ports import Encoder
from matcher.services.atlas_snapshot import SnapshotCache
from matcher.services.catalogue_index import CatalogueIndex
from matcher.services.errors import NotReadyError
from matcher.services.search_snapshot import SearchCache
from matcher.services.serving_encoder import (
    AskedEncoder,
    OpenModel,
    Serving,
    chosen,
    open_sentence_encoder,
)

log = structlog.get_logger(__name__)

DEFAULT_FACTOR_SET = "notice-2024-0.5703"
"""The notice prescribes it for applications (附件2 十)."""


class Runtime:
    """The encoder and the catalogue of one process, and its settings and secret.

    Making one is instant. `start` loads both in the background; until then `catalogue.current`
    and `encoder.encode` say that they are not ready. The encoder that ENCODER names serves,
    unless the database says that another one is in force: then that one serves until every
    vector of the new one is there (docs/decisions/0111-encoder-switch.md).

    Parameters
    ----------
    source
        The encoder that was asked for, in tests; None opens what the settings name.
    open_model
        Makes an encoder from what a process was asked for, "" being the shipped one.
    """

    def __init__(
        self,
        settings: Settings,
        sessions: Sessions,
        *,
        source: Encoder | None = None,
        open_model: OpenModel = open_sentence_encoder,
    ) -> None:
        self.settings = settings
        self.sessions = sessions
        self.factor_set = DEFAULT_FACTOR_SET
        self._open_model = open_model
        self.wanted = AskedEncoder(
            settings.encoder or "", source or open_model(settings.encoder or "")
        )
        self._serving = Serving(self.wanted)
        self._is_chosen = False
        self.atlas = SnapshotCache()
        self.search = SearchCache()
        self._catalogue: CatalogueIndex | None = None
        self._geocoder: Geocoder | None = None
        self._loading: threading.Thread | None = None
        self._lock = threading.Lock()
        self._switching = threading.Lock()

    def start(self) -> None:
        """Begin loading encoder and catalogue; returns at once, harmless when repeated."""
        with self._lock:
            if self._is_chosen:
                self.background.start()
            if self._loading is None or not (self._loading.is_alive() or self.is_built):
                self._loading = threading.Thread(target=self._load, name="catalogue", daemon=True)
                self._loading.start()

    def wait_until_ready(self, timeout_seconds: float | None = None) -> bool:
        """Start and wait for both: for commands and jobs, never on a request."""
        self.start()
        if self._loading is not None:
            self._loading.join(timeout_seconds)
        self.background.wait(timeout_seconds)
        return self.background.ready and self.is_built

    @property
    def serving(self) -> Serving:
        """The encoder that serves and the space of its vectors; replaced as one."""
        return self._serving

    @property
    def background(self) -> BackgroundEncoder:
        """The encoder that serves, loading in the background."""
        return self._serving.background

    @property
    def encoder(self) -> CachedEncoder:
        """The same with a cache of recent needs."""
        return self._serving.encoder

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

    def choose_encoder(self) -> Serving:
        """Decide from the database, once, which encoder serves in this process."""
        if not self._is_chosen:
            with reading(self.sessions) as session:
                self._serving = chosen(session, self.wanted, self._open_model)
            self._is_chosen = True
        return self._serving

    def build_catalogue(self) -> CatalogueIndex:
        """Read the catalogue in this thread; the encoder is loaded only where it is needed."""
        self._catalogue = self._built(self.choose_encoder())
        return self._catalogue

    def follow_switch(self) -> None:
        """Serve what the database says is in force, if it is what this process was asked for.

        The new encoder is loaded and its catalogue read beside the old ones; then both are
        replaced. Runs for seconds: for jobs and background threads.
        """
        with self._switching:
            if not self._serving.is_interim or not self.is_built:
                return
            with reading(self.sessions) as session:
                next_one = chosen(session, self.wanted, self._open_model)
            if next_one.is_interim:
                return
            next_one.asked.wait()
            made = self._built(next_one)
            with self._lock:
                self._catalogue, self._serving = made, next_one
            log.info("encoder_switched", encoder_id=made.encoder_id)

    def _load(self) -> None:
        try:
            self.choose_encoder().background.start()
            self.build_catalogue()
            with reading(self.sessions) as session:
                self.search.current(session)
            self.follow_switch()  # put into force while the catalogue was being read
        except Exception:
            log.exception("catalogue_build_failed")

    def _built(self, serving: Serving) -> CatalogueIndex:
        if not serving.asked.knows_its_id:
            serving.asked.wait()  # a named model's id is known only once it is loaded
        made = CatalogueIndex(
            space=serving.space(),
            encoder=serving.background,
            queries=serving.encoder,
            on_switch=self._switch_seen,
            folder=self.settings.var / "index",
            threads=self.settings.index_threads,
        )
        try:
            self._read(made)
        except NotReadyError:
            serving.asked.wait()  # some text has no vector yet
            self._read(made)
        return made

    def _read(self, catalogue: CatalogueIndex) -> None:
        with reading(self.sessions) as session:
            catalogue.build(session)

    def _switch_seen(self) -> None:
        """Follow a switch in a thread: a request that saw it does not wait."""
        if self._serving.is_interim:
            threading.Thread(target=self._follow, name="encoder switch", daemon=True).start()

    def _follow(self) -> None:
        try:
            self.follow_switch()
        except Exception:
            log.exception("encoder_switch_failed")


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
