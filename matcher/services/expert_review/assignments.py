"""Use cases of assigning: experts proposed, added, taken off, confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from data.models import ReviewAssignment, ReviewRound
from data.queries import expert_pool
from data.queries import review_rounds as reads
from data.queries.expert_pool import ExpertFilter, ExpertRow
from data.queries.review_rounds import Assigned, RoundItem
from data.vocabulary import AssignmentStatus, ConflictGround, RoundStatus
from matcher.expert_review import GONE, Task, fit_of, is_available, propose
from matcher.services import batches, review_access
from matcher.services.actor import Actor
from matcher.services.errors import ConflictError, NotFoundError
from matcher.services.expert_review import grounds, rounds


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
class _Desk:
    """What assigning in a round works on."""

    round: ReviewRound
    items: Sequence[RoundItem]
    assigned: Sequence[Assigned]
    experts: Sequence[ExpertRow]

    def load(self, expert_id: int) -> int:
        return sum(
            one.assignment.expert_id == expert_id and one.assignment.status not in GONE
            for one in self.assigned
        )

    def held(self, application_id: int) -> list[Assigned]:
        return [one for one in self.assigned if one.assignment.application_id == application_id]

    def item(self, application_id: int) -> RoundItem:
        for one in self.items:
            if one.application.id == application_id:
                return one
        raise NotFoundError("application", application_id)


def propose_experts(
    session: Session, *, actor: Actor, round_id: int, version: int, now: datetime
) -> int:
    """Propose experts wherever an application of the round lacks some; return how many.

    Earlier proposals that were not confirmed make room for the new ones. Who scored an
    application in an earlier round of the stage is not proposed for it again.

    Raises
    ------
    ConflictError
        If scores may be seen already, or the round changed since `version` was read.
    """
    desk = _desk(session, actor, round_id, version, now)
    for one in desk.assigned:
        if one.assignment.status is AssignmentStatus.PROPOSED:
            session.delete(one.assignment)
    session.flush()
    desk = _reload(session, actor, desk.round, now)
    seen = reads.asked_before(session, batch_id=desk.round.batch_id, stage=desk.round.stage)
    known = grounds.grounds_of(session, desk.experts, desk.items)
    reviewers = [grounds.reviewer_of(one, load=desk.load(one.id)) for one in desk.experts]
    tasks = [_task(desk, item, known, seen.get(item.application.id, frozenset()))
             for item in desk.items]  # fmt: skip
    picks = propose(reviewers, tasks)
    for pick in picks:
        session.add(_made(desk.round, actor, pick.application_id, pick.expert_id, pick.fit, now))
    _changed(session, desk.round, "review_round.experts_proposed", actor, now,
             picks=[[pick.application_id, pick.expert_id] for pick in picks])  # fmt: skip
    return len(picks)


def options(
    session: Session, *, actor: Actor, round_id: int, application_id: int, now: datetime
) -> list[Option]:
    """Return every expert of the officer's pool for one application: open ones first, by fit."""
    found = review_access.readable_round(session, actor, round_id).round
    desk = _reload(session, actor, found, now, with_unavailable=True)
    item = desk.item(application_id)
    known = grounds.grounds_of(session, desk.experts, [item])
    asked = {one.assignment.expert_id for one in desk.held(application_id)}
    made = [
        _option(desk, row, item, known.of(row.id, application_id), now)
        for row in desk.experts
        if row.id not in asked
    ]
    return sorted(made, key=lambda one: (not one.is_open, -one.fit, one.load, one.row.id))


def add_expert(
    session: Session,
    *,
    actor: Actor,
    round_id: int,
    application_id: int,
    expert_id: int,
    version: int,
    now: datetime,
) -> ReviewAssignment:
    """Add an expert whom the officer chose.

    Raises
    ------
    ConflictError
        If there is a conflict of interest, no room at the expert's desk, or the expert was asked.
    NotFoundError
        If the officer keeps no such expert, or the round has no such application.
    """
    desk = _desk(session, actor, round_id, version, now)
    item = desk.item(application_id)
    if any(one.assignment.expert_id == expert_id for one in desk.held(application_id)):
        raise ConflictError("expert_asked_already")
    open_to = options(
        session, actor=actor, round_id=round_id, application_id=application_id, now=now
    )
    chosen = next((one for one in open_to if one.row.id == expert_id), None)
    if chosen is None:
        raise NotFoundError("expert", expert_id)
    if chosen.ground is not None:
        raise ConflictError("expert_in_conflict", ground=chosen.ground.value)
    if chosen.load >= chosen.capacity:
        raise ConflictError("expert_without_room", capacity=chosen.capacity)
    if not chosen.is_available:
        raise ConflictError("expert_unavailable")
    made = _made(desk.round, actor, item.application.id, expert_id, chosen.fit, now)
    session.add(made)
    session.flush()
    _changed(session, desk.round, "review_round.expert_added", actor, now,
             application_id=application_id, expert_id=expert_id)  # fmt: skip
    return made


