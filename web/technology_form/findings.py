"""What the audit finds in a draft, beside the fields it speaks of, with one-click corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.vocabulary.form_audit import FindingRule
from matcher.form_audit import Correction, Finding, correction_text, finding_text
from matcher.services import form_audits
from matcher.services.errors import InvalidError
from matcher.services.technology_drafts import FieldChange
from matcher.services.technology_fields import FieldPath
from web.i18n import current_language

if TYPE_CHECKING:
    from data.models import Technology

_METERED = frozenset(
    {FindingRule.REQUIRED_EMPTY, FindingRule.CONTACT_INCOMPLETE, FindingRule.TOO_FEW_CASES}
)
"""Gaps that the completeness meter counts already."""


def findings_of(session: Session, technology: Technology, now: datetime) -> Sequence[Finding]:
    """Return what the audit finds beyond what the meter counts, errors first."""
    found = form_audits.audit_technology(session, technology, now=now).findings
    return [one for one in found if one.rule not in _METERED]


def by_path(technology: Technology, findings: Iterable[Finding]) -> dict[str, list[dict[str, Any]]]:
    """Return the findings by the path of their field, as macros/technology_form.html draws them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in findings:
        found.setdefault(path_of(technology, one.field, one.case_index), []).append(
            drawn(technology, one)
        )
    return found


def path_of(technology: Technology, field: str, case_index: int | None) -> str:
    """Return the path of the field a finding speaks of."""
    if case_index is None:
        return field
    return f"cases.{technology.cases[case_index].id}.{field}"


def drawn(technology: Technology, finding: Finding) -> dict[str, Any]:
    """Return one finding with the corrections it offers."""
    language = current_language()
    url = url_for("technology_audit.adopt", technology_id=technology.id)
    choices = [
        {
            "value": key_of(technology, finding, index),
            "label": str(
                _(
                    "Use: %(change)s",
                    change="；".join(correction_text(one, language) for one in corrections),
                )
            ),
            "url": url,
        }
        for index, corrections in enumerate(_choices(finding))
    ]
    path = path_of(technology, finding.field, finding.case_index)
    return {
        "severity": finding.severity.value,
        "severity_label": finding.severity.label(language),
        "rule": finding.rule.value,
        "path": path,
        "is_box": _is_box(path),
        "case_number": None if finding.case_index is None else finding.case_index + 1,
        "text": finding_text(finding, language),
        "corrections": choices,
    }


def _is_box(path: str) -> bool:
    try:
        FieldPath.parse(path)
    except InvalidError:
        return False
    return True


def _choices(finding: Finding) -> list[Sequence[Correction]]:
    return [one for one in (finding.likely, *finding.alternatives) if one]


def key_of(technology: Technology, finding: Finding, index: int) -> str:
    """Return what a button posts: which finding, where, and which of its corrections."""
    path = path_of(technology, finding.field, finding.case_index)
    return f"{finding.rule.value}|{path}|{index}"


def wanted_changes(
    technology: Technology, findings: Iterable[Finding], key: str
) -> list[FieldChange]:
    """Return the changes a posted button means; nothing if the finding no longer stands."""
    for finding in findings:
        for index, corrections in enumerate(_choices(finding)):
            if key_of(technology, finding, index) == key:
                return [
                    FieldChange(
                        path=path_of(technology, one.field, one.case_index), value=one.value
                    )
                    for one in corrections
                ]
    return []
