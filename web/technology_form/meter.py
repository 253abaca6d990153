"""How complete a draft is, section by section, and the way through its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, url_for

from data.vocabulary import FormSection
from matcher.form_completeness import (
    NeededField,
    SectionCount,
    needed_fields,
    section_counts,
    total_count,
)
from matcher.services.technology_facts import draft_facts
from web.i18n import current_language

if TYPE_CHECKING:
    from data.models import Technology


def meter(technology: Technology, current: str = "") -> dict[str, Any]:
    """Return the sections with their counts and the total, for the column beside the form."""
    needed = needed_fields(draft_facts(technology))
    counts = section_counts(needed)
    total = total_count(counts)
    language = current_language()
    return {
        "total": total,
        "current": current,
        "files_url": url_for("technology_files.index", technology_id=technology.id),
        "check_url": _check_url(technology.id),
        "share": total.filled / total.total if total.total else 1.0,
        "sections": [
            {
                "value": section.value,
                "label": section.label(language),
                "count": counts.get(section),
                "url": section_url(technology.id, section),
                "current": section.value == current,
            }
            for section in FormSection
        ],
    }


def _check_url(technology_id: int) -> str | None:
    known = "technology_submission.check" in current_app.view_functions
    return url_for("technology_submission.check", technology_id=technology_id) if known else None


def section_url(technology_id: int, section: FormSection) -> str:
    """Return the address of a section's page."""
    return url_for("technology_form.section", technology_id=technology_id, section=section.value)


def next_section(section: FormSection) -> FormSection | None:
    """Return the section after this one; None after the last."""
    order = list(FormSection)
    index = order.index(section) + 1
    return order[index] if index < len(order) else None


def case_counts(technology: Technology) -> dict[int, SectionCount]:
    """Return how complete each case is, by id."""
    found: dict[int, list[NeededField]] = {}
    for one in needed_fields(draft_facts(technology)):
        if one.case_number:
            found.setdefault(one.case_number, []).append(one)
    return {
        case.id: SectionCount(sum(one.is_filled for one in of_case), len(of_case))
        for number, case in enumerate(technology.cases, start=1)
        if (of_case := [one for one in found.get(number, []) if one.path != "cases"])
    }