def remove_expert(
    session: Session, *, actor: Actor, assignment_id: int, round_id: int, version: int,
    now: datetime,
) -> None:  # fmt: skip
    """Take an expert off an application, as long as the scores are not in.

    Raises
    ------
    ConflictError
        If the scores are in, or the round is closed or changed since `version` was read.
    """
    desk = _desk(session, actor, round_id, version, now)
    found = [one.assignment for one in desk.assigned if one.assignment.id == assignment_id]
    if not found:
        raise NotFoundError("review_assignment", assignment_id)
    if found[0].status is AssignmentStatus.SUBMITTED:
        raise ConflictError("scores_are_in")
    application_id, expert_id = found[0].application_id, found[0].expert_id
    if found[0].status is AssignmentStatus.PROPOSED:
        session.delete(found[0])
    else:
        found[0].status = AssignmentStatus.CANCELLED
    session.flush()
    _changed(session, desk.round, "review_round.expert_removed", actor, now,
             application_id=application_id, expert_id=expert_id)  # fmt: skip


def confirm_proposals(
    session: Session, *, actor: Actor, round_id: int, version: int, now: datetime
) -> int:
    """Tell the experts who were proposed after the round had opened; return how many."""
    desk = _desk(session, actor, round_id, version, now)
    if desk.round.status is not RoundStatus.OPEN:
        raise ConflictError("round_not_open")
    confirmed = rounds.confirm(session, actor, round_id, now)
    _changed(session, desk.round, "review_round.experts_confirmed", actor, now,
             assignment_ids=confirmed)  # fmt: skip
    return len(confirmed)


def _desk(session: Session, actor: Actor, round_id: int, version: int, now: datetime) -> _Desk:
    view = rounds.view_of(session, actor, round_id)
    found = rounds.at_version(view.round, version)
    if found.status is RoundStatus.CLOSED:
        raise ConflictError("round_closed")
    if view.shows_scores:
        raise ConflictError("scores_are_shown")
    return _reload(session, actor, found, now)


def _reload(
    session: Session,
    actor: Actor,
    found: ReviewRound,
    now: datetime,
    *,
    with_unavailable: bool = False,
) -> _Desk:
    kept = review_access.experts_kept_by(actor)
    experts = expert_pool.experts(session, kept=kept, wanted=ExpertFilter())
    return _Desk(
        found,
        reads.items(session, found.id),
        reads.assignments(session, found.id),
        [one for one in experts if with_unavailable or _is_available(one, found, now)],
    )


def _task(desk: _Desk, item: RoundItem, known: grounds.Grounds, seen: frozenset[int]) -> Task:
    application_id = item.application.id
    held = desk.held(application_id)
    in_force = sum(one.assignment.status not in GONE for one in held)
    in_conflict = {one.id for one in desk.experts if known.of(one.id, application_id)}
    return _bare_task(
        item,
        needed=max(0, desk.round.experts_per_application - in_force),
        barred=frozenset(in_conflict | {one.assignment.expert_id for one in held} | seen),
    )


def _bare_task(item: RoundItem, *, needed: int, barred: frozenset[int]) -> Task:
    return Task(
        application_id=item.application.id,
        fields=grounds.field_codes(item.technology.fields),
        technology_type=item.technology.technology_type,
        needed=needed,
        barred=barred,
    )


def _option(
    desk: _Desk, row: ExpertRow, item: RoundItem, ground: ConflictGround | None, now: datetime
) -> Option:
    reviewer = grounds.reviewer_of(row, load=desk.load(row.id))
    return Option(
        row=row,
        fit=fit_of(reviewer, _bare_task(item, needed=1, barred=frozenset())),
        ground=ground,
        load=reviewer.load,
        capacity=reviewer.capacity,
        is_available=_is_available(row, desk.round, now),
    )


def _is_available(row: ExpertRow, found: ReviewRound, now: datetime) -> bool:
    profile = row.profile
    if profile is None:
        return True
    today = batches.local_day(now)
    return profile.is_active and is_available(
        profile.available_from,
        profile.available_until,
        start=today,
        end=max(found.due_on, today),
    )


def _made(
    found: ReviewRound, actor: Actor, application_id: int, expert_id: int, fit: float, now: datetime
) -> ReviewAssignment:
    return ReviewAssignment(
        round_id=found.id,
        application_id=application_id,
        expert_id=expert_id,
        fit=fit,
        assigned_at=now,
        assigned_by_id=actor.user_id,
    )


def _changed(
    session: Session,
    found: ReviewRound,
    action: str,
    actor: Actor,
    now: datetime,
    **details: object,
) -> None:
    """Raise the round's version, so that a second officer is told, and record the change."""
    found.version += 1
    session.flush()
    rounds.audited(session, found, action, actor=actor, now=now, **details)
