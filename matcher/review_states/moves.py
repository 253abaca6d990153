"""Which move of an application is legal, for whom, and what it must bring (decision 0160)."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from data.vocabulary import ReviewSide, ReviewState
from matcher.review_states.state import (
    FINAL_STATES,
    NOTICE_MIN_DAYS,
    UNDER_REVIEW_STATES,
    Need,
    ReviewMoveError,
    ReviewPosition,
    ReviewRule,
)

S, Side = ReviewState, ReviewSide

_BY_UNIT: Final = frozenset({Side.RECOMMENDING_UNIT})
_BY_BUREAU: Final = frozenset({Side.BUREAU})
_BY_OWNER: Final = frozenset({Side.OWNER})
_BY_SYSTEM: Final = frozenset({Side.SYSTEM})

_MOVES: Final[Mapping[ReviewState, Mapping[ReviewState, frozenset[ReviewSide]]]] = MappingProxyType(
    {
        S.DRAFT: {S.SUBMITTED: _BY_OWNER},
        S.SUBMITTED: {
            S.RECOMMENDED: _BY_UNIT,
            S.RETURNED: _BY_UNIT,
            S.REJECTED: _BY_UNIT,
            S.WITHDRAWN: _BY_OWNER,
        },
        S.RECOMMENDED: {
            S.FIRST_REVIEW: _BY_BUREAU,
            S.RETURNED: _BY_BUREAU,
            S.WITHDRAWN: _BY_OWNER,
        },
        S.FIRST_REVIEW: {
            S.SECOND_REVIEW: _BY_BUREAU,
            S.PUBLISHED: _BY_BUREAU,  # minor updates only
            S.RETURNED: _BY_BUREAU,
            S.REJECTED: _BY_BUREAU,
            S.WITHDRAWN: _BY_OWNER,
        },
        S.SECOND_REVIEW: {
            S.PUBLIC_NOTICE: _BY_BUREAU,
            S.RETURNED: _BY_BUREAU,
            S.REJECTED: _BY_BUREAU,
            S.WITHDRAWN: _BY_OWNER,
        },
        S.PUBLIC_NOTICE: {
            S.PUBLISHED: _BY_BUREAU,
            S.SECOND_REVIEW: _BY_BUREAU,
            S.REJECTED: _BY_BUREAU,
            S.WITHDRAWN: _BY_OWNER,
        },
        S.RETURNED: {
            S.SUBMITTED: _BY_OWNER,  # if the recommending unit returned it
            S.FIRST_REVIEW: _BY_OWNER,  # if the bureau returned it
            S.REJECTED: _BY_UNIT | _BY_BUREAU,  # whoever returned it, if nothing came
            S.WITHDRAWN: _BY_OWNER,
        },
        S.PUBLISHED: {
            S.WITHDRAWN: _BY_BUREAU | _BY_OWNER,
            S.SUPERSEDED: _BY_SYSTEM,
        },
    }
)

_NEEDS: Final = MappingProxyType(
    {
        S.RECOMMENDED: frozenset({Need.OPINION}),
        S.SECOND_REVIEW: frozenset({Need.COMPLETENESS}),
        S.PUBLIC_NOTICE: frozenset({Need.NOTE, Need.NOTICE_CLOSES_ON}),
        S.RETURNED: frozenset({Need.NOTE}),
        S.REJECTED: frozenset({Need.NOTE}),
    }
)
_NEEDS_FROM: Final = MappingProxyType(
    {
        (S.PUBLIC_NOTICE, S.SECOND_REVIEW): frozenset({Need.NOTE}),
        (S.FIRST_REVIEW, S.PUBLISHED): frozenset({Need.NOTE, Need.COMPLETENESS}),
        (S.PUBLISHED, S.WITHDRAWN): frozenset({Need.WITHDRAWAL_REASON}),
    }
)
"""What a move must bring by where it comes from, in place of what its end asks for."""

_STANDS_ON_SCORES: Final = frozenset({S.SECOND_REVIEW, S.PUBLIC_NOTICE})
"""What waits until the experts' scores are in (decision 0174)."""

RULE_OF_NEED: Final = MappingProxyType(
    {
        Need.NOTE: ReviewRule.NOTE_REQUIRED,
        Need.OPINION: ReviewRule.OPINION_REQUIRED,
        Need.COMPLETENESS: ReviewRule.COMPLETENESS_REQUIRED,
        Need.NOTICE_CLOSES_ON: ReviewRule.NOTICE_DATE_REQUIRED,
        Need.WITHDRAWAL_REASON: ReviewRule.REASON_REQUIRED,
    }
)
"""The rule that refuses a move which lacks what it needs."""


