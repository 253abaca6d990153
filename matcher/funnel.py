"""The funnel: leads per stage, and what is certain and what is possible given the silent ones."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from data.vocabulary import LeadStage
from matcher.lead_states import PIPELINE

OUTSIDE: Final = (LeadStage.PROPOSED, LeadStage.DECLINED, LeadStage.STALLED)
"""Stages counted beside the funnel, by where leads stand now."""


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One lead as the funnel sees it.

    Attributes
    ----------
    stage : LeadStage
        Where it stands now.
    stages_reached : frozenset of LeadStage
        Every stage in its history, the present one included.
    asked : bool
        Whether a follow-up question has been sent for it.
    answered : bool
        Whether at least one side has answered.
    answered_stage : LeadStage or None
        The furthest stage an answer confirms; None when the answers name none.
    """

    stage: LeadStage
    stages_reached: frozenset[LeadStage]
    asked: bool = False
    answered: bool = False
    answered_stage: LeadStage | None = None


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One stage of the funnel.

    Attributes
    ----------
    stage : LeadStage
        The stage.
    count : int
        Leads that have reached it or a later one.
    asked, answered, confirmed : int
        Leads asked at all; of those, answered; of those, confirming this stage or a later one.
    lower, upper : float or None
        Share of asked leads that surely reached it, and that may have, were every silent one a
        success. In [0, 1], None when nobody was asked. [1]
    """

    stage: LeadStage
    count: int
    asked: int
    answered: int
    confirmed: int
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """Steps from introduced to verified, and the leads outside of it by where they stand."""

    total: int
    steps: tuple[FunnelStep, ...]
    outside: Mapping[LeadStage, int]


def funnel(rows: Iterable[FunnelRow]) -> Funnel:
    r"""Count leads per stage with bounds that keep the silent ones in the denominator.

    .. math:: lower = c / a, \quad upper = (c + (a - r)) / a

    with a asked, r answered and c confirmed leads.

    Parameters
    ----------
    rows : iterable of FunnelRow
        One row a lead, each once, in any order.

    Returns
    -------
    Funnel
        Cumulative: a commissioned lead has also been accepted, even if it skipped that stage or
        was declined later; an accepted proposal counts as introduced.

    References
    ----------
    .. [1] docs/decisions/0035-funnel-bounds.md.
    """
    leads = list(rows)
    asked = [lead for lead in leads if lead.asked]
    answered = [lead for lead in asked if lead.answered]
    reached = Counter(_furthest(lead.stages_reached | {lead.stage}) for lead in leads)
    confirmed = Counter(
        _furthest({lead.answered_stage}) for lead in answered if lead.answered_stage is not None
    )
    steps = tuple(
        _step(
            stage,
            count=_at_least(position, reached),
            asked=len(asked),
            answered=len(answered),
            confirmed=_at_least(position, confirmed),
        )
        for position, stage in enumerate(PIPELINE)
    )
    standing = Counter(lead.stage for lead in leads)
    return Funnel(len(leads), steps, {stage: standing[stage] for stage in OUTSIDE})


def _furthest(stages: Iterable[LeadStage]) -> int:
    # Position of the furthest stage in the pipeline; -1 when none of it was reached.
    return max((PIPELINE.index(stage) for stage in stages if stage in PIPELINE), default=-1)


def _at_least(position: int, furthest: Counter[int]) -> int:
    return sum(count for reached, count in furthest.items() if reached >= position)


def _step(stage: LeadStage, *, count: int, asked: int, answered: int, confirmed: int) -> FunnelStep:
    lower = confirmed / asked if asked else None
    upper = (confirmed + asked - answered) / asked if asked else None
    return FunnelStep(stage, count, asked, answered, confirmed, lower, upper)
