"""The catalogue in memory: vectors, lexical index and columns of one process, kept in step.

The database is the truth. A process builds this once, from saved files where they fit, and then
follows the change sequence: `catch_up` at the start of every request costs one `max(id)`.
"""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import structlog
from sqlalchemy.orm import Session

from data.queries import catalogue, vector_gaps
from embeddings.errors import EncoderNotReadyError, StaleIndexError
from embeddings.faiss_index import FaissIndex
from embeddings.lexical_index import TfidfIndex
from embeddings.ports import Encoder, Vectors
from matcher.column_builder import build_columns, replace_rows
from matcher.columns import TechnologyColumns
from matcher.services.catalogue_rows import read_catalogue
from matcher.services.changes import ENCODER, LEXICAL, TECHNOLOGY
from matcher.services.errors import NotReadyError
from matcher.services.lexical_manifests import idf_in_force
from matcher.services.vectors import encode_all, read_vectors

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class CatalogueState:
    """What one request ranks on; columns are a value, both indexes change in place.

    Parameters
    ----------
    encoder
        Encodes needs into the space of `vectors`: another one may have been put into force since.
    """

    columns: TechnologyColumns
    vectors: FaissIndex
    lexical: TfidfIndex
    encoder: Encoder
    change_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceInUse:
    """The vector space that a catalogue is held in.

    Parameters
    ----------
    encoder_id, dimension
        Of its encoder, known before that is loaded.
    is_interim
        Served only until another one is complete: technologies keep the vector they have, even
        of an older wording.
    stale_since
        But those that changed since this instant need one of their present text; None = none do.
    """

    space_id: str
    encoder_id: str
    dimension: int
    is_interim: bool = False
    stale_since: datetime | None = None


