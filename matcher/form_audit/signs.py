"""Figures that cannot be: not above zero where they must be, a payback without a benefit."""

import math
from collections.abc import Iterator
from typing import Final

from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit.case_figures import NOT_NEGATIVE, POSITIVE
from matcher.form_audit.finding import Finding
from matcher.form_audit.form import AuditedCase

_PAYBACK: Final = "payback_years"


def audit_signs(case: AuditedCase, index: int) -> Iterator[Finding]:
    """Yield the figures of a case that no project can have."""
    for name in (*POSITIVE, *NOT_NEGATIVE):
        value = getattr(case, name)
        if value is None:
            continue
        is_wrong = not math.isfinite(value) or value < 0 or (value == 0 and name in POSITIVE)
        if is_wrong:
            yield Finding(
                rule=Rule.FIGURE_NOT_POSITIVE,
                severity=Severity.ERROR,
                field=name,
                case_index=index,
                values={"stated": float(value)},
            )
    benefit, payback = case.annual_benefit_yuan, case.payback_years
    if benefit is not None and benefit <= 0 and payback is not None and payback > 0:
        if _is_free(case):
            return
        yield Finding(
            rule=Rule.PAYBACK_WITHOUT_BENEFIT,
            severity=Severity.WARNING,
            field=_PAYBACK,
            case_index=index,
            values={"stated_years": payback, "benefit_yuan": benefit},
        )


def _is_free(case: AuditedCase) -> bool:
    return case.investment_yuan == 0
