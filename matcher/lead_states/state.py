"""Where a lead stands, and the rules that may refuse a move (decision 0033)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from data.vocabulary import LeadSide, LeadStage

PIPELINE: Final = (
    LeadStage.INTRODUCED,
    LeadStage.ACCEPTED,
    LeadStage.IN_TALKS,
    LeadStage.SITE_SURVEY,
    LeadStage.CONTRACTED,
    LeadStage.UNDER_CONSTRUCTION,
    LeadStage.COMMISSIONED,
    LeadStage.VERIFIED,
)
"""The stages in order; a lead goes forward only."""

CONFIRMED_BY_BOTH: Final = frozenset(
    {LeadStage.CONTRACTED, LeadStage.UNDER_CONSTRUCTION, LeadStage.COMMISSIONED}
)
"""Stages that one side proposes and the other confirms."""

FINAL_STAGES: Final = frozenset({LeadStage.DECLINED, LeadStage.VERIFIED})
"""Stages without an exit; after a decline a new lead may be opened."""

SILENCE_CONFIRMS_AFTER: Final = timedelta(days=7)
"""After this long without an answer a proposed stage counts as confirmed, marked so."""

PARTIES: Final = frozenset({LeadSide.DEMAND, LeadSide.OWNER})
"""The two sides between whom a lead runs."""


class MoveEffect(StrEnum):
    """What a legal move does."""

    MOVES = "moves"
    """The lead is in the stage at once."""
    PROPOSES = "proposes"
    """The stage waits for the other side, or for its silence."""
    CONFIRMS = "confirms"
    """The other side had proposed this stage: the lead is in it now."""


class MoveRule(StrEnum):
    """Why a move is refused."""

    FINAL_STAGE = "final_stage"
    ALREADY_THERE = "already_there"
    ALREADY_PROPOSED = "already_proposed"
    WAITS_FOR_CONFIRMATION = "waits_for_confirmation"
    WAITS_FOR_OTHER_SIDE = "waits_for_other_side"
    WRONG_SIDE = "wrong_side"
    NOT_A_NEXT_STAGE = "not_a_next_stage"
    REASON_REQUIRED = "reason_required"
    EVIDENCE_REQUIRED = "evidence_required"
    NOTHING_PROPOSED = "nothing_proposed"


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """A stage that one side says is reached and the other has not yet confirmed."""

    to: LeadStage
    by: LeadSide
    at: datetime


@dataclass(frozen=True, slots=True)
class LeadState:
    """Where a lead stands.

    Attributes
    ----------
    stage : LeadStage
        The stage in force.
    stalled_from : LeadStage or None
        Where a stalled lead was and may return to; None unless it is stalled.
    proposed : ProposedMove or None
        A stage waiting for confirmation.
    """

    stage: LeadStage
    stalled_from: LeadStage | None = None
    proposed: ProposedMove | None = None


class TransitionError(ValueError):
    """A lead cannot go from its stage to the one asked for.

    Attributes
    ----------
    current : LeadStage or None
        The stage in force; None when the lead is to be opened.
    wanted : LeadStage
        The stage asked for.
    code : MoveRule
        The rule that refuses it.
    """

    def __init__(self, current: LeadStage | None, wanted: LeadStage, code: MoveRule) -> None:
        super().__init__(f"a lead that is {current} cannot become {wanted}: {code}")
        self.current = current
        self.wanted = wanted
        self.code = code
