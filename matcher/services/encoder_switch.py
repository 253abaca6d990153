"""Filling the space of a new encoder in the background, and putting it into force when complete.

Work is kept batch by batch: a process killed at any instant loses one batch. Two processes
that do it at once do some work twice and no harm.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from data.queries import catalogue, vector_gaps
from data.queries import vector_spaces as reads
from data.session import Sessions, reading, unit_of_work
from embeddings.ports import Encoder
from matcher.services import vector_spaces
from matcher.services.catalogue_rows import read_catalogue
from matcher.services.changes import TECHNOLOGY
from matcher.services.serving_encoder import AskedEncoder, is_space_of
from matcher.services.vectors import encode_all, keep_vectors, read_vectors

BATCH_ROWS = 512
"""Texts encoded between two commits: a few seconds of a large model's work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchReport:
    """What one stretch of work did."""

    encoded_count: int
    missing_count: int
    is_in_force: bool


def is_switch_needed(session: Session, wanted: AskedEncoder) -> bool:
    """Tell whether the encoder that was asked for is not the one in force."""
    found = reads.in_force(session)
    return found is None or not is_space_of(found, wanted)


def work_on_switch(
    sessions: Sessions,
    wanted: AskedEncoder,
    *,
    clock: Callable[[], datetime],
    seconds: float,
) -> SwitchReport:
    """Encode texts that the wanted space lacks, for a while; put it into force when none is left.

    Parameters
    ----------
    wanted
        Loaded only if something is to be encoded.
    seconds
        After which no further batch is begun; what is left is found again at the next call.

    Raises
    ------
    EncoderLoadError
        If the encoder does not load; the one in force serves on.
    """
    encoder_id = wanted.known_id or _loaded(wanted).encoder_id
    with unit_of_work(sessions) as session:
        space_id = vector_spaces.ask_for(
            session, encoder_id=encoder_id, model=wanted.model, now=clock()
        ).space_id
    ends = time.monotonic() + seconds
    encoded_count = 0
    while texts := _next_texts(sessions, space_id):
        if time.monotonic() >= ends:
            break
        _encode(sessions, _loaded(wanted), space_id, texts)
        encoded_count += len(texts)
    with unit_of_work(sessions) as session:
        missing_count = vector_gaps.count_without_vector(
            session, kind=TECHNOLOGY, space_id=space_id
        )
        space = reads.by_space_id(session, space_id)
        is_in_force = not texts and missing_count == 0 and space is not None
        if is_in_force and space is not None and is_switch_needed(session, wanted):
            vector_spaces.put_in_force(session, space, now=clock())
    return SwitchReport(
        encoded_count=encoded_count, missing_count=missing_count, is_in_force=is_in_force
    )


def _loaded(wanted: AskedEncoder) -> Encoder:
    """Return the encoder, loaded."""
    wanted.wait()
    if wanted.background.error is not None:
        raise wanted.background.error
    return wanted.background


def _next_texts(sessions: Sessions, space_id: str) -> dict[int, str]:
    """Return texts without a vector in the space; once there are none, texts that changed."""
    with reading(sessions) as session:
        ids = vector_gaps.ids_without_vector(
            session, kind=TECHNOLOGY, space_id=space_id, limit=BATCH_ROWS
        )
        if ids:
            return read_catalogue(session, ids)[1]
        _, texts = read_catalogue(session, catalogue.matchable_ids(session))
        known = read_vectors(session, kind=TECHNOLOGY, space_id=space_id, texts=texts)
    stale = [record_id for record_id in texts if record_id not in known][:BATCH_ROWS]
    return {record_id: texts[record_id] for record_id in stale}


def _encode(sessions: Sessions, encoder: Encoder, space_id: str, texts: dict[int, str]) -> None:
    vectors = encode_all(encoder, list(texts.values()))
    with unit_of_work(sessions) as session:
        keep_vectors(session, space_id=space_id, kind=TECHNOLOGY, texts=texts, vectors=vectors)
