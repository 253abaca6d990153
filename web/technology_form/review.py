"""The whole form in words: to check before submitting, and to print as the official table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.vocabulary import FormSection
from matcher.form_completeness import NeededField
from matcher.services import applications
from matcher.services.technology_fields import FieldPath, is_unknown, value_at
from web.i18n import current_language
from web.presenters.cost import case_cost
from web.technology_form.fields import further_pollutants, label_of, section_paths
from web.technology_form.findings import drawn, findings_of
from web.technology_form.meter import section_url
from web.technology_form.words import in_words

if TYPE_CHECKING:
    from data.models import Technology

_FILLED = tuple(
    section for section in FormSection if section not in {FormSection.CASES, FormSection.OPINION}
)


def answers(technology: Technology) -> list[dict[str, Any]]:
    """Return every answer by page, each page with the address that changes it."""
    groups = []
    for section in FormSection:
        if section is FormSection.CASES:
            groups += [_case_group(technology, case) for case in technology.cases]
        elif section in _FILLED:
            title = section.label(current_language())
            url = section_url(technology.id, section)
            groups.append(_group(technology, title, url, section_paths(section)))
    return groups


def _case_group(technology: Technology, case: Any) -> dict[str, Any]:  # noqa: ANN401 - a case
    title = str(_("Case %(number)s", number=technology.cases.index(case) + 1))
    url = url_for("technology_form.case", technology_id=technology.id, case_id=case.id)
    paths = section_paths(FormSection.CASES, case.id) + further_pollutants(technology, case.id)
    return _group(technology, title, url, paths) | {"cost": case_cost(case)}


def _group(technology: Technology, title: str, url: str, paths: Sequence[str]) -> dict[str, Any]:
    facts = []
    for text in paths:
        path = FieldPath.parse(text)
        value = in_words(path, value_at(technology, path))
        if is_unknown(technology, path):
            value = str(_("Not sure"))
        if value is None and path.field in {"co_benefits", "applicability_rules"}:
            continue
        facts.append({"label": label_of(path), "value": value})
    return {"title": title, "url": url, "facts": facts}


def gaps(technology: Technology) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return what must still be filled in, and which supplements are open; each with its link."""
    found = applications.open_fields(technology)
    official = [_gap(technology, one) for one in found.official]
    return official, [_gap(technology, one) for one in found.supplements]


def _gap(technology: Technology, needed: NeededField) -> dict[str, str]:
    if needed.path == "cases":
        label = str(_("Case %(number)s", number=needed.case_number))
        return {"label": label, "url": section_url(technology.id, FormSection.CASES)}
    path = FieldPath.parse(needed.path)
    label, url = label_of(path), section_url(technology.id, needed.section)
    if path.case_id is not None:
        label = str(_("%(field)s (case %(number)s)", field=label, number=needed.case_number))
        url = url_for("technology_form.case", technology_id=technology.id, case_id=path.case_id)
    return {"label": label, "url": f"{url}#{needed.path}"}


def findings(session: Session, technology: Technology, at: datetime) -> list[dict[str, Any]]:
    """Return what the audit finds, errors first, each with the page its field stands on."""
    found = [drawn(technology, one) for one in findings_of(session, technology, at)]
    return [one | {"url": _page_of(technology, one["path"])} for one in found]


def _page_of(technology: Technology, path: str) -> str:
    if path.startswith("cases."):
        case_id = int(path.split(".")[1])
        url = url_for("technology_form.case", technology_id=technology.id, case_id=case_id)
        return f"{url}#{path}"
    for section in FormSection:
        if path in section_paths(section):
            return f"{section_url(technology.id, section)}#{path}"
    return section_url(technology.id, _section_of(path))


def _section_of(path: str) -> FormSection:
    known = {"cases": FormSection.CASES, "applicant_contact": FormSection.CONTACT}
    return known.get(path.partition(".")[0], FormSection.BASICS)
