"""Several applications moved the same way: which moves, how many, what they need (0164)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from data.models import Application
from data.queries import applications as reads
from data.queries.applications import ApplicationRow
from data.vocabulary import ReviewSide, ReviewState
from matcher import review_states
from matcher.review_states import Need, ReviewPosition, ReviewRule
from matcher.services import access
from matcher.services.actor import Actor
from matcher.services.applications.moves import (
    ReviewMove,
    brought,
    offered_moves,
    sides_of,
)
from matcher.services.errors import FieldProblem, InvalidError

S = ReviewState

MAX_AT_ONCE: Final = 50
"""Applications of one bulk move. Source: docs/decisions/0164-bulk-moves.md."""

COMES_FROM: Final[Mapping[ReviewState, ReviewState]] = MappingProxyType(
    {
        S.RECOMMENDED: S.SUBMITTED,
        S.FIRST_REVIEW: S.RECOMMENDED,
        S.SECOND_REVIEW: S.FIRST_REVIEW,
        S.PUBLIC_NOTICE: S.SECOND_REVIEW,
        S.PUBLISHED: S.PUBLIC_NOTICE,
    }
)
"""Moves that may be made for several at once, each from one state: the way forward alone."""


@dataclass(frozen=True, slots=True)
class Pick:
    """An application as the person saw it in a list."""

    application_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application that was picked, and whether the move is open to it now."""

    row: ApplicationRow
    pick: Pick
    is_open: bool
    """Whether it stands where the move begins, unchanged, and the actor may make the move."""


def moves_for(
    session: Session, actor: Actor, applications: Sequence[Application]
) -> list[ReviewState]:
    """Return the bulk moves that the actor's side makes of some of these applications."""
    movable = {(one.state, side) for one in applications for side in sides_of(session, actor, one)}
    return [to for to, before in COMES_FROM.items() if (before, side_of(to)) in movable]


def side_of(to: ReviewState) -> ReviewSide:
    """Return whose a bulk move is: the unit recommends, the bureau does the rest."""
    return ReviewSide.RECOMMENDING_UNIT if to is S.RECOMMENDED else ReviewSide.BUREAU


def checked_picks(picks: Sequence[Pick]) -> list[Pick]:
    """Return the picks, each application once, in the order given.

    Raises
    ------
    InvalidError
        If there is none, or there are more than 50.
    """
    once = list({one.application_id: one for one in picks}.values())
    if not once:
        raise InvalidError([FieldProblem(field="pick", rule="choose_one")])
    if len(once) > MAX_AT_ONCE:
        values = {"max": MAX_AT_ONCE}
        raise InvalidError([FieldProblem(field="pick", rule="too_many_items", values=values)])
    return once


def candidates(
    session: Session, *, actor: Actor, picks: Sequence[Pick], to: ReviewState
) -> list[Candidate]:
    """Return what was picked and may be read; what the actor may not know of is left out."""
    readable = access.applications_readable_by(actor)
    found = []
    for pick in picks:
        row = reads.row_of(session, pick.application_id, readable=readable)
        if row is None:
            continue
        application = row.application
        is_open = (
            application.version == pick.version
            and application.state is COMES_FROM[to]
            and to in offered_moves(session, actor, application)
        )
        found.append(Candidate(row, pick, is_open))
    return found


def missing_of(move: ReviewMove) -> list[ReviewRule]:
    """Return what a bulk move must bring and does not; nothing moves before it is there."""
    missing = needs_of(move.to) - brought(move)
    return [review_states.RULE_OF_NEED[need] for need in Need if need in missing]


def needs_of(to: ReviewState) -> frozenset[Need]:
    """Return what a bulk move must bring with it, once for all."""
    return review_states.needs_of(ReviewPosition(state=COMES_FROM[to]), to)
