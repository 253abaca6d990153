"""Stages of a lead and the legal moves between them."""

from matcher.lead_states.moves import (
    check_move,
    confirmed_by_silence,
    legal_moves,
    moved,
    opened_by,
    rejected,
    silence_confirms_at,
)
from matcher.lead_states.state import (
    CONFIRMED_BY_BOTH,
    FINAL_STAGES,
    PIPELINE,
    SILENCE_CONFIRMS_AFTER,
    LeadState,
    MoveEffect,
    MoveRule,
    ProposedMove,
    TransitionError,
)

__all__ = [
    "CONFIRMED_BY_BOTH",
    "FINAL_STAGES",
    "PIPELINE",
    "SILENCE_CONFIRMS_AFTER",
    "LeadState",
    "MoveEffect",
    "MoveRule",
    "ProposedMove",
    "TransitionError",
    "check_move",
    "confirmed_by_silence",
    "legal_moves",
    "moved",
    "opened_by",
    "rejected",
    "silence_confirms_at",
]
