"""Form audit: slips and gaps of an application form, with what was likely meant."""

from matcher.form_audit.audit import audit_form
from matcher.form_audit.finding import Correction, Finding
from matcher.form_audit.form import AuditedCase, AuditedForm
from matcher.form_audit.wording import correction_text, field_label, finding_text

__all__ = [
    "AuditedCase",
    "AuditedForm",
    "Correction",
    "Finding",
    "audit_form",
    "correction_text",
    "field_label",
    "finding_text",
]
