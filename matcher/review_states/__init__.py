"""States of an application to the catalogue and the legal moves between them."""

from matcher.review_states.listing import catalogue_status_of, listing_of
from matcher.review_states.moves import (
    RULE_OF_NEED,
    check_move,
    legal_moves,
    needs_of,
    resubmitted_to,
)
from matcher.review_states.state import (
    DECIDED_STATES,
    FINAL_STATES,
    NOTICE_MIN_DAYS,
    RUNNING_STATES,
    UNDER_REVIEW_STATES,
    Listing,
    Need,
    ReviewMoveError,
    ReviewPosition,
    ReviewRule,
)

__all__ = [
    "DECIDED_STATES",
    "FINAL_STATES",
    "NOTICE_MIN_DAYS",
    "RULE_OF_NEED",
    "RUNNING_STATES",
    "UNDER_REVIEW_STATES",
    "Listing",
    "Need",
    "ReviewMoveError",
    "ReviewPosition",
    "ReviewRule",
    "catalogue_status_of",
    "check_move",
    "legal_moves",
    "listing_of",
    "needs_of",
    "resubmitted_to",
]
