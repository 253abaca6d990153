"""Which sentences of a long need say what is needed, and which are only letter around it."""

import re
from dataclasses import replace

from embeddings.ports import Encoder
from matcher.inference.topics import OUT_OF_FIELD, TopicModel
from matcher.services.demand_profiles import UnderstoodRequest

FOCUSED_FROM_CHARACTERS = 60
"""Shorter needs are taken whole."""

MOST_SENTENCES = 40
LEAST_IN_FIELD = 0.5
"""Source of all three: docs/decisions/0125-long-needs.md."""

_SENTENCE = re.compile(r"[^。！？!?;；\n]+(?:[。！？!?;；\n]|$)")


def focused(
    understood: UnderstoodRequest, encoder: Encoder, model: TopicModel | None
) -> UnderstoodRequest:
    """Return a request whose compared text leaves out sentences that are of no field.

    Addresses, thanks and the history of a firm would drown the one sentence that names the
    problem. Quantities and subjects were read from the whole text before. Nothing is left out
    where no sentence stands out, or no model knows the encoder.
    """
    sentences = _SENTENCE.findall(understood.text)
    is_short = len(understood.text) < FOCUSED_FROM_CHARACTERS or len(sentences) < 2  # noqa: PLR2004 - one and another
    if is_short or model is None or model.encoder_id != encoder.encoder_id:
        return understood
    if OUT_OF_FIELD not in model.codes:
        return understood
    outside = model.codes.index(OUT_OF_FIELD)
    looked_at = sentences[:MOST_SENTENCES]
    kept = [
        sentence
        for sentence, vector in zip(looked_at, encoder.encode(looked_at), strict=True)
        if 1.0 - model.topic_probabilities(vector)[outside] >= LEAST_IN_FIELD
    ]
    text = "".join([*kept, *sentences[MOST_SENTENCES:]]).strip()
    return replace(understood, text=text) if kept else understood
