"""From the points of several experts to one result (decision 0171)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from matcher.expert_review.indicators import IndicatorSystem

WHOLE = 100.0
"""A total is in points of 100, whatever the full marks of an indicator are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreProblem:
    """A score that cannot be taken.

    Attributes
    ----------
    code : str
        Code of the indicator.
    rule : str
        Code of the message.
    max_points : float
        Full marks of the indicator.
    """

    code: str
    rule: str
    max_points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the experts' scores of one application come to.

    Attributes
    ----------
    count : int
        Experts whose scores are in.
    mean : float or None
        Mean of the experts' totals, 0 to 100; None without scores.
    spread : float or None
        Highest less lowest total, in points; None with fewer than two.
    is_flagged : bool
        Whether the spread reaches the system's limit.
    indicator_means : mapping
        Mean points by indicator, in the indicator's own points.
    """

    count: int
    mean: float | None
    spread: float | None
    is_flagged: bool
    indicator_means: Mapping[str, float]


def score_problems(
    system: IndicatorSystem, scores: Mapping[str, float], *, is_final: bool
) -> tuple[ScoreProblem, ...]:
    """Return what is wrong with an expert's points, in the order of the sheet.

    Parameters
    ----------
    scores : mapping
        Points by indicator code; absent is not given yet.
    is_final : bool
        Whether every indicator must have points.
    """
    found = []
    for one in system.indicators:
        value = scores.get(one.code)
        rule = None
        if value is None:
            rule = "required" if is_final else None
        elif not isfinite(value):
            rule = "not_a_number"
        elif value < 0:
            rule = "too_small"
        elif value > one.max_points:
            rule = "too_large"
        if rule is not None:
            found.append(ScoreProblem(code=one.code, rule=rule, max_points=one.max_points))
    return tuple(found)


def total(system: IndicatorSystem, scores: Mapping[str, float]) -> float:
    """Return an expert's weighted total, 0 to 100; every indicator must have points.

    Raises
    ------
    KeyError
        If an indicator has no points.
    """
    shares = system.shares()
    return sum(
        shares[one.code] * WHOLE * scores[one.code] / one.max_points for one in system.indicators
    )


def result_of(system: IndicatorSystem, sheets: Sequence[Mapping[str, float]]) -> Result:
    """Return the result of an application from its experts' final sheets, in any order.

    References
    ----------
    .. [1] docs/decisions/0171-scores-and-spread.md.
    """
    totals = sorted(total(system, sheet) for sheet in sheets)
    if not totals:
        return Result(count=0, mean=None, spread=None, is_flagged=False, indicator_means={})
    spread = totals[-1] - totals[0] if len(totals) > 1 else None
    return Result(
        count=len(totals),
        mean=sum(totals) / len(totals),
        spread=spread,
        is_flagged=spread is not None and spread >= system.spread_limit,
        indicator_means={
            code: sum(sorted(sheet[code] for sheet in sheets)) / len(sheets)
            for code in system.codes
        },
    )
