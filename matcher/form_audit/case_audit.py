"""From the figures of a case to findings: slips first, then what stays broken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit.agreement import middle
from matcher.form_audit.broken import broken_findings
from matcher.form_audit.case_figures import (
    ABATEMENT,
    BENEFIT,
    INVESTMENT,
    LIFE,
    NOTICE,
    PAYBACK,
    CaseFigures,
    case_figures,
    unit_cost_yuan_per_tco2,
)
from matcher.form_audit.case_relations import PAYBACK_RELATION, CaseJudge
from matcher.form_audit.case_slips import case_slips
from matcher.form_audit.corrections import corrections_of, kept_digits, payback_correction
from matcher.form_audit.explanation import (
    UNIT_COST,
    Figures,
    Hypothesis,
    Slip,
    explanations,
    notion_of,
    undone,
)
from matcher.form_audit.figure_values import values_of
from matcher.form_audit.finding import Correction, Finding
from matcher.form_audit.form import AuditedCase

_SEVERITIES = {
    Rule.ABATEMENT_LIFETIME: Severity.WARNING,
    Rule.BENEFIT_LIFETIME: Severity.WARNING,
    Rule.UNIT_COST_ONE_YEAR: Severity.WARNING,
    Rule.ANNUAL_OR_LIFETIME: Severity.WARNING,
    Rule.UNIT_COST_WHOLE_INVESTMENT: Severity.WARNING,
    Rule.UNIT_COST_NET: Severity.WARNING,
    Rule.UNIT_COST_DISCOUNTED: Severity.WARNING,
    Rule.CONSTRUCTION_MONTHS: Severity.WARNING,
    Rule.PAYBACK_DISCOUNTED: Severity.HINT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAudit:
    """What a case's figures mean once the likely slips are undone, and what was found."""

    figures: CaseFigures
    meant: dict[str, float]
    findings: tuple[Finding, ...]


def audit_figures(cases: Sequence[AuditedCase], most: Figures) -> list[CaseAudit]:
    """Audit the figures of every case; each is looked at beside the others.

    `most` holds what no case exceeds: the form's own totals for 2030, by the field of the case.
    """
    figures = [case_figures(case) for case in cases]
    return [_audited(figures, index, most) for index in range(len(figures))]


def _audited(figures: Sequence[CaseFigures], index: int, most: Figures) -> CaseAudit:
    case = figures[index]
    others = [other.stated for place, other in enumerate(figures) if place != index]
    judge = CaseJudge(
        case=case,
        most=most,
        national_investment=_middle_ratio([most], INVESTMENT),
        others=_middle_figures(others),
        other_investment=_middle_ratio(others, INVESTMENT),
        other_benefit=_middle_ratio(others, BENEFIT),
    )
    found = explanations(case_slips(case), judge)
    meant = _meant(case, found[0])
    is_payback_off = PAYBACK_RELATION in judge(()).broken
    findings = [
        *(
            _finding(case, index, slip, found, is_payback_off=is_payback_off)
            for slip in found[0].slips
        ),
        *broken_findings(case, index, found[0], meant),
    ]
    return CaseAudit(figures=case, meant=meant, findings=tuple(findings))


def _middle_figures(others: Sequence[Figures]) -> dict[str, float]:
    found = {
        name: middle([other[name] for other in others if other.get(name)])
        for name in (INVESTMENT, ABATEMENT)
    }
    return {name: value for name, value in found.items() if value is not None}


def _middle_ratio(others: Sequence[Figures], name: str) -> float | None:
    return middle(
        [
            abs(other[name]) / other[ABATEMENT]
            for other in others
            if other.get(name) and other.get(ABATEMENT)
        ]
    )


def _meant(case: CaseFigures, best: Hypothesis) -> dict[str, float]:
    meant = undone(case.stated, best.slips)
    if notion_of(best.slips, PAYBACK):
        meant[PAYBACK] = payback_correction(meant, 0).value
    if notion_of(best.slips, UNIT_COST):
        computed = unit_cost_yuan_per_tco2(case, meant, NOTICE)
        if computed is not None:
            meant[UNIT_COST] = kept_digits(computed, 4)
    return meant


def _finding(
    case: CaseFigures,
    index: int,
    slip: Slip,
    found: Sequence[Hypothesis],
    *,
    is_payback_off: bool,
) -> Finding:
    meant = _meant(case, found[0])
    likely = corrections_of(case, index, slip, found[0])
    field = likely[0].field if likely else UNIT_COST
    alternatives = list(_alternatives(case, index, slip, likely, found))
    if slip.rule is Rule.CONSTRUCTION_MONTHS and is_payback_off:
        # Only the payback speaks of the construction period, so it may as well be wrong itself.
        alternatives.append((payback_correction(meant, index),))
    return Finding(
        rule=slip.rule,
        severity=_SEVERITIES.get(slip.rule, Severity.ERROR),
        field=field,
        case_index=index,
        values=values_of(case, field, meant, life_years=case.stated.get(LIFE)),
        likely=likely,
        alternatives=tuple(alternatives),
    )


def _alternatives(
    case: CaseFigures,
    index: int,
    slip: Slip,
    likely: tuple[Correction, ...],
    found: Sequence[Hypothesis],
) -> Iterator[tuple[Correction, ...]]:
    """Yield what else would explain the same: hypotheses that differ in this slip alone."""
    kept = [other for other in found[0].slips if other is not slip]
    told = {likely}
    for hypothesis in found[1:]:
        instead = [one for one in hypothesis.slips if all(one is not other for other in kept)]
        if len(instead) != 1:
            continue
        corrections = corrections_of(case, index, instead[0], hypothesis)
        if corrections and corrections not in told:
            told.add(corrections)
            yield corrections
