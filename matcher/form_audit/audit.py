"""The audit of an application form: everything in it that does not agree, once (PRODUCT 4)."""

from collections.abc import Iterator

from matcher.form_audit.case_audit import audit_figures
from matcher.form_audit.case_figures import ABATEMENT, INVESTMENT
from matcher.form_audit.completeness import audit_completeness
from matcher.form_audit.dates import audit_dates
from matcher.form_audit.evidence import audit_evidence
from matcher.form_audit.finding import Finding, sorted_findings
from matcher.form_audit.form import AuditedForm
from matcher.form_audit.grid_factor import audit_grid_factor
from matcher.form_audit.prospect_audit import audit_prospects
from matcher.form_audit.prospects import POTENTIAL, TOTAL_INVESTMENT, prospects
from matcher.form_audit.reduction import audit_reduction
from matcher.form_audit.signs import audit_signs


def audit_form(form: AuditedForm) -> tuple[Finding, ...]:
    """Return every finding on a form, errors first, the form before its cases.

    Parameters
    ----------
    form : AuditedForm
        As stated; unknown figures take no part, and are reported where they are required.

    Returns
    -------
    tuple of Finding
        Empty for a consistent, complete form. No inconsistency is in it twice.

    References
    ----------
    .. [1] 环办气候〔2024〕2号 附件1, 附件2; docs/decisions/0140-slips-by-inference.md.
    """
    return sorted_findings(list(_findings(form)))


def _findings(form: AuditedForm) -> Iterator[Finding]:
    yield from audit_completeness(form)
    yield from audit_evidence(form)
    yield from audit_grid_factor(form)
    yield from audit_dates(form)
    stated = prospects(form)
    totals = ((ABATEMENT, POTENTIAL), (INVESTMENT, TOTAL_INVESTMENT))
    most = {name: stated[total] for name, total in totals if total in stated}
    cases = audit_figures(form.cases, most)
    for index, (case, audited) in enumerate(zip(form.cases, cases, strict=True)):
        yield from audit_signs(case, index)
        yield from audited.findings
        yield from audit_reduction(case, index, audited.meant)
    yield from audit_prospects(form, [audited.meant for audited in cases])
