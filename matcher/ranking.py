"""From scores to an ordered list whose every number is a sum shown beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np

from data.vocabulary.message_values import MessageValue
from matcher.pareto import pareto_fronts
from matcher.profiles import FloatArray, IntArray
from matcher.scores import PART_SIGNALS, SIGNALS, Scores
from matcher.weights import PARTS

SCORE_DECIMALS = 12
"""Scores that agree to this many decimals are equal: beyond it only rounding differs."""


@dataclass(frozen=True, slots=True)
class SignalScore:
    """One signal inside its part; the value is None where unknown."""

    value: float | None
    weight: float
    contribution: float


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of a score; its signals' contributions add up to its value."""

    value: float | None
    weight: float
    contribution: float
    signals: Mapping[str, SignalScore]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What an unknown part or signal takes from the score."""

    code: str
    contribution: float
    values: Mapping[str, MessageValue]


@dataclass(frozen=True, slots=True)
class RankedMatch:
    """One technology in a ranking: `position` is its place among the candidates scored."""

    rank: int
    position: int
    technology_id: int
    score: float
    parts: Mapping[str, PartScore]
    adjustments: tuple[Adjustment, ...]


def best_first(
    ids: IntArray,
    scores: Scores,
    *,
    cost_yuan_per_tco2: FloatArray,
    net_benefit_yuan_per_year: FloatArray,
    abatement_tco2_per_year: FloatArray,
) -> IntArray:
    """Return the positions of the candidates from best to worst.

    By score; of equal scores, those that cost nothing or less come first, ordered among themselves
    by Pareto fronts on (net benefit, tonnes) and inside a front by tonnes, never by their cost;
    then by fit; then by id. So the order is total and does not depend on that of the candidates.

    Parameters
    ----------
    ids : (n,) int
        Technology ids, all different.
    scores : Scores
        Of the n candidates.
    cost_yuan_per_tco2, net_benefit_yuan_per_year, abatement_tco2_per_year : (n,) float
        Of each chosen case; NaN unknown. [yuan/tCO2], [yuan/a], [tCO2/a]

    Returns
    -------
    (n,) int
        Positions, best first.

    References
    ----------
    .. [1] RULINGS 3; docs/decisions/0046-case-choice-and-order.md.
    """
    free = np.flatnonzero(cost_yuan_per_tco2 <= 0)
    front = np.full(len(ids), np.iinfo(np.int64).max)
    tonnes = np.zeros(len(ids))
    front[free] = pareto_fronts(net_benefit_yuan_per_year[free], abatement_tco2_per_year[free])
    tonnes[free] = np.nan_to_num(abatement_tco2_per_year[free])
    fit = np.nan_to_num(scores.part_values[:, PARTS.index("fit")])
    score = np.round(scores.score, SCORE_DECIMALS)
    return np.lexsort((ids, -fit, -tonnes, front, -score))


def ranked_matches(
    ids: IntArray, scores: Scores, order: IntArray, *, limit: int
) -> tuple[RankedMatch, ...]:
    """Return the best `limit` candidates with everything their scores are the sum of."""
    return tuple(
        RankedMatch(
            rank=rank,
            position=int(position),
            technology_id=int(ids[position]),
            score=float(scores.score[position]),
            parts=_parts(scores, int(position)),
            adjustments=_adjustments(scores, int(position)),
        )
        for rank, position in enumerate(order[:limit], start=1)
    )


def _parts(scores: Scores, position: int) -> dict[str, PartScore]:
    parts = {}
    for number, part in enumerate(PARTS):
        value = float(scores.part_values[position, number])
        weight = float(scores.part_weights[position, number])
        known = not isnan(value)
        signals = {name: _signal(scores, position, name) for name in PART_SIGNALS[part]}
        contribution = value * weight if known else 0.0
        parts[part] = PartScore(value if known else None, weight, contribution, signals)
    return parts


def _signal(scores: Scores, position: int, name: str) -> SignalScore:
    column = SIGNALS.index(name)
    value = float(scores.signal_values[position, column])
    weight = float(scores.signal_weights[position, column])
    if isnan(value):
        return SignalScore(None, weight, 0.0)
    return SignalScore(value, weight, value * weight)


def _adjustments(scores: Scores, position: int) -> tuple[Adjustment, ...]:
    counted = {"counted_share": scores.unknown_value}
    parts = zip(PARTS, scores.part_evidence[position], strict=True)
    signals = zip(SIGNALS, scores.signal_evidence[position], strict=True)
    return (
        *(
            Adjustment("evidence", float(loss), {"part": part, **counted})
            for part, loss in parts
            if loss < 0
        ),
        *(
            Adjustment("evidence_signal", float(loss), {"signal": name, **counted})
            for name, loss in signals
            if loss < 0
        ),
    )
