"""Required fields, contact, number of cases (附件1; RULINGS 26)."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from data.reference import fields_of
from data.vocabulary import ProjectType, TechnologyStage
from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit.finding import Finding
from matcher.form_audit.form import AuditedCase, AuditedForm

_NOT_ASKED: Final = frozenset(
    {"external_id", "technology_category", "recommending_unit", "recommendation_opinion"}
)
"""Ours, derived, or the recommending unit's to write after the owner hands the form in."""

_OWN_RULE: Final = frozenset({"applicant_contact", "cases", "comparison_technology"})
"""Said by their own rules, so that nothing is said twice."""

NEEDED_CASES: Final = {TechnologyStage.DEMONSTRATION: 1, TechnologyStage.PROMOTION: 2}
CONTACT: Final = "applicant_contact"
NEVER_EARNED_BACK: Final = "payback_years"


def audit_completeness(form: AuditedForm) -> Iterator[Finding]:
    """Yield what is missing: fields of the form, of the contact, of each case, and cases."""
    for name in _required("technology", form.stage, None):
        if name in form.empty_fields and name not in _OWN_RULE:
            yield _empty(name, None)
    yield from _contact(form)
    yield from _case_count(form)
    for index, case in enumerate(form.cases):
        for name in _required("technology_case", form.stage, case.project_type):
            if name in case.empty_fields and not _is_excused(name, case):
                yield _empty(name, index)


@lru_cache(maxsize=32)
def _required(
    record: str, stage: TechnologyStage | None, project_type: ProjectType | None
) -> tuple[str, ...]:
    wanted = {"yes"} | ({"new_build"} if project_type is ProjectType.NEW_BUILD else set())
    is_demonstration = stage is TechnologyStage.DEMONSTRATION
    return tuple(
        entry.field
        for entry in fields_of(record)
        if entry.field not in _NOT_ASKED
        and (entry.required_demonstration if is_demonstration else entry.required_promotion)
        in wanted
    )


def _is_excused(name: str, case: AuditedCase) -> bool:
    """Return whether a field may stay empty: what is never earned back has no payback."""
    benefit = case.annual_benefit_yuan
    return name == NEVER_EARNED_BACK and benefit is not None and benefit <= 0


def _empty(name: str, index: int | None) -> Finding:
    return Finding(rule=Rule.REQUIRED_EMPTY, severity=Severity.ERROR, field=name, case_index=index)


def _contact(form: AuditedForm) -> Iterator[Finding]:
    needed = _required(CONTACT, form.stage, None)
    is_empty = CONTACT in form.empty_fields
    missing = [name for name in needed if is_empty or name in form.contact_empty_fields]
    if missing:
        yield Finding(
            rule=Rule.CONTACT_INCOMPLETE,
            severity=Severity.ERROR,
            field=CONTACT,
            values={"missing_fields": " ".join(missing)},
        )


def _case_count(form: AuditedForm) -> Iterator[Finding]:
    needed = NEEDED_CASES.get(form.stage, 1) if form.stage else 1
    if len(form.cases) < needed:
        yield Finding(
            rule=Rule.TOO_FEW_CASES,
            severity=Severity.ERROR,
            field="cases",
            values={
                "needed": float(needed),
                "stated": float(len(form.cases)),
                "stage": form.stage.value if form.stage else "",
            },
        )
