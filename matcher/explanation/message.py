"""What a match says of itself: message ids with values; the web writes the sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.vocabulary.message_values import MessageValue


@dataclass(frozen=True, slots=True)
class Message:
    """A message id of `data.vocabulary.messages` with the values of its sentence."""

    code: str
    values: Mapping[str, MessageValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a technology suits a demand, what is unknown about it, what to beware of."""

    reasons: tuple[Message, ...]
    unknowns: tuple[Message, ...]
    warnings: tuple[Message, ...]