def legal_moves(position: ReviewPosition, side: ReviewSide) -> tuple[ReviewState, ...]:
    """List the states a side may move the application to, in the order of the vocabulary.

    A move listed here may still need a reason, an opinion or a date (`needs_of`), and publication
    still waits for the last day of the public notice.
    """
    return tuple(wanted for wanted in ReviewState if _refusal(position, wanted, side) is None)


def needs_of(position: ReviewPosition, wanted: ReviewState) -> frozenset[Need]:
    """Return what a move must bring with it.

    References
    ----------
    .. [1] docs/decisions/0160-review-moves.md.
    """
    by_both = _NEEDS_FROM.get((position.state, wanted))
    return _NEEDS.get(wanted, frozenset()) if by_both is None else by_both


def check_move(
    position: ReviewPosition,
    wanted: ReviewState,
    side: ReviewSide,
    *,
    today: date,
    brought: Collection[Need] = (),
    notice_closes_on: date | None = None,
) -> None:
    """Refuse a move that is not legal, or does not bring what it needs.

    Parameters
    ----------
    position : ReviewPosition
        Where the application stands.
    wanted : ReviewState
        Where it is to go.
    side : ReviewSide
        Who asks.
    today : date
        The day of the move, local time.
    brought : collection of Need
        What the move brings with it.
    notice_closes_on : date or None
        Last day of the public notice that the move announces.

    Raises
    ------
    ReviewMoveError
        If the move is not legal; `code` says why.

    References
    ----------
    .. [1] docs/decisions/0160-review-moves.md.
    """
    rule = _refusal(position, wanted, side) or _waiting(position, wanted, today)
    if rule is None:
        missing = needs_of(position, wanted) - frozenset(brought)
        rule = next((RULE_OF_NEED[need] for need in Need if need in missing), None)
    if rule is None and wanted is S.PUBLIC_NOTICE and notice_closes_on is not None:
        shortest = today + timedelta(days=NOTICE_MIN_DAYS - 1)
        rule = ReviewRule.NOTICE_TOO_SHORT if notice_closes_on < shortest else None
    if rule is not None:
        raise ReviewMoveError(position.state, wanted, rule)


def resubmitted_to(position: ReviewPosition) -> ReviewState:
    """Return where a corrected application goes: to the side that asked for the correction.

    Raises
    ------
    ReviewMoveError
        If the application is not returned.
    """
    if position.state is not S.RETURNED:
        raise ReviewMoveError(position.state, S.SUBMITTED, ReviewRule.NOT_A_NEXT_STATE)
    return S.SUBMITTED if _returned_by(position) is Side.RECOMMENDING_UNIT else S.FIRST_REVIEW


def _refusal(position: ReviewPosition, wanted: ReviewState, side: ReviewSide) -> ReviewRule | None:
    if wanted is position.state:
        return ReviewRule.ALREADY_THERE
    if position.state in FINAL_STATES:
        return ReviewRule.FINAL_STATE
    sides = _MOVES[position.state].get(wanted)
    if sides is None or not _fits(position, wanted):
        return ReviewRule.NOT_A_NEXT_STATE
    if side not in sides:
        return ReviewRule.WRONG_SIDE
    is_ending = position.state is S.RETURNED and wanted is S.REJECTED
    if is_ending and side is not _returned_by(position):
        return ReviewRule.WRONG_SIDE
    return None


def _fits(position: ReviewPosition, wanted: ReviewState) -> bool:
    if position.state is S.RETURNED and wanted in UNDER_REVIEW_STATES:
        return wanted is resubmitted_to(position)
    if position.state is S.FIRST_REVIEW and wanted is S.PUBLISHED:
        return position.is_minor_update
    return True


def _waiting(position: ReviewPosition, wanted: ReviewState, today: date) -> ReviewRule | None:
    if wanted in _STANDS_ON_SCORES and position.has_open_round:
        return ReviewRule.ROUND_OPEN
    if position.state is S.PUBLIC_NOTICE and wanted is S.PUBLISHED:
        closes_on = position.notice_closes_on
        if closes_on is None or today <= closes_on:
            return ReviewRule.NOTICE_RUNNING
        return ReviewRule.COMMENTS_OPEN if position.has_open_comments else None
    return None


def _returned_by(position: ReviewPosition) -> ReviewSide:
    by_unit = position.returned_from in {None, S.SUBMITTED}
    return Side.RECOMMENDING_UNIT if by_unit else Side.BUREAU
