"""The values that undo a slip, as one click applies them."""

from matcher.form_audit.case_figures import (
    BENEFIT,
    INVESTMENT,
    NOTICE,
    PAYBACK,
    CaseFigures,
    unit_cost_yuan_per_tco2,
)
from matcher.form_audit.explanation import UNIT_COST, Figures, Hypothesis, Slip, undone
from matcher.form_audit.finding import Correction

_DIGITS = 10
_COMPUTED_DIGITS = 4
_PAYBACK_DIGITS = 3


def corrections_of(
    case: CaseFigures, index: int, slip: Slip, hypothesis: Hypothesis
) -> tuple[Correction, ...]:
    """Return what undoes `slip` as part of `hypothesis`; empty where the value is unknown."""
    if slip.notion and slip.notion_of == PAYBACK:
        return (payback_correction(undone(case.stated, hypothesis.slips), index),)
    if slip.notion:
        meant = undone(case.stated, hypothesis.slips)
        computed = unit_cost_yuan_per_tco2(case, meant, NOTICE)
        if computed is None:
            return ()
        value = kept_digits(computed, _COMPUTED_DIGITS)
        return (Correction(field=UNIT_COST, case_index=index, value=value),)
    return tuple(
        Correction(
            field=name, case_index=index, value=kept_digits(case.stated[name] / factor, _DIGITS)
        )
        for name, factor in slip.factors.items()
    )


def payback_correction(meant: Figures, index: int) -> Correction:
    """Return the payback as investment over benefit, both known and positive."""
    value = kept_digits(meant[INVESTMENT] / meant[BENEFIT], _PAYBACK_DIGITS)
    return Correction(field=PAYBACK, case_index=index, value=value)


def kept_digits(value: float, digits: int) -> float:
    """Return a value with so many significant digits: what a person would write."""
    return float(f"{value:.{digits}g}")
