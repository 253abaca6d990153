"""What the need form shows as inferred before anything is posted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from embeddings.errors import EncoderLoadError, EncoderNotReadyError
from matcher.inference.topics import shipped_topic_model
from matcher.services.demand_profiles import INFERRED, understand, with_type
from matcher.services.match_requests import MatchRequest
from matcher.services.places import SitePlace
from matcher.services.runtime import Runtime


def inferred_from(
    runtime: Runtime, *, title: str, text: str, today: date
) -> Mapping[str, dict[str, Any]]:
    """Return technology type, media and purposes that a text lets one infer, by their names.

    While the encoder is loading the type is left out: the form does not wait for it.
    """
    request = MatchRequest(text=text, title=title)
    found = understand(request, SitePlace.unknown(), language="zh", today=today)
    encoder = runtime.encoder
    try:
        vector = encoder.encode([found.text])[0]
        found = with_type(found, vector, shipped_topic_model(), encoder_id=encoder.encoder_id)
    except (EncoderNotReadyError, EncoderLoadError):
        pass
    return {name: found.read[name] for name in INFERRED if name in found.read}
