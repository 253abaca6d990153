"""What the form audit found, for those who check an application: errors first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matcher.review_states import UNDER_REVIEW_STATES
from matcher.services.applications import with_cases
from matcher.services.form_audits import audit_technology
from web.extensions import now
from web.i18n import current_language
from web.presenters.form_audit import presented_finding

if TYPE_CHECKING:
    from data.models import Application

_TONES = {"error": "red", "warning": "amber"}


def findings_of(session: Session, application: Application) -> list[dict[str, Any]] | None:
    """Return the findings on a form under review; None while its owner may still change it.

    A form under review cannot be changed, so the entry says what was handed in.
    """
    if application.state not in UNDER_REVIEW_STATES:
        return None
    technology = with_cases(session, application.technology_id)
    audit = audit_technology(session, technology, now=now())
    found = [presented_finding(one, current_language()) for one in audit.findings]
    return [
        one | {"tone": _TONES.get(one["severity"], "slate"), "field_label": _label(one)}
        for one in found
    ]


def _label(finding: dict[str, Any]) -> str:
    if finding["case_index"] is None:
        return str(finding["field_label"])
    number = finding["case_index"] + 1
    return str(_("%(field)s (case %(number)s)", field=finding["field_label"], number=number))
