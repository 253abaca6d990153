"""What stands in a draft, in the shape the pure rules of the form take."""

from typing import Any

from data.models import Technology
from matcher.form_completeness import CASE_FIELDS, CASE_SUPPLEMENTS, SECTION_FIELDS, DraftFacts


def draft_facts(technology: Technology) -> DraftFacts:
    """Return a draft, its cases loaded, as facts for `matcher.form_completeness`."""
    names = [name for of_section in SECTION_FIELDS.values() for name in of_section]
    cases: list[tuple[int, dict[str, Any]]] = [
        (
            case.id,
            {
                name: getattr(case, name)
                for name in (*CASE_FIELDS, *CASE_SUPPLEMENTS, "unknown_fields")
            },
        )
        for case in technology.cases
    ]
    return DraftFacts(
        stage=technology.stage,
        technology={name: getattr(technology, name) for name in names},
        contact=technology.applicant_contact or {},
        cases=cases,
    )
