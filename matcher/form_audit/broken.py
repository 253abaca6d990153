"""What stays wrong with a case's figures when no slip explains it."""

from collections.abc import Iterator
from typing import Final

from data.units import MONTHS_PER_YEAR
from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit import usual
from matcher.form_audit.agreement import UNIT_COST_TOLERANCE_SHARE, half_last_digit
from matcher.form_audit.case_figures import (
    ABATEMENT,
    BENEFIT,
    CONSTRUCTION,
    INVESTMENT,
    LIFE,
    NOTICE,
    PAYBACK,
    CaseFigures,
    unit_cost_yuan_per_tco2,
)
from matcher.form_audit.case_relations import PAYBACK_RELATION, UNIT_COST_RELATION
from matcher.form_audit.corrections import kept_digits, payback_correction
from matcher.form_audit.explanation import UNIT_COST, Figures, Hypothesis
from matcher.form_audit.finding import Correction, Finding

_COMPUTED_DIGITS: Final = 4
FAR_FROM_USUAL_LOSS: Final = 4.5
"""Three standard deviations outside what is usual. Decision 0141."""


def broken_findings(
    case: CaseFigures, index: int, best: Hypothesis, meant: Figures
) -> Iterator[Finding]:
    """Yield a finding for each relation that stays broken, and for figures far from usual."""
    broken = best.judgement.broken
    if UNIT_COST_RELATION in broken:
        yield _unit_cost(case, index, meant)
    if _is_doubtful_sign(case):
        yield _sign(index, meant)
    if PAYBACK_RELATION in broken:
        yield _payback(index, meant)
    if not broken and not best.slips:
        yield from _unusual(case, index, meant)
    is_explained = any(LIFE in slip.factors for slip in best.slips)
    if LIFE in meant and not is_explained:
        yield from _life(index, meant[LIFE])


def _unit_cost(case: CaseFigures, index: int, meant: Figures) -> Finding:
    stated = meant[UNIT_COST]
    computed = unit_cost_yuan_per_tco2(case, meant, NOTICE)
    likely = () if computed is None else (_unit_cost_of(index, computed),)
    increment = case.increment_yuan(meant) if case.increment_is_known else meant[INVESTMENT]
    values: dict[str, float | str] = {"stated_yuan_per_tco2": stated}
    if stated * increment < 0:
        rule = Rule.UNIT_COST_SIGN
    elif computed is not None:
        rule = Rule.UNIT_COST_DIFFERS
        values["expected_yuan_per_tco2"] = computed
        values["tolerance_exact_share"] = UNIT_COST_TOLERANCE_SHARE
    else:
        rule = Rule.IMPLIED_LIFE
        tonnes = meant[ABATEMENT]
        values["implied_years"] = increment / ((stated or half_last_digit(stated)) * tonnes)
        values |= _life_bounds()
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        field=UNIT_COST,
        case_index=index,
        values=values,
        likely=likely,
    )


def _is_doubtful_sign(case: CaseFigures) -> bool:
    """Return whether a unit cost is negative and nothing says that a new build saved investment."""
    stated = case.stated.get(UNIT_COST, 0.0)
    is_undecided = case.project_type is None and not case.increment_is_known
    return is_undecided and INVESTMENT in case.stated and stated < -half_last_digit(stated)


def _sign(index: int, meant: Figures) -> Finding:
    return Finding(
        rule=Rule.UNIT_COST_SIGN,
        severity=Severity.HINT,
        field=UNIT_COST,
        case_index=index,
        values={"stated_yuan_per_tco2": meant[UNIT_COST]},
    )


def _unit_cost_of(index: int, computed: float) -> Correction:
    value = kept_digits(computed, _COMPUTED_DIGITS)
    return Correction(field=UNIT_COST, case_index=index, value=value)


def _payback(index: int, meant: Figures) -> Finding:
    simple = meant[INVESTMENT] / meant[BENEFIT]
    construction = meant.get(CONSTRUCTION, 0.0) / MONTHS_PER_YEAR
    return Finding(
        rule=Rule.PAYBACK_DIFFERS,
        severity=Severity.WARNING,
        field=PAYBACK,
        case_index=index,
        values={
            "stated_years": meant[PAYBACK],
            "expected_years": simple,
            "with_construction_years": simple + construction,
        },
        likely=(payback_correction(meant, index),),
    )


def _life(index: int, life: float) -> Iterator[Finding]:
    if _is_usual_life(life):
        return
    otherwise = [
        value for value in (life * MONTHS_PER_YEAR, life / MONTHS_PER_YEAR) if _is_usual_life(value)
    ]
    yield Finding(
        rule=Rule.SERVICE_LIFE_RANGE,
        severity=Severity.WARNING,
        field=LIFE,
        case_index=index,
        values={"stated_years": life, **_life_bounds()},
        likely=tuple(
            Correction(field=LIFE, case_index=index, value=kept_digits(value, 10))
            for value in otherwise[:1]
        ),
    )


def _unusual(case: CaseFigures, index: int, meant: Figures) -> Iterator[Finding]:
    cost = meant.get(UNIT_COST)
    if cost is None:
        cost = unit_cost_yuan_per_tco2(case, meant, NOTICE)
    if cost is None or usual.UNIT_COST_YUAN_PER_TCO2.loss(cost) < FAR_FROM_USUAL_LOSS:
        return
    yield Finding(
        rule=Rule.FIGURE_UNUSUAL,
        severity=Severity.HINT,
        field=UNIT_COST if UNIT_COST in meant else ABATEMENT,
        case_index=index,
        values={"computed_yuan_per_tco2": cost},
    )


def _is_usual_life(years: float) -> bool:
    return usual.LOWEST_LIFE_YEARS <= years <= usual.HIGHEST_LIFE_YEARS


def _life_bounds() -> dict[str, float | str]:
    return {
        "lowest_years": usual.LOWEST_LIFE_YEARS,
        "highest_years": usual.HIGHEST_LIFE_YEARS,
    }
