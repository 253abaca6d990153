"""Where an application stands, and the rules that may refuse a move (decision 0160)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from data.vocabulary import ReviewState

UNDER_REVIEW_STATES: Final = (
    ReviewState.SUBMITTED,
    ReviewState.RECOMMENDED,
    ReviewState.FIRST_REVIEW,
    ReviewState.SECOND_REVIEW,
    ReviewState.PUBLIC_NOTICE,
)
"""The steps of the notice in order (§五(一)), from the owner's hand to the decision."""

RUNNING_STATES: Final = (*UNDER_REVIEW_STATES, ReviewState.RETURNED)
"""States in which a technology has an application that is not decided; one at a time."""

FINAL_STATES: Final = frozenset(
    {ReviewState.REJECTED, ReviewState.WITHDRAWN, ReviewState.SUPERSEDED}
)
"""States without an exit; the owner may apply anew."""

DECIDED_STATES: Final = FINAL_STATES | {ReviewState.PUBLISHED}
"""States in which nobody waits for a decision."""

NOTICE_MIN_DAYS: Final = 5
"""Fewest days of 公示, first and last included. Source: docs/decisions/0160-review-moves.md."""


class Need(StrEnum):
    """What a move must bring with it."""

    NOTE = "note"
    """A reason in words: the decision of a named person."""
    OPINION = "opinion"
    """The recommending unit's opinion (附件2 十三)."""
    COMPLETENESS = "completeness"
    """The officer's word that the form was found complete."""
    NOTICE_CLOSES_ON = "notice_closes_on"
    """The last day of the public notice."""
    WITHDRAWAL_REASON = "withdrawal_reason"
    """A reason from the list."""


class ReviewRule(StrEnum):
    """Why a move is refused."""

    FINAL_STATE = "application_ended"
    ALREADY_THERE = "application_already_there"
    WRONG_SIDE = "application_wrong_side"
    NOT_A_NEXT_STATE = "application_not_a_next_state"
    NOTE_REQUIRED = "application_note_required"
    OPINION_REQUIRED = "application_opinion_required"
    COMPLETENESS_REQUIRED = "application_completeness_required"
    NOTICE_DATE_REQUIRED = "application_notice_date_required"
    REASON_REQUIRED = "application_reason_required"
    NOTICE_TOO_SHORT = "application_notice_too_short"
    NOTICE_RUNNING = "application_notice_running"
    ROUND_OPEN = "application_round_open"
    COMMENTS_OPEN = "application_comments_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPosition:
    """Where an application stands, as the rules see it.

    Attributes
    ----------
    state : ReviewState
        The state in force.
    returned_from : ReviewState or None
        Where a returned application was; None unless it is returned.
    is_minor_update : bool
        Whether it updates a published entry in words alone: no figure, no code, no case differs.
    notice_closes_on : date or None
        Last day of the public notice; None before it was announced.
    has_open_round : bool
        Whether experts are still scoring it.
    has_open_comments : bool
        Whether comments on its public notice wait for an answer.
    """

    state: ReviewState
    returned_from: ReviewState | None = None
    is_minor_update: bool = False
    notice_closes_on: date | None = None
    has_open_round: bool = False
    has_open_comments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the status of a technology in the catalogue is derived from: one application.

    Attributes
    ----------
    state : ReviewState
        Its state.
    is_national : bool
        Whether its batch belongs to the national catalogue.
    published_on : date or None
        When it was published; None if it never was.
    order : int
        Applications of one technology ascend by it.
    """

    state: ReviewState
    is_national: bool = True
    published_on: date | None = None
    order: int = 0


class ReviewMoveError(ValueError):
    """An application cannot go from its state to the one asked for.

    Attributes
    ----------
    current : ReviewState
        The state in force.
    wanted : ReviewState
        The state asked for.
    code : ReviewRule
        The rule that refuses it.
    """

    def __init__(self, current: ReviewState, wanted: ReviewState, code: ReviewRule) -> None:
        super().__init__(f"an application that is {current} cannot become {wanted}: {code}")
        self.current = current
        self.wanted = wanted
        self.code = code
