"""A round as an officer may see it now: without scores until all are in."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from data.models import ReviewRound
from data.queries import review_rounds as reads
from data.queries.review_rounds import Assigned, RoundItem, RoundRow
from data.vocabulary import AssignmentStatus, ReviewState
from matcher.expert_review import (
    IndicatorSystem,
    Progress,
    Result,
    all_in,
    progress_of,
    read_system,
    result_of,
    shows_scores,
)
from matcher.services import review_access
from matcher.services.actor import Actor
from matcher.services.expert_review import systems


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round with everything an officer may see of it now.

    Attributes
    ----------
    progress : dict
        By application.
    shows_scores : bool
        Whether scores may be seen; while not, `results` is empty.
    results : dict
        By application.
    """

    row: RoundRow
    items: tuple[RoundItem, ...]
    assigned: tuple[Assigned, ...]
    system: IndicatorSystem
    progress: dict[int, Progress]
    shows_scores: bool
    is_complete: bool
    results: dict[int, Result]

    @property
    def round(self) -> ReviewRound:
        """The round itself."""
        return self.row.round


def view_of(session: Session, actor: Actor, round_id: int) -> RoundView:
    """Return a round as an officer may see it: without scores until all are in (blind review).

    Raises
    ------
    NotFoundError
        If the actor may not know of it.
    """
    row = review_access.readable_round(session, actor, round_id)
    items = tuple(reads.items(session, round_id))
    assigned = tuple(reads.assignments(session, round_id))
    stage = ReviewState(row.round.stage.value)
    progress = {
        item.application.id: progress_of(
            [
                one.assignment.status
                for one in assigned
                if one.assignment.application_id == item.application.id
            ],
            is_in_review=item.application.state is stage,
        )
        for item in items
    }
    wanted = row.round.experts_per_application
    system = _system(row)
    is_shown = shows_scores(row.round.status, list(progress.values()), wanted=wanted)
    return RoundView(
        row=row,
        items=items,
        assigned=assigned,
        system=system,
        progress=progress,
        shows_scores=is_shown,
        is_complete=all_in(list(progress.values()), wanted=wanted),
        results=results_of(system, items, assigned) if is_shown else {},
    )


def _system(row: RoundRow) -> IndicatorSystem:
    frozen = row.round.indicator_system
    return systems.system_of(row.batch) if frozen is None else read_system(frozen)


def results_of(
    system: IndicatorSystem, items: tuple[RoundItem, ...], assigned: tuple[Assigned, ...]
) -> dict[int, Result]:
    """Return the result of each application from the sheets that are in, by application."""
    return {
        item.application.id: result_of(
            system,
            [
                one.assignment.scores
                for one in assigned
                if one.assignment.application_id == item.application.id
                and one.assignment.status is AssignmentStatus.SUBMITTED
            ],
        )
        for item in items
    }
