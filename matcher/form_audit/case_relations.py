"""Judges the figures of one case: unit cost, payback, and what is usual (formulas 2 and 3)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from data.units import MONTHS_PER_YEAR
from matcher.costs import DEFAULT_DISCOUNT_RATE, dynamic_payback_years
from matcher.form_audit import usual
from matcher.form_audit.agreement import (
    PAYBACK_TOLERANCE_SHARE,
    UNIT_COST_TOLERANCE_SHARE,
    half_last_digit,
    half_last_digit_of_years,
    strayed_share,
)
from matcher.form_audit.case_figures import (
    ABATEMENT,
    BENEFIT,
    CONSTRUCTION,
    CONVENTIONAL,
    INVESTMENT,
    LIFE,
    NOTICE,
    PAYBACK,
    CaseFigures,
    unit_cost_yuan_per_tco2,
)
from matcher.form_audit.explanation import (
    UNIT_COST,
    Figures,
    Judgement,
    Slip,
    notion_of,
    undone,
)

UNIT_COST_RELATION, PAYBACK_RELATION = "unit_cost", "payback"

BROKEN_LOSS: Final = 7.0
"""What a relation costs that stays broken. Decision 0140."""

UNKNOWN_CONSTRUCTION_YEARS: Final = 2.0
"""A payback may count so much construction where its length is not stated. Decision 0140."""

OTHER_CASES_DECADES: Final = 0.4
OTHER_SIZES_DECADES: Final = 1.5
NATIONAL_DECADES: Final = 0.7
OTHER_CASES_MOST_LOSS: Final = 1.5
"""Cases of one technology take similar investments per tonne, and are of similar size; it only
decides between explanations. Decision 0140."""

LARGER_THAN_WHOLE_LOSS: Final = 1.5
"""A case larger than what the form expects of the nation in 2030. Decision 0140."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseJudge:
    """Judges a case under any set of slips.

    The rest is what surrounds the case, as stated: middle figures of the other cases by field,
    their investment and benefit per annual tonne, the investment per annual tonne that the form
    expects for 2030, and what no case can exceed (the form's own totals for 2030).
    """

    case: CaseFigures
    others: Figures = field(default_factory=dict)
    other_investment: float | None = None
    other_benefit: float | None = None
    national_investment: float | None = None
    most: Figures = field(default_factory=dict)

    def __call__(self, slips: tuple[Slip, ...]) -> Judgement:
        """Return the broken relations and the loss of the figures with the slips undone."""
        meant = undone(self.case.stated, slips)
        scale = _scales(slips)
        notion = notion_of(slips, UNIT_COST) or NOTICE
        is_discounted = notion_of(slips, PAYBACK) is not None
        strayed = {
            UNIT_COST_RELATION: self._unit_cost(meant, scale, notion),
            PAYBACK_RELATION: self._payback(meant, scale, is_discounted=is_discounted),
        }
        broken = {name for name, share in strayed.items() if share is not None and share > 1}
        small = sum(0.5 * share**2 for share in strayed.values() if share and share <= 1)
        loss = BROKEN_LOSS * len(broken) + small + sum(self._unusual(meant, notion))
        return Judgement(loss=loss, broken=frozenset(broken))

    def _unit_cost(self, meant: Figures, scale: Figures, notion: str) -> float | None:
        """Return the strayed share of the stated unit cost over what is tolerated, or None."""
        if UNIT_COST not in meant or ABATEMENT not in meant or INVESTMENT not in meant:
            return None
        slack = half_last_digit(self.case.stated[UNIT_COST]) / scale.get(UNIT_COST, 1.0)
        expected = unit_cost_yuan_per_tco2(self.case, meant, notion)
        if expected is None:
            if notion != NOTICE:
                return math.inf
            if not self.case.increment_is_known:
                return _unknown_increment(meant, slack)
            return _implied_life(self.case.increment_yuan(meant), meant, slack)
        if self.case.increment_is_known:
            moved = self.case.increment_slack_yuan() / scale.get(INVESTMENT, 1.0)
            slack += moved / (meant[ABATEMENT] * meant.get(LIFE, 1.0))
        share = strayed_share(meant[UNIT_COST], expected, slack=slack)
        return share / UNIT_COST_TOLERANCE_SHARE

    def _payback(self, meant: Figures, scale: Figures, *, is_discounted: bool) -> float | None:
        """Return the strayed share of the stated payback over what is tolerated, or None."""
        if not {INVESTMENT, BENEFIT, PAYBACK} <= set(meant) or meant[BENEFIT] <= 0:
            return None
        stated = meant[PAYBACK]
        slack = half_last_digit_of_years(self.case.stated[PAYBACK]) / scale.get(PAYBACK, 1.0)
        expected = payback_candidates_years(self.case, meant, is_discounted=is_discounted)
        share = min((strayed_share(stated, one, slack=slack) for one in expected), default=math.inf)
        if CONSTRUCTION not in meant and not is_discounted:
            simple = meant[INVESTMENT] / meant[BENEFIT]
            if simple <= stated <= simple + UNKNOWN_CONSTRUCTION_YEARS:
                share = 0.0
        return share / PAYBACK_TOLERANCE_SHARE

    def _unusual(self, meant: Figures, notion: str) -> Iterator[float]:
        yield from _single(meant)
        yield from self._beside(meant)
        if CONVENTIONAL in meant and INVESTMENT in meant:
            yield usual.CONVENTIONAL_SHARE.loss(meant[CONVENTIONAL] / meant[INVESTMENT])
        cost = meant.get(UNIT_COST) if notion == NOTICE else None
        if cost is None:
            cost = unit_cost_yuan_per_tco2(self.case, meant, NOTICE)
        if cost is None:
            cost = meant.get(UNIT_COST, 0.0)
        yield usual.UNIT_COST_YUAN_PER_TCO2.loss(cost)
        if INVESTMENT in meant and BENEFIT in meant and meant[BENEFIT] > 0:
            yield usual.SIMPLE_PAYBACK_YEARS.loss(meant[INVESTMENT] / meant[BENEFIT])
        if ABATEMENT not in meant:
            return
        if INVESTMENT in meant:
            ratio = meant[INVESTMENT] / meant[ABATEMENT]
            yield usual.INVESTMENT_YUAN_PER_ANNUAL_TCO2.loss(ratio)
            yield _unlike(ratio, self.other_investment)
            yield _unlike(ratio, self.national_investment, decades=NATIONAL_DECADES)
        if meant.get(BENEFIT, 0.0) != 0:
            ratio = abs(meant[BENEFIT]) / meant[ABATEMENT]
            yield usual.BENEFIT_YUAN_PER_TCO2.loss(ratio)
            yield _unlike(ratio, self.other_benefit)

    def _beside(self, meant: Figures) -> Iterator[float]:
        """Yield what it costs to be larger than the whole, or of another order than other cases."""
        for name in (INVESTMENT, ABATEMENT):
            if name not in meant:
                continue
            if meant[name] > self.most.get(name, math.inf):
                yield LARGER_THAN_WHOLE_LOSS
            yield _unlike(meant[name], self.others.get(name), decades=OTHER_SIZES_DECADES)


