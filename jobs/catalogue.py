"""Jobs of the catalogue's indexes; the encoder is loaded only where something needs it."""

from typing import Any

from data.queries import catalogue
from data.session import reading, unit_of_work
from jobs.context import JobContext
from matcher.services import atlas_placing, lexical_manifests, missing_vectors
from matcher.services.encoder_switch import is_switch_needed, work_on_switch

SWITCH_SECONDS = 45.0
"""How long one run encodes for another encoder: other jobs wait meanwhile."""


class EncoderUnavailableError(RuntimeError):
    """The encoder did not load; the run is tried again."""


def encode_missing(context: JobContext) -> dict[str, Any]:
    """Encode technologies that have no vector of the encoder that serves."""
    runtime = context.runtime
    serving = runtime.choose_encoder()
    with reading(context.sessions) as session:
        texts = (
            missing_vectors.missing(session, space_id=serving.space_id, now=context.clock())
            if serving.asked.knows_its_id
            else dict.fromkeys(catalogue.matchable_ids(session), "")
        )
    if not texts:
        return {"encoded_count": 0}
    if not serving.asked.wait():
        raise EncoderUnavailableError
    count = missing_vectors.encode_missing(
        context.sessions, serving.background, space_id=serving.space_id, now=context.clock()
    )
    return {"encoded_count": count}


def switch_encoder(context: JobContext) -> dict[str, Any]:
    """Work on the vectors of the encoder that ENCODER names, while another one serves."""
    wanted = context.runtime.wanted
    context.runtime.choose_encoder()
    with reading(context.sessions) as session:
        is_needed = bool(catalogue.matchable_ids(session)) and is_switch_needed(session, wanted)
    if not is_needed:
        return {"encoded_count": 0, "missing_count": 0}
    done = work_on_switch(context.sessions, wanted, clock=context.clock, seconds=SWITCH_SECONDS)
    context.runtime.follow_switch()
    return {"encoded_count": done.encoded_count, "missing_count": done.missing_count}


def place_atlas(context: JobContext) -> dict[str, Any]:
    """Place technologies and open needs in the atlas, where anything changed."""
    serving = context.runtime.choose_encoder()
    encoder_id = serving.asked.known_id
    if encoder_id is not None:
        with reading(context.sessions) as session:
            if not atlas_placing.is_placing_due(session, encoder_id=encoder_id):
                return {"technology_count": 0, "demand_count": 0}
    if not serving.asked.wait():
        raise EncoderUnavailableError
    placed = atlas_placing.place_records(context.sessions, serving.background, now=context.clock())
    return {"technology_count": placed.technology_count, "demand_count": placed.demand_count}


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
