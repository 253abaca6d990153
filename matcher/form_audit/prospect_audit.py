"""Findings on shares, 2030 potential and 2030 investment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit import usual
from matcher.form_audit.corrections import kept_digits
from matcher.form_audit.explanation import Figures, Hypothesis, Slip, explanations, undone
from matcher.form_audit.finding import Correction, Finding
from matcher.form_audit.form import AuditedForm
from matcher.form_audit.prospects import (
    FALLS,
    IN_2030,
    LESS_THAN_CASES,
    NOW,
    POTENTIAL,
    PROPORTION,
    SHARES,
    TOO_LARGE,
    TOO_SMALL,
    TOTAL_INVESTMENT,
    CaseTotals,
    ProspectJudge,
    case_totals,
    full_adoption_tco2_per_year,
    prospect_slips,
    prospects,
)

_UNITS: Final = {
    NOW: "exact_share",
    IN_2030: "exact_share",
    POTENTIAL: "tco2_per_year",
    TOTAL_INVESTMENT: "yuan",
}
_DIGITS: Final = 10


def audit_prospects(form: AuditedForm, cases: Sequence[Figures]) -> Iterator[Finding]:
    """Yield findings on the form's own figures; `cases` are the cases' figures as meant."""
    stated = prospects(form)
    totals = case_totals(cases)
    judge = ProspectJudge(stated=stated, totals=totals)
    found = explanations(prospect_slips(stated), judge)
    meant = undone(stated, found[0].slips)
    for slip in found[0].slips:
        for name in slip.factors:
            yield _slip(stated, slip, name, found)
    for relation in sorted(found[0].judgement.broken):
        yield _BROKEN[relation](meant, totals, judge)


def _slip(stated: Figures, slip: Slip, name: str, found: Sequence[Hypothesis]) -> Finding:
    likely = _corrections(stated, slip)
    kept = [other for other in found[0].slips if other is not slip]
    others = [
        _corrections(stated, one)
        for hypothesis in found[1:]
        for one in hypothesis.slips
        if sum(one is other for other in kept) == 0 and len(hypothesis.slips) == len(kept) + 1
    ]
    unit = _UNITS[name]
    return Finding(
        rule=slip.rule,
        severity=Severity.ERROR if stated[name] > 1 else Severity.WARNING,
        field=name,
        values={
            f"stated_{unit}": stated[name],
            f"likely_{unit}": next(one.value for one in likely if one.field == name),
        },
        likely=tuple(one for one in likely if one.field == name),
        alternatives=tuple(dict.fromkeys(one for one in others if one != likely)),
    )


def _corrections(stated: Figures, slip: Slip) -> tuple[Correction, ...]:
    return tuple(
        Correction(field=name, case_index=None, value=kept_digits(stated[name] / factor, _DIGITS))
        for name, factor in slip.factors.items()
    )


def _shares(meant: Figures, totals: CaseTotals, judge: ProspectJudge) -> Finding:
    del totals, judge
    name = max((NOW, IN_2030), key=lambda one: meant.get(one, 0.0))
    return Finding(
        rule=Rule.SHARE_RANGE,
        severity=Severity.ERROR,
        field=name,
        values={"stated_exact_share": meant[name]},
    )


def _falls(meant: Figures, totals: CaseTotals, judge: ProspectJudge) -> Finding:
    del totals, judge
    return Finding(
        rule=Rule.ADOPTION_FALLS,
        severity=Severity.WARNING,
        field=IN_2030,
        values={"stated_exact_share": meant[IN_2030], "now_exact_share": meant[NOW]},
    )


def _too_large(meant: Figures, totals: CaseTotals, judge: ProspectJudge) -> Finding:
    del totals, judge
    return Finding(
        rule=Rule.POTENTIAL_2030_TOO_LARGE,
        severity=Severity.WARNING,
        field=POTENTIAL,
        values={
            "full_tco2_per_year": full_adoption_tco2_per_year(meant) or 0.0,
            "national_tco2_per_year": usual.NATIONAL_EMISSIONS_TCO2_PER_YEAR,
            "limit_exact_share": usual.LARGEST_NATIONAL_SHARE,
        },
    )


def _too_small(meant: Figures, totals: CaseTotals, judge: ProspectJudge) -> Finding:
    today = judge.today_tco2_per_year(meant)
    return Finding(
        rule=Rule.POTENTIAL_2030_TOO_SMALL,
        severity=Severity.WARNING,
        field=POTENTIAL,
        values={
            "today_tco2_per_year": meant[POTENTIAL] if today is None else today,
            "cases_tco2_per_year": totals.abatement_tco2_per_year or 0.0,
        },
    )


def _proportion(meant: Figures, totals: CaseTotals, judge: ProspectJudge) -> Finding:
    del judge
    return Finding(
        rule=Rule.INVESTMENT_2030_DIFFERS,
        severity=Severity.HINT,
        field=TOTAL_INVESTMENT,
        values={
            "stated_yuan_per_tco2": meant[TOTAL_INVESTMENT] / meant[POTENTIAL],
            "cases_yuan_per_tco2": totals.investment_yuan_per_annual_tco2 or 0.0,
        },
    )


def _less_than_cases(meant: Figures, totals: CaseTotals, judge: ProspectJudge) -> Finding:
    del judge
    return Finding(
        rule=Rule.INVESTMENT_2030_TOO_SMALL,
        severity=Severity.WARNING,
        field=TOTAL_INVESTMENT,
        values={
            "stated_yuan": meant[TOTAL_INVESTMENT],
            "cases_yuan": totals.investment_yuan or 0.0,
        },
    )


_BROKEN: Mapping[str, Callable[[Figures, CaseTotals, ProspectJudge], Finding]] = {
    SHARES: _shares,
    FALLS: _falls,
    TOO_LARGE: _too_large,
    TOO_SMALL: _too_small,
    PROPORTION: _proportion,
    LESS_THAN_CASES: _less_than_cases,
}
