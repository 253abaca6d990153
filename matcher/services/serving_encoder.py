"""Which encoder serves in a process: the one asked for, or the one in force until that is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import structlog
from sqlalchemy.orm import Session

from data.models import VectorSpace
from data.queries import vector_spaces as reads
from embeddings.background_encoder import BackgroundEncoder
from embeddings.cache import CachedEncoder
from embeddings.errors import EncoderLoadError
from embeddings.ports import Encoder
from embeddings.sentence_encoder import SHIPPED_MODEL, SentenceEncoder
from matcher.services.catalogue_index import SpaceInUse
from matcher.services.vector_spaces import space_of

log = structlog.get_logger(__name__)

OpenModel: TypeAlias = Callable[[str], Encoder]


def open_sentence_encoder(model: str) -> Encoder:
    """Return the encoder that ENCODER names, "" being the shipped one; loads nothing."""
    return SentenceEncoder(model or SHIPPED_MODEL)


class AskedEncoder:
    """An encoder and the words it was asked for by; loads in the background.

    Parameters
    ----------
    model
        What ENCODER says, "" for the shipped one.
    """

    def __init__(self, model: str, source: Encoder) -> None:
        self.model = model
        self.source = source
        self.background = BackgroundEncoder(lambda: source)
        self.encoder = CachedEncoder(self.background)

    @cached_property
    def knows_its_id(self) -> bool:
        """Whether id and dimension are known without loading: not of a model by name."""
        by_name = isinstance(self.source, SentenceEncoder) and self.model != ""
        return not by_name or Path(self.model).is_dir()

    @property
    def known_id(self) -> str | None:
        """The encoder's id where it is known without loading, else None."""
        return self.source.encoder_id if self.knows_its_id else None

    def wait(self) -> bool:
        """Load it, in the background, and wait. Return whether it is ready."""
        self.background.start()
        return self.background.wait()


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """The encoder that serves, and where its vectors lie.

    Parameters
    ----------
    interim_space_id
        None for the encoder that was asked for; else the space that is served until that one's
        is complete.
    stale_since
        Since when changed technologies need a vector of their present text in an interim space.
    """

    asked: AskedEncoder
    interim_space_id: str | None = None
    stale_since: datetime | None = None

    @property
    def is_interim(self) -> bool:
        """Whether another encoder, or another version of the texts, was asked for."""
        return self.interim_space_id is not None

    @property
    def background(self) -> BackgroundEncoder:
        """The encoder, loading in the background."""
        return self.asked.background

    @property
    def encoder(self) -> CachedEncoder:
        """The encoder with a cache."""
        return self.asked.encoder

    @property
    def space_id(self) -> str:
        """The space of its vectors; loads a model by name."""
        return self.interim_space_id or space_of(self.asked.source.encoder_id)

    def space(self) -> SpaceInUse:
        """Return the space as a catalogue holds it."""
        return SpaceInUse(
            space_id=self.space_id,
            encoder_id=self.asked.source.encoder_id,
            dimension=self.asked.source.dimension,
            is_interim=self.is_interim,
            stale_since=self.stale_since,
        )


def chosen(session: Session, wanted: AskedEncoder, open_model: OpenModel) -> Serving:
    """Return what serves: the encoder asked for if its space is in force, or nothing else can.

    The one in force serves on while the other's vectors are missing, if its files are still where
    they were.
    """
    found = reads.in_force(session)
    if found is None or is_space_of(found, wanted):
        return Serving(wanted)
    unfinished = reads.unfinished(session)
    since = None if unfinished is None else unfinished.asked_at
    if wanted.known_id == found.encoder_id:  # only the texts are composed anew
        return Serving(wanted, found.space_id, since)
    try:
        source = open_model(found.model)
        is_same = source.encoder_id == found.encoder_id
    except (EncoderLoadError, OSError, ValueError) as error:
        log.warning("encoder_in_force_is_gone", model=found.model, error=str(error))
        return Serving(wanted)
    if not is_same:
        log.warning("encoder_in_force_is_gone", model=found.model, encoder_id=found.encoder_id)
        return Serving(wanted)
    return Serving(AskedEncoder(found.model, source), found.space_id, since)


def is_space_of(space: VectorSpace, asked: AskedEncoder) -> bool:
    """Tell whether a space holds the vectors of an encoder under the present texts.

    A model by name, which is not loaded, is taken at its name.
    """
    if asked.known_id is None:
        return space.model == asked.model and space.space_id == space_of(space.encoder_id)
    return space.space_id == space_of(asked.known_id)
