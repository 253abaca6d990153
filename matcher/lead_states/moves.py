"""Which move of a lead is legal, for whom, and what it does (decision 0033)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from data.vocabulary import Barrier, LeadSide, LeadStage
from matcher.lead_states.state import (
    CONFIRMED_BY_BOTH,
    FINAL_STAGES,
    PARTIES,
    PIPELINE,
    SILENCE_CONFIRMS_AFTER,
    LeadState,
    MoveEffect,
    MoveRule,
    ProposedMove,
    TransitionError,
)

_BEFORE_COMMISSIONED: Final = PIPELINE[: PIPELINE.index(LeadStage.COMMISSIONED)]
_AWAITS: Final = MappingProxyType(
    {LeadStage.PROPOSED: LeadSide.DEMAND, LeadStage.INTRODUCED: LeadSide.OWNER}
)
_LEFT_FROM: Final = MappingProxyType(
    {
        LeadStage.STALLED: frozenset(_BEFORE_COMMISSIONED[1:]),
        LeadStage.DECLINED: frozenset(
            {LeadStage.PROPOSED, LeadStage.STALLED, *_BEFORE_COMMISSIONED}
        ),
    }
)


def opened_by(side: LeadSide) -> LeadState:
    """Return the state of a lead opened by a side: introduced by demand, proposed by owner.

    Raises
    ------
    TransitionError
        If the side is neither of the two.
    """
    if side is LeadSide.DEMAND:
        return LeadState(LeadStage.INTRODUCED)
    if side is LeadSide.OWNER:
        return LeadState(LeadStage.PROPOSED)
    raise TransitionError(None, LeadStage.INTRODUCED, MoveRule.WRONG_SIDE)


def legal_moves(state: LeadState, side: LeadSide) -> Mapping[LeadStage, MoveEffect]:
    """List the stages a side may move the lead to, with what each move would do.

    Parameters
    ----------
    state : LeadState
        Where the lead stands.
    side : LeadSide
        Who asks. The system has no moves here: silence is `confirmed_by_silence`.

    Returns
    -------
    mapping of LeadStage to MoveEffect
        In the order of the vocabulary; declining and stalling still need a reason, verifying
        needs evidence.
    """
    moves: dict[LeadStage, MoveEffect] = {}
    for wanted in LeadStage:
        if _refusal(state, wanted, side) is None:
            moves[wanted] = _effect(state, wanted)
    return moves


def check_move(
    state: LeadState,
    wanted: LeadStage,
    side: LeadSide,
    *,
    reason: Barrier | None = None,
    has_evidence: bool = False,
) -> MoveEffect:
    """Return what a move would do, refusing it if it is not legal.

    Parameters
    ----------
    state : LeadState
        Where the lead stands.
    wanted : LeadStage
        Where it is to go.
    side : LeadSide
        Who asks.
    reason : Barrier or None
        Required for declined and stalled.
    has_evidence : bool
        Whether evidence is attached; required for verified.

    Returns
    -------
    MoveEffect
        What the move does.

    Raises
    ------
    TransitionError
        If the move is not legal; `code` says why.

    References
    ----------
    .. [1] docs/decisions/0033-lead-moves.md.
    """
    rule = _refusal(state, wanted, side)
    if rule is None and wanted in _LEFT_FROM and reason is None:
        rule = MoveRule.REASON_REQUIRED
    if rule is None and wanted is LeadStage.VERIFIED and not has_evidence:
        rule = MoveRule.EVIDENCE_REQUIRED
    if rule is not None:
        raise TransitionError(state.stage, wanted, rule)
    return _effect(state, wanted)


def moved(
    state: LeadState,
    wanted: LeadStage,
    side: LeadSide,
    *,
    now: datetime,
    reason: Barrier | None = None,
    has_evidence: bool = False,
) -> LeadState:
    """Return the state after a move; arguments and errors are those of `check_move`."""
    effect = check_move(state, wanted, side, reason=reason, has_evidence=has_evidence)
    if effect is MoveEffect.PROPOSES:
        return replace(state, proposed=ProposedMove(wanted, side, now))
    if wanted is LeadStage.STALLED:
        return LeadState(LeadStage.STALLED, stalled_from=state.stage)
    return LeadState(wanted)


def rejected(state: LeadState, side: LeadSide) -> LeadState:
    """Return the state after a side rejects, or takes back, the proposed stage.

    Raises
    ------
    TransitionError
        If nothing is proposed or the side is neither of the two.
    """
    if state.proposed is None:
        raise TransitionError(state.stage, state.stage, MoveRule.NOTHING_PROPOSED)
    if side not in PARTIES:
        raise TransitionError(state.stage, state.proposed.to, MoveRule.WRONG_SIDE)
    return replace(state, proposed=None)


def confirmed_by_silence(state: LeadState, now: datetime) -> LeadState | None:
    """Return the state once silence has confirmed the proposed stage, or None before that.

    The caller records the move as made by the system, so that it stays marked.
    """
    if state.proposed is None or now < silence_confirms_at(state.proposed):
        return None
    return LeadState(state.proposed.to)


def silence_confirms_at(proposed: ProposedMove) -> datetime:
    """Return the instant from which silence confirms a proposed stage."""
    return proposed.at + SILENCE_CONFIRMS_AFTER


def _refusal(state: LeadState, wanted: LeadStage, side: LeadSide) -> MoveRule | None:
    if state.stage in FINAL_STAGES:
        return MoveRule.FINAL_STAGE
    if wanted is state.stage:
        return MoveRule.ALREADY_THERE
    if side is LeadSide.BUREAU:
        return _bureau_refusal(state, wanted)
    if side not in PARTIES or wanted is LeadStage.VERIFIED:
        return MoveRule.WRONG_SIDE
    return _party_refusal(state, wanted, side)


def _party_refusal(state: LeadState, wanted: LeadStage, side: LeadSide) -> MoveRule | None:
    left_from = _LEFT_FROM.get(wanted)
    if left_from is not None:
        return None if state.stage in left_from else MoveRule.NOT_A_NEXT_STAGE
    if state.proposed is not None:
        return _refusal_while_proposed(state.proposed, wanted, side)
    return _forward_refusal(state, wanted, side)


def _bureau_refusal(state: LeadState, wanted: LeadStage) -> MoveRule | None:
    if wanted is not LeadStage.VERIFIED:
        return MoveRule.WRONG_SIDE
    return None if state.stage is LeadStage.COMMISSIONED else MoveRule.NOT_A_NEXT_STAGE


def _refusal_while_proposed(
    proposed: ProposedMove, wanted: LeadStage, side: LeadSide
) -> MoveRule | None:
    if wanted is not proposed.to:
        return MoveRule.WAITS_FOR_CONFIRMATION
    return MoveRule.ALREADY_PROPOSED if side is proposed.by else None


def _forward_refusal(state: LeadState, wanted: LeadStage, side: LeadSide) -> MoveRule | None:
    if state.stage is LeadStage.STALLED:
        return None if wanted is state.stalled_from else MoveRule.NOT_A_NEXT_STAGE
    if wanted in _AWAITS or _rank(wanted) <= _rank(state.stage):
        return MoveRule.NOT_A_NEXT_STAGE
    if _AWAITS.get(state.stage, side) is not side:
        return MoveRule.WAITS_FOR_OTHER_SIDE
    return None


def _effect(state: LeadState, wanted: LeadStage) -> MoveEffect:
    if state.proposed is not None and wanted is state.proposed.to:
        return MoveEffect.CONFIRMS
    if wanted in CONFIRMED_BY_BOTH and state.stage is not LeadStage.STALLED:
        return MoveEffect.PROPOSES
    return MoveEffect.MOVES


def _rank(stage: LeadStage) -> int:
    # Only PROPOSED and the pipeline are compared: an owner's proposal stands before all of it.
    return -1 if stage is LeadStage.PROPOSED else PIPELINE.index(stage)
