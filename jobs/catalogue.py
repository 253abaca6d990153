"""Jobs of the catalogue's indexes; the encoder is loaded only where something needs it."""

from typing import Any

from data.queries import catalogue
from data.session import reading, unit_of_work
from jobs.context import JobContext
from matcher.services import atlas_placing, lexical_manifests, missing_vectors


class EncoderUnavailableError(RuntimeError):
    """The encoder did not load; the run is tried again."""


def encode_missing(context: JobContext) -> dict[str, Any]:
    """Encode technologies that have no vector of the present encoder."""
    runtime = context.runtime
    encoder_id = runtime.known_encoder_id
    with reading(context.sessions) as session:
        texts = (
            dict.fromkeys(catalogue.matchable_ids(session), "")
            if encoder_id is None
            else missing_vectors.missing(session, encoder_id=encoder_id, now=context.clock())
        )
    if not texts:
        return {"encoded_count": 0}
    _load_encoder(context)
    count = missing_vectors.encode_missing(
        context.sessions, runtime.background, now=context.clock()
    )
    return {"encoded_count": count}


def place_atlas(context: JobContext) -> dict[str, Any]:
    """Place technologies and open needs in the atlas, where anything changed."""
    _load_encoder(context)
    placed = atlas_placing.place_records(
        context.sessions, context.runtime.background, now=context.clock()
    )
    return {"technology_count": placed.technology_count, "demand_count": placed.demand_count}


def _load_encoder(context: JobContext) -> None:
    context.runtime.background.start()
    if not context.runtime.background.wait():
        raise EncoderUnavailableError


def refresh_lexical_index(context: JobContext) -> dict[str, Any]:
    """Fit the idf of the lexical index anew if the catalogue has outgrown it."""
    with unit_of_work(context.sessions) as session:
        # An idf of nothing would hold until the next night: wait for the first technology.
        is_refit = bool(catalogue.matchable_ids(session)) and lexical_manifests.refit_if_outgrown(
            session, now=context.clock()
        )
    return {"is_refit": is_refit}


def save_index(context: JobContext) -> dict[str, Any]:
    """Write both indexes to files, so that the next process starts sooner."""
    built = context.runtime.build_catalogue()
    with reading(context.sessions) as session:
        state = built.current(session)
    built.save(built_at=context.clock().isoformat())
    return {"technology_count": len(state.vectors.ids()), "change_seq": state.change_seq}
