"""下降比例: within 0 to 1, and against the earlier emissions where a text states them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from data.units import TONNES_PER_WAN_TONNES
from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit.agreement import (
    UNIT_COST_TOLERANCE_SHARE,
    half_last_digit,
    is_usable,
    strayed_share,
)
from matcher.form_audit.case_figures import ABATEMENT
from matcher.form_audit.corrections import kept_digits
from matcher.form_audit.explanation import Figures
from matcher.form_audit.finding import Correction, Finding
from matcher.form_audit.form import AuditedCase

FIELD: Final = "emission_reduction_share"
PERCENT: Final = 100.0
LEAST_SHARE: Final = 0.01
"""Smaller reductions look like a share written where a percent is asked. Decision 0141."""

_BEFORE = re.compile(
    r"(?:改造前|实施前|原有?|基准线?|基线|项目前)[^。;\d]{0,10}排放(?:总?量)?(?:约)?为?[^。;\d]{0,4}"
    r"(\d[\d,]{0,20}(?:\.\d{1,9})?)\s{0,3}(万)?\s{0,3}(?:吨|t)"
)


def audit_reduction(case: AuditedCase, index: int, meant: Figures) -> Iterator[Finding]:
    """Yield at most one finding on the share by which emissions fall."""
    share = case.emission_reduction_share
    if share is None or not is_usable(share):
        return
    before = stated_baseline_tco2_per_year(case)
    expected = meant[ABATEMENT] / before if before and ABATEMENT in meant else None
    for value in (share / PERCENT, share * PERCENT):
        if _fits(share, expected) or share <= 0:
            break
        if _fits(value, expected):
            yield _percent(index, share, value)
            return
    if not 0 < share <= 1:
        yield _finding(Rule.SHARE_RANGE, Severity.ERROR, index, share)
    elif expected is not None and not _agrees(share, expected):
        likely = kept_digits(expected, 3)
        yield _finding(
            Rule.REDUCTION_DIFFERS, Severity.WARNING, index, share, expected=expected, likely=likely
        )


def stated_baseline_tco2_per_year(case: AuditedCase) -> float | None:
    """Return the earlier emissions that a text of the case states; None where none does."""
    for text in case.texts.values():
        found = _BEFORE.search(unicodedata.normalize("NFKC", text))
        if found:
            tonnes = float(found[1].replace(",", ""))
            return tonnes * (float(TONNES_PER_WAN_TONNES) if found[2] else 1.0)
    return None


def _fits(share: float, expected: float | None) -> bool:
    if not LEAST_SHARE <= share <= 1:
        return False
    return expected is None or _agrees(share, expected)


def _agrees(share: float, expected: float) -> bool:
    slack = half_last_digit(share * PERCENT) / PERCENT
    return strayed_share(share, expected, slack=slack) <= UNIT_COST_TOLERANCE_SHARE


def _percent(index: int, share: float, likely: float) -> Finding:
    severity = Severity.ERROR if share > 1 else Severity.HINT
    return _finding(Rule.SHARE_PERCENT, severity, index, share, likely=kept_digits(likely, 10))


def _finding(
    rule: Rule,
    severity: Severity,
    index: int,
    share: float,
    *,
    expected: float | None = None,
    likely: float | None = None,
) -> Finding:
    values: dict[str, float | str] = {"stated_exact_share": share}
    corrections: tuple[Correction, ...] = ()
    if expected is not None:
        values["expected_exact_share"] = expected
    if likely is not None:
        values["likely_exact_share"] = likely
        corrections = (Correction(field=FIELD, case_index=index, value=likely),)
    return Finding(
        rule=rule,
        severity=severity,
        field=FIELD,
        case_index=index,
        values=values,
        likely=corrections,
    )
