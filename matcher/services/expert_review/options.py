"""Who could score an application: the experts of a pool with fit, load and what bars them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import ReviewRound
from data.queries import expert_pool
from data.queries import review_rounds as reads
from data.queries.expert_pool import ExpertFilter, ExpertRow
from data.queries.review_rounds import Assigned, RoundItem
from data.vocabulary import ConflictGround
from matcher.expert_review import GONE, Task, fit_of, is_available
from matcher.services import review_access
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError
from matcher.services.expert_review import grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An expert who could be asked to score an application, or may not be.

    Attributes
    ----------
    ground : ConflictGround or None
        Why not; None if nothing speaks against it.
    load, capacity : int
        Applications of the round held, and at most.
    """

    row: ExpertRow
    fit: float
    ground: ConflictGround | None
    load: int
    capacity: int
    is_available: bool

    @property
    def is_open(self) -> bool:
        """Whether the expert may be added."""
        return self.ground is None and self.load < self.capacity and self.is_available


@dataclass(frozen=True, slots=True)
class Desk:
    """What assigning in a round works on."""

    round: ReviewRound
    items: Sequence[RoundItem]
    assigned: Sequence[Assigned]
    experts: Sequence[ExpertRow]

    def load(self, expert_id: int) -> int:
        """Return how many applications of the round an expert holds."""
        return sum(
            one.assignment.expert_id == expert_id and one.assignment.status not in GONE
            for one in self.assigned
        )

    def held(self, application_id: int) -> list[Assigned]:
        """Return who was asked for an application."""
        return [one for one in self.assigned if one.assignment.application_id == application_id]

    def item(self, application_id: int) -> RoundItem:
        """Return an application of the round, or raise NotFoundError."""
        for one in self.items:
            if one.application.id == application_id:
                return one
        raise NotFoundError("application", application_id)


def options(
    session: Session, *, actor: Actor, round_id: int, application_id: int, now: datetime
) -> list[Option]:
    """Return every expert of the officer's pool for one application: open ones first, by fit."""
    found = review_access.readable_round(session, actor, round_id).round
    desk = desk_of(session, actor, found, now, with_unavailable=True)
    item = desk.item(application_id)
    known = grounds.grounds_of(session, desk.experts, [item])
    asked = {one.assignment.expert_id for one in desk.held(application_id)}
    made = [
        _option(desk, row, item, known.of(row.id, application_id), now)
        for row in desk.experts
        if row.id not in asked
    ]
    return sorted(made, key=lambda one: (not one.is_open, -one.fit, one.load, one.row.id))


def desk_of(
    session: Session,
    actor: Actor,
    found: ReviewRound,
    now: datetime,
    *,
    with_unavailable: bool = False,
) -> Desk:
    """Gather a round with the experts of the officer's pool who are available until it is due."""
    kept = review_access.experts_kept_by(actor)
    experts = expert_pool.experts(session, kept=kept, wanted=ExpertFilter())
    return Desk(
        found,
        reads.items(session, found.id),
        reads.assignments(session, found.id),
        [one for one in experts if with_unavailable or _is_available(one, found, now)],
    )


def task_of(item: RoundItem, *, needed: int, barred: frozenset[int]) -> Task:
    """Return an application as the proposal sees it."""
    return Task(
        application_id=item.application.id,
        fields=grounds.field_codes(item.technology.fields),
        technology_type=item.technology.technology_type,
        needed=needed,
        barred=barred,
    )


def _option(
    desk: Desk, row: ExpertRow, item: RoundItem, ground: ConflictGround | None, now: datetime
) -> Option:
    reviewer = grounds.reviewer_of(row, load=desk.load(row.id))
    return Option(
        row=row,
        fit=fit_of(reviewer, task_of(item, needed=1, barred=frozenset())),
        ground=ground,
        load=reviewer.load,
        capacity=reviewer.capacity,
        is_available=_is_available(row, desk.round, now),
    )


def _is_available(row: ExpertRow, found: ReviewRound, now: datetime) -> bool:
    profile = row.profile
    if profile is None:
        return True
    today = local_day(now)
    return profile.is_active and is_available(
        profile.available_from,
        profile.available_until,
        start=today,
        end=max(found.due_on, today),
    )
