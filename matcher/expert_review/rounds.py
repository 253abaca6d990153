"""What a round of scoring allows: who may do what when, and when scores may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.vocabulary import AssignmentStatus, Declaration, RoundStatus

PENDING: Final = frozenset({AssignmentStatus.ASSIGNED, AssignmentStatus.ACCEPTED})
"""Assignments that still owe something."""

GONE: Final = frozenset(
    {AssignmentStatus.DECLINED, AssignmentStatus.RECUSED, AssignmentStatus.CANCELLED}
)
"""Assignments that count no more, and bar the expert from being asked again."""

DECLARED_AS: Final = {
    Declaration.NO_CONFLICT: AssignmentStatus.ACCEPTED,
    Declaration.RECUSAL: AssignmentStatus.RECUSED,
    Declaration.DECLINE: AssignmentStatus.DECLINED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one application of a round is.

    Attributes
    ----------
    submitted_count, pending_count : int
        Experts whose scores are in, and whose are awaited.
    is_in_review : bool
        Whether the application still stands in the stage of the round.
    """

    submitted_count: int
    pending_count: int
    is_in_review: bool = True


def progress_of(statuses: Sequence[AssignmentStatus], *, is_in_review: bool) -> Progress:
    """Return how far an application is, from the statuses of its assignments."""
    return Progress(
        submitted_count=sum(one is AssignmentStatus.SUBMITTED for one in statuses),
        pending_count=sum(one in PENDING for one in statuses),
        is_in_review=is_in_review,
    )


def all_in(progress: Sequence[Progress], *, wanted: int) -> bool:
    """Return whether every application still under review has all the scores it was to get."""
    return all(
        one.pending_count == 0 and one.submitted_count >= wanted
        for one in progress
        if one.is_in_review
    )


def shows_scores(status: RoundStatus, progress: Sequence[Progress], *, wanted: int) -> bool:
    """Return whether officers may see scores: closed, or open with all of them in (blind review).

    References
    ----------
    .. [1] docs/decisions/0174-blind-rounds.md.
    """
    if status is RoundStatus.CLOSED:
        return True
    return status is RoundStatus.OPEN and all_in(progress, wanted=wanted)