def payback_candidates_years(
    case: CaseFigures, figures: Figures, *, is_discounted: bool
) -> list[float]:
    """Return the paybacks the figures give: of all or of the increment, with construction or not.

    Discounted at the default rate there may be none. A new build that costs no more than the
    conventional one is paid back at once.
    """
    benefit, investment = figures[BENEFIT], figures[INVESTMENT]
    construction = figures.get(CONSTRUCTION, 0.0) / MONTHS_PER_YEAR
    if is_discounted:
        dynamic = dynamic_payback_years(investment, benefit, discount_rate=DEFAULT_DISCOUNT_RATE)
        return [dynamic, dynamic + construction] if isinstance(dynamic, float) else []
    increment = case.increment_yuan(figures) if case.increment_is_known else investment
    spent = {investment, increment} if increment > 0 else {investment}
    found = [amount / benefit + extra for amount in spent for extra in (0.0, construction)]
    return found if increment > 0 else [*found, 0.0]


def implied_lives_years(increment: float, figures: Figures, slack: float) -> tuple[float, float]:
    """Return the shortest and longest service life that the stated unit cost may imply.

    A unit cost that rounds to zero implies any life; signs that contradict give negative ones.
    """
    stated, tonnes = figures[UNIT_COST], figures[ABATEMENT]
    sign = -1.0 if increment < 0 else 1.0
    high = sign * stated + slack
    low = sign * stated - slack
    if high <= 0:
        return -math.inf, -math.inf
    longest = math.inf if low <= 0 else abs(increment) / (low * tonnes)
    return abs(increment) / (high * tonnes), longest


def _implied_life(increment: float, meant: Figures, slack: float) -> float:
    """Return 0 where a usual life explains the stated unit cost, more than 1 where none does."""
    if increment == 0:
        return 0.0 if abs(meant[UNIT_COST]) <= slack else math.inf
    shortest, longest = implied_lives_years(increment, meant, slack)
    leeway = 1 + UNIT_COST_TOLERANCE_SHARE
    is_usual = (
        shortest <= usual.HIGHEST_LIFE_YEARS * leeway
        and longest >= usual.LOWEST_LIFE_YEARS / leeway
    )
    return 0.0 if is_usual else math.inf


def _unknown_increment(meant: Figures, slack: float) -> float | None:
    """Judge a unit cost whose increment is unknown: it is some part of the investment."""
    if meant[UNIT_COST] <= slack:
        return None
    lives = (meant[LIFE], meant[LIFE]) if LIFE in meant else _LIVES
    share = 1 + UNIT_COST_TOLERANCE_SHARE
    shortest, longest = implied_lives_years(meant[INVESTMENT], meant, slack)
    fits = (
        shortest <= lives[1] * share / usual.LEAST_INCREMENT_SHARE and longest >= lives[0] / share
    )
    return 0.0 if fits else math.inf


_LIVES: Final = (usual.LOWEST_LIFE_YEARS, usual.HIGHEST_LIFE_YEARS)


def _single(meant: Figures) -> Iterator[float]:
    for name, range_ in _RANGES.items():
        if name in meant:
            yield range_.loss(meant[name])
    if CONSTRUCTION in meant:
        yield usual.construction_months(meant.get(INVESTMENT)).loss(meant[CONSTRUCTION])


_RANGES: Final = {
    INVESTMENT: usual.INVESTMENT_YUAN,
    ABATEMENT: usual.ABATEMENT_TCO2_PER_YEAR,
    LIFE: usual.SERVICE_LIFE_YEARS,
    PAYBACK: usual.PAYBACK_YEARS,
}


def _unlike(value: float, other: float | None, *, decades: float = OTHER_CASES_DECADES) -> float:
    if other is None or value <= 0:
        return 0.0
    return min(0.5 * (math.log10(value / other) / decades) ** 2, OTHER_CASES_MOST_LOSS)


def _scales(slips: tuple[Slip, ...]) -> dict[str, float]:
    return {name: factor for slip in slips for name, factor in slip.factors.items()}
