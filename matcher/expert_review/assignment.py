"""Who scores what: experts proposed by field fit and load (decision 0173)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

FIELD_WEIGHT: Final = 0.6
TYPE_WEIGHT: Final = 0.4
SAME_CATEGORY: Final = 0.5
"""What another type of the same category is worth, of one of the same type."""

LOAD_WEIGHT: Final = 0.5
"""How much fit a full desk outweighs. Source: docs/decisions/0173-assignment.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """An expert who may be asked.

    Attributes
    ----------
    expert_id : int
        Ties are broken by it.
    fields : frozenset of str
        Codes of 所属领域.
    technology_types : frozenset of str
        Codes 1.1 to 5.4.
    capacity : int
        Most applications of the round.
    load : int
        Applications of the round held already.
    """

    expert_id: int
    fields: frozenset[str] = frozenset()
    technology_types: frozenset[str] = frozenset()
    capacity: int
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An application that needs experts.

    Attributes
    ----------
    application_id : int
        Ties are broken by it.
    fields : frozenset of str
        Codes of 所属领域.
    technology_type : str or None
        Code; None is unknown.
    needed : int
        Experts it still needs.
    barred : frozenset of int
        Experts who may not score it: in conflict, or asked before.
    """

    application_id: int
    fields: frozenset[str] = frozenset()
    technology_type: str | None = None
    needed: int
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One expert proposed for one application, with the fit that spoke for it."""

    application_id: int
    expert_id: int
    fit: float


def is_available(first: date | None, last: date | None, *, start: date, end: date) -> bool:
    """Return whether an expert is available on every day of a round; None is no limit."""
    return (first is None or first <= start) and (last is None or last >= end)


def fit_of(reviewer: Reviewer, task: Task) -> float:
    """Return how well an expert's fields fit an application, 0 to 1; nothing in common is 0.

    An application or expert without fields counts by type alone, and the reverse.
    """
    by_field = len(task.fields & reviewer.fields) / len(task.fields) if task.fields else 0.0
    by_type = 0.0
    if task.technology_type is not None:
        category = task.technology_type.split(".")[0]
        if task.technology_type in reviewer.technology_types:
            by_type = 1.0
        elif any(one.split(".")[0] == category for one in reviewer.technology_types):
            by_type = SAME_CATEGORY
    return FIELD_WEIGHT * by_field + TYPE_WEIGHT * by_type


def propose(reviewers: Sequence[Reviewer], tasks: Sequence[Task]) -> tuple[Pick, ...]:
    """Propose experts for applications, by application and fit; input order changes nothing.

    Nobody is proposed beyond capacity, twice for one application, or where barred. Applications
    with the fewest possible experts choose first; each takes the experts with the best fit less
    load. An application left short takes over an expert whose place another one can fill.

    References
    ----------
    .. [1] docs/decisions/0173-assignment.md.
    """
    plan = _Plan(reviewers)
    ordered = sorted(tasks, key=lambda one: (len(plan.possible(one)), one.application_id))
    for task in ordered:
        plan.open(task)
        for _ in range(task.needed):
            if not plan.take_best(task):
                break
    for task in ordered:
        while len(plan.chosen[task.application_id]) < task.needed and plan.take_over(task):
            pass
    return tuple(
        Pick(
            application_id=task.application_id,
            expert_id=expert_id,
            fit=fit_of(plan.reviewers[expert_id], task),
        )
        for task in sorted(tasks, key=lambda one: one.application_id)
        for expert_id in sorted(
            plan.chosen[task.application_id],
            key=lambda one: (-fit_of(plan.reviewers[one], task), one),
        )
    )


@dataclass(slots=True)
class _Plan:
    """What was given out so far."""

    given: Sequence[Reviewer]
    reviewers: Mapping[int, Reviewer] = field(init=False)
    loads: dict[int, int] = field(init=False)
    tasks: dict[int, Task] = field(init=False, default_factory=dict)
    chosen: dict[int, set[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.reviewers = {one.expert_id: one for one in sorted(self.given, key=_by_id)}
        self.loads = {one.expert_id: one.load for one in self.given}

    def open(self, task: Task) -> None:
        self.tasks[task.application_id] = task
        self.chosen[task.application_id] = set()

    def possible(self, task: Task) -> list[Reviewer]:
        return [
            one
            for one in self.reviewers.values()
            if one.expert_id not in task.barred and one.capacity > one.load
        ]

    def take_best(self, task: Task, *, other_than: Collection[int] = ()) -> bool:
        """Give a task the best expert with room; tell whether there was one."""
        held = self.chosen[task.application_id]
        with_room = [
            one
            for one in self.possible(task)
            if one.expert_id not in held
            and one.expert_id not in other_than
            and self.loads[one.expert_id] < one.capacity
        ]
        if not with_room:
            return False
        best = min(with_room, key=lambda one: (-self._value(one, task), one.expert_id))
        held.add(best.expert_id)
        self.loads[best.expert_id] += 1
        return True

    def take_over(self, task: Task) -> bool:
        """Give a task a fully loaded expert of another task that somebody else can serve."""
        held = self.chosen[task.application_id]
        wanted = sorted(
            (one for one in self.possible(task) if one.expert_id not in held),
            key=lambda one: (-fit_of(one, task), one.expert_id),
        )
        for reviewer in wanted:
            for other in sorted(self.chosen):
                serves = reviewer.expert_id in self.chosen[other]
                if serves and self.take_best(self.tasks[other], other_than=[reviewer.expert_id]):
                    self.chosen[other].discard(reviewer.expert_id)
                    held.add(reviewer.expert_id)
                    return True
        return False

    def _value(self, reviewer: Reviewer, task: Task) -> float:
        load = self.loads[reviewer.expert_id]
        return fit_of(reviewer, task) - LOAD_WEIGHT * load / reviewer.capacity


def _by_id(reviewer: Reviewer) -> int:
    return reviewer.expert_id
