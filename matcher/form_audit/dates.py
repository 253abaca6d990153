"""Dates: cases are implemented, and implemented in time."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from data.units import MONTHS_PER_YEAR
from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit.finding import Finding
from matcher.form_audit.form import AuditedCase, AuditedForm

EARLIEST_YEAR: Final = 1990
"""Before it no case of a catalogue of 2024 can have been begun. Decision 0141."""


def audit_dates(form: AuditedForm) -> Iterator[Finding]:
    """Yield what is wrong with commissioning dates and with the batch's closing date."""
    for index, case in enumerate(form.cases):
        if case.commissioned_on is not None:
            yield from _commissioned(form, index, case, case.commissioned_on)
    closes_on, today = form.batch_closes_on, form.audited_on
    if closes_on is not None and today is not None and today > closes_on and not form.is_submitted:
        yield Finding(
            rule=Rule.BATCH_CLOSED,
            severity=Severity.ERROR,
            field="batch",
            values={"closes_on": closes_on.isoformat()},
        )


def _commissioned(form: AuditedForm, index: int, case: AuditedCase, day: date) -> Iterator[Finding]:
    values: dict[str, float | str] = {"stated_on": day.isoformat()}
    rule: Rule | None = None
    if form.audited_on is not None and day > form.audited_on:
        rule = Rule.COMMISSIONED_IN_FUTURE
    elif form.batch_closes_on is not None and day > form.batch_closes_on:
        rule = Rule.COMMISSIONED_AFTER_BATCH
        values["closes_on"] = form.batch_closes_on.isoformat()
    elif _began_in(day, case.construction_months) < EARLIEST_YEAR:
        rule = Rule.COMMISSIONED_TOO_EARLY
        values["earliest"] = str(EARLIEST_YEAR)
    if rule is not None:
        is_error = rule is Rule.COMMISSIONED_IN_FUTURE
        yield Finding(
            rule=rule,
            severity=Severity.ERROR if is_error else Severity.WARNING,
            field="commissioned_on",
            case_index=index,
            values=values,
        )


def _began_in(day: date, construction_months: float | None) -> float:
    months = max(construction_months or 0.0, 0.0)
    return day.year + (day.month - 1 - months) / MONTHS_PER_YEAR
