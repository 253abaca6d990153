"""The context of one page of the form, and the parts of it that change after a save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy.orm import Session

from data.queries import applications
from data.vocabulary import FormSection
from matcher.services import technology_drafts
from matcher.services.actor import Actor
from matcher.services.errors import NotFoundError
from matcher.services.technology_fields import case_of
from web.i18n import current_language
from web.presenters.cost import case_cost
from web.regions import region_name
from web.technology_form.fields import Shown, drawn_fields, further_pollutants, section_paths
from web.technology_form.findings import by_path, findings_of
from web.technology_form.messages import summary
from web.technology_form.meter import case_counts, meter, next_section, section_url

if TYPE_CHECKING:
    from data.models import Technology, TechnologyCase


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of which draft."""

    technology_id: int
    section: FormSection
    case_id: int | None = None

    @property
    def url(self) -> str:
        """Its address."""
        if self.case_id is None:
            return section_url(self.technology_id, self.section)
        return url_for(
            "technology_form.case", technology_id=self.technology_id, case_id=self.case_id
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields it asks for."""
        return section_paths(self.section, self.case_id)


def page_context(
    session: Session,
    actor: Actor,
    place: Place,
    *,
    at: datetime,
    shown: Shown | None = None,
    candidates: Sequence[Any] = (),
) -> dict[str, Any]:
    """Return everything a page of the form shows; `at` is the instant of the audit.

    Raises
    ------
    NotFoundError
        If the draft or the case is not there for this actor.
    """
    technology = technology_drafts.readable(session, actor=actor, technology_id=place.technology_id)
    case = None
    if place.case_id is not None:
        case = case_of(technology, place.case_id)
        if case is None:
            raise NotFoundError("technology_case", place.case_id)
    paths = place.paths
    if place.case_id is not None:
        paths += further_pollutants(technology, place.case_id)
    following = next_section(place.section)
    errors = dict(shown.errors or {}) if shown else {}
    return {
        "technology": technology,
        "place": place,
        "section": place.section,
        "section_title": place.section.label(current_language()),
        "fields": drawn_fields(technology, paths, shown),
        "errors": summary(errors),
        "findings": by_path(technology, findings_of(session, technology, at)),
        "meter": meter(technology, place.section.value),
        "next_label": following.label(current_language()) if following else None,
        "is_editable": technology_drafts.is_editable(technology),
        "returned": applications.returned_of(session, technology.id),
        "case": _case(technology, case, candidates) if case else None,
        "cases": _cases(technology) if place.section is FormSection.CASES else [],
    }


def _cases(technology: Technology) -> list[dict[str, Any]]:
    counts = case_counts(technology)
    last = len(technology.cases)
    return [
        {
            "id": case.id,
            "number": number,
            "name": case.name,
            "count": counts.get(case.id),
            "is_first": number == 1,
            "is_last": number == last,
            "place": region_name(case.region_code, current_language()) or case.address,
        }
        for number, case in enumerate(technology.cases, start=1)
    ]


def _case(
    technology: Technology, case: TechnologyCase, candidates: Sequence[Any]
) -> dict[str, Any]:
    language = current_language()
    return {
        "id": case.id,
        "number": technology.cases.index(case) + 1,
        "name": case.name,
        "cost": case_cost(case),
        "region": region_name(case.region_code, language),
        "precision": case.position_precision.label(language) if case.position_precision else None,
        "has_address": bool(case.address),
        "candidates": [{"value": one.region_code, "label": one.name} for one in candidates],
    }
