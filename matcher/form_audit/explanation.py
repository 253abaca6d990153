"""Which slips explain what a form states: the most plausible set of at most two (decision 0140).

Every hypothesis is scored by a loss: what the slips themselves cost (a rare slip costs more), what
each relation costs that stays broken once they are undone, and how far the undone figures are
from the usual. The smallest loss is the explanation; no slip at all is a hypothesis as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, TypeAlias

from data.vocabulary.form_audit import FindingRule

Figures: TypeAlias = Mapping[str, float]
"""Known figures by field; what is unknown is absent."""

UNIT_COST: Final = "abatement_cost_yuan_per_tco2"

CLEAN_LOSS: Final = 2.0
"""Below this nothing is looked for: no single slip is cheaper. Decision 0140."""

LEAST_GAIN: Final = 1.0
"""A slip has to lower the loss by this much to be reported. Decision 0140."""

ALTERNATIVE_MARGIN: Final = 4.0
"""Explanations whose loss is within this of the best are offered too. Decision 0140."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One way to write figures down wrongly.

    `factors` gives stated over true by field; `notion` names another definition that the stated
    figure `notion_of` may follow instead (then nothing is scaled). `cost` is minus the logarithm
    of how often it is expected.
    """

    rule: FindingRule
    cost: float
    factors: Figures = field(default_factory=dict)
    notion: str | None = None
    notion_of: str = UNIT_COST

    @property
    def touched(self) -> frozenset[str]:
        """The fields it explains; no two slips of one hypothesis touch the same field."""
        return frozenset(self.factors) | ({self.notion_of} if self.notion else frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How well figures agree: the relations that are broken, and the loss."""

    loss: float
    broken: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """A set of slips with the judgement of the figures once they are undone."""

    slips: tuple[Slip, ...]
    judgement: Judgement

    @property
    def loss(self) -> float:
        """What the slips cost and what stays wrong."""
        return self.judgement.loss + sum(slip.cost for slip in self.slips)


Judge: TypeAlias = Callable[[tuple[Slip, ...]], Judgement]


def undone(figures: Figures, slips: Sequence[Slip]) -> dict[str, float]:
    """Return the figures as they were meant if exactly these slips were made."""
    meant = dict(figures)
    for slip in slips:
        for name, factor in slip.factors.items():
            meant[name] /= factor
    return meant


def notion_of(slips: Sequence[Slip], field_name: str) -> str | None:
    """Return the other definition that a figure follows under these slips, if one."""
    notions = (slip.notion for slip in slips if slip.notion_of == field_name)
    return next((notion for notion in notions if notion), None)


def explanations(slips: Sequence[Slip], judge: Judge) -> list[Hypothesis]:
    """Return the hypotheses worth telling, the best first; the first may be that of no slip.

    Parameters
    ----------
    slips : sequence of Slip
        What may have happened; each is tried alone, and in pairs where one does not suffice.
    judge : callable
        Judges the figures under a set of slips.

    Returns
    -------
    list of Hypothesis
        Never empty; those after the first lie within `ALTERNATIVE_MARGIN` of it and use as many
        slips.
    """
    none = Hypothesis(slips=(), judgement=judge(()))
    if none.loss < CLEAN_LOSS:
        return [none]
    tried = [none, *(_tried((slip,), judge) for slip in slips)]
    best = min(tried, key=_loss)
    if best.judgement.broken or best.judgement.loss > CLEAN_LOSS:
        tried += [
            _tried(pair, judge)
            for pair in combinations(slips, 2)
            if pair[0].cost + pair[1].cost < best.loss and not pair[0].touched & pair[1].touched
        ]
        best = min(tried, key=_loss)
    if best.slips and none.loss - best.loss < LEAST_GAIN:
        return [none]
    others = [
        one
        for one in tried
        if one is not best
        and len(one.slips) == len(best.slips)
        and one.judgement.broken <= best.judgement.broken
        and one.loss - best.loss <= ALTERNATIVE_MARGIN
    ]
    return [best, *sorted(others, key=_loss)]


def _tried(slips: tuple[Slip, ...], judge: Judge) -> Hypothesis:
    return Hypothesis(slips=slips, judgement=judge(slips))


def _loss(hypothesis: Hypothesis) -> float:
    return hypothesis.loss