class CatalogueIndex:
    """All matchable technologies of the database, in this process.

    Parameters
    ----------
    space
        Which vectors are held.
    encoder
        Encodes what the database has no vector of; may still be loading.
    queries
        The same encoder for needs, with a cache of its own.
    on_switch
        Called when a change of the encoder in force is seen; returns at once.
    folder
        Where saved indexes lie; None never loads nor saves.
    threads
        Threads of one vector search.
    """

    def __init__(
        self,
        *,
        space: SpaceInUse,
        encoder: Encoder,
        queries: Encoder,
        on_switch: Callable[[], None],
        folder: Path | None = None,
        threads: int = 1,
    ) -> None:
        self._space = space
        self._encoder = encoder
        self._queries = queries
        self._on_switch = on_switch
        self._folder = folder
        self._threads = threads
        self._lock = threading.Lock()
        self._state: CatalogueState | None = None

    @property
    def encoder_id(self) -> str:
        """The encoder whose vectors are held."""
        return self._space.encoder_id

    @property
    def space_id(self) -> str:
        """The vector space that is held."""
        return self._space.space_id

    @property
    def is_built(self) -> bool:
        """Whether the catalogue was read once."""
        return self._state is not None

    def current(self, session: Session) -> CatalogueState:
        """Return the state that contains every change this session can see.

        Raises
        ------
        NotReadyError
            While the catalogue is first being read, or a changed text waits for the encoder.
        """
        state = self._state
        if state is None:
            raise NotReadyError("index")
        last = catalogue.latest_change(session)
        if last <= state.change_seq:
            return state
        with self._lock:
            return self._catch_up(session, last)

    def build(self, session: Session) -> CatalogueState:
        """Read the whole catalogue, from saved files where they fit the database."""
        return self._read(session, uses_files=True)

    def rebuild(self, session: Session) -> CatalogueState:
        """Read the whole catalogue from the database alone."""
        return self._read(session, uses_files=False)

    def _read(self, session: Session, *, uses_files: bool) -> CatalogueState:
        with self._lock:
            last = catalogue.latest_change(session)
            ids = catalogue.matchable_ids(session)
            profiles, texts = read_catalogue(session, ids)
            loaded = self._loaded(session, texts, last) if uses_files else None
            indexes = loaded or self._made(session, texts, last)
            self._state = CatalogueState(build_columns(profiles), *indexes, self._queries, last)
            log.info("catalogue_built", technology_count=len(ids), change_seq=last)
            return self._state

    def save(self, *, built_at: str) -> None:
        """Write both indexes to the folder, for the next process to load."""
        state = self._state
        if state is None or self._folder is None:
            return
        with self._lock:
            state.vectors.save(self._folder / "vectors", built_at=built_at)
            state.lexical.save(self._folder / "lexical", built_at=built_at)

    def _catch_up(self, session: Session, last: int) -> CatalogueState:
        state = self._state
        if state is None or last <= state.change_seq:  # another thread was faster
            return self._require()
        changes = catalogue.changes_since(session, state.change_seq)
        if any(kind == ENCODER for kind, _ in changes):
            self._on_switch()
        if any(kind == LEXICAL for kind, _ in changes):
            state = self._relearned(session, state)
        changed = sorted({record_id for kind, record_id in changes if kind == TECHNOLOGY})
        profiles, texts = read_catalogue(session, changed)
        gone = self._apply(
            session, state.vectors, state.lexical, texts=texts, changed=changed, last=last
        )
        columns = replace_rows(state.columns, profiles, removed_ids=gone)
        self._state = replace(state, columns=columns, change_seq=last)
        log.info("catalogue_caught_up", changed_count=len(changed), change_seq=last)
        return self._state

    def _relearned(self, session: Session, state: CatalogueState) -> CatalogueState:
        """Return the state with the lexical index under the idf now in force."""
        _, texts = read_catalogue(session, catalogue.matchable_ids(session))
        lexical = _lexical(session, texts, state.change_seq)
        return replace(state, lexical=lexical)

    def _require(self) -> CatalogueState:
        if self._state is None:
            raise NotReadyError("index")
        return self._state

    def _loaded(
        self, session: Session, texts: Mapping[int, str], last: int
    ) -> tuple[FaissIndex, TfidfIndex] | None:
        """Return saved indexes of this encoder and idf, brought up to date; None if unfit."""
        if self._folder is None:
            return None
        try:
            vectors = FaissIndex.load(
                self._folder / "vectors", encoder_id=self.space_id, threads=self._threads
            )
            lexical = TfidfIndex.load(self._folder / "lexical")
        except StaleIndexError:
            return None
        idf = idf_in_force(session)
        is_same_idf = idf is not None and idf.idf_id == lexical.idf_id
        if not is_same_idf or not vectors.change_seq == lexical.change_seq <= last:
            return None
        since = catalogue.changes_since(session, vectors.change_seq)
        changed = sorted({record_id for kind, record_id in since if kind == TECHNOLOGY})
        self._apply(
            session, vectors, lexical, texts=_of(texts, changed), changed=changed, last=last
        )
        ids = list(texts)
        # Another database, or a restored backup, may have the same sequence and other records.
        fits = np.array_equal(vectors.ids(), ids) and np.array_equal(lexical.ids(), ids)
        return (vectors, lexical) if fits else None

    def _apply(
        self,
        session: Session,
        vectors: FaissIndex,
        lexical: TfidfIndex,
        *,
        texts: Mapping[int, str],
        changed: Sequence[int],
        last: int,
    ) -> set[int]:
        """Take the changed records into both indexes; return the ids that are gone."""
        fresh = self._vectors_of(session, texts)
        gone = np.array([i for i in changed if i not in texts], dtype=np.int64)
        ids = np.fromiter(texts, np.int64, len(texts))
        vectors.remove(gone, change_seq=last)
        vectors.upsert(ids, fresh, encoder_id=self.space_id, change_seq=last)
        lexical.remove(gone, change_seq=last)
        lexical.upsert(ids, list(texts.values()), change_seq=last)
        return set(gone.tolist())

    def _made(
        self, session: Session, texts: Mapping[int, str], last: int
    ) -> tuple[FaissIndex, TfidfIndex]:
        """Return indexes built from the database; what it has no vector of is encoded."""
        vectors = FaissIndex(
            encoder_id=self.space_id,
            dimension=self._space.dimension,
            change_seq=last,
            threads=self._threads,
        )
        ids = np.fromiter(texts, np.int64, len(texts))
        fresh = self._vectors_of(session, texts, stale_ids=self._stale_ids(session, texts))
        vectors.upsert(ids, fresh, encoder_id=self.space_id)
        return vectors, _lexical(session, texts, last)

    def _stale_ids(self, session: Session, texts: Mapping[int, str]) -> Collection[int]:
        """Return the records that may keep the vector of an older wording."""
        if not self._space.is_interim:
            return ()
        at = self._space.stale_since
        if at is None:
            return set(texts)
        return set(texts) - set(vector_gaps.changed_ids_since(session, kind=TECHNOLOGY, at=at))

    def _vectors_of(
        self, session: Session, texts: Mapping[int, str], *, stale_ids: Collection[int] = ()
    ) -> Vectors:
        known = read_vectors(
            session,
            kind=TECHNOLOGY,
            space_id=self.space_id,
            texts=texts,
            stale_ids=stale_ids,
        )
        missing = [record_id for record_id in texts if record_id not in known]
        if missing:
            try:
                fresh = encode_all(self._encoder, [texts[record_id] for record_id in missing])
            except EncoderNotReadyError as error:
                raise NotReadyError("encoder") from error
            known.update(zip(missing, fresh, strict=True))
        rows = [known[record_id] for record_id in texts]
        return np.stack(rows) if rows else np.zeros((0, self._space.dimension), dtype=np.float32)


def _lexical(session: Session, texts: Mapping[int, str], last: int) -> TfidfIndex:
    """Return the lexical index under the idf in force, else under these texts' own."""
    ids, documents = np.fromiter(texts, np.int64, len(texts)), list(texts.values())
    idf = idf_in_force(session)
    if idf is None:
        return TfidfIndex.build(ids, documents, change_seq=last)
    lexical = TfidfIndex(idf=idf)
    lexical.upsert(ids, documents, change_seq=last)
    return lexical


def _of(texts: Mapping[int, str], ids: Sequence[int]) -> dict[int, str]:
    return {record_id: texts[record_id] for record_id in ids if record_id in texts}
