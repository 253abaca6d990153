"""Everything the page of one technology shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from data.queries import demand_matches, records
from data.queries import technologies as reads
from data.reference import field_dictionary
from data.vocabulary import CatalogueStatus, Role
from matcher.services.access import POSTING_ROLES
from matcher.services.actor import Actor
from matcher.services.batches import within
from web import figures
from web.i18n import current_language
from web.presenters import technology as words
from web.presenters.cost import amount, case_cost
from web.regions import region_name

if TYPE_CHECKING:
    from data.models import CatalogueBatch, Organization, Technology, TechnologyCase

_TEXTS = (
    "application_status",
    "technical_principle",
    "key_technology",
    "process_flow",
    "technical_indicators",
    "technology_source",
    "appraisal",
    "applicability",
    "promotion_barriers",
    "typical_users",
    "recommendation_opinion",
)
"""Long texts of the form, in its order."""

_CASE_TEXTS = (
    "scale",
    "conditions",
    "content",
    "main_equipment",
    "environmental_benefit",
    "social_benefit",
)
_CASE_FACTS = (
    "conventional_investment_yuan",
    "construction_months",
    "emission_reduction_share",
    "annual_benefit_yuan",
    "service_life_years",
)


def technology_page(session: Session, technology_id: int, actor: Actor | None) -> dict[str, Any]:
    """Return the context of catalogue/show.html for a technology the actor may read."""
    technology = reads.with_cases(session, [technology_id])[0]
    owner = records.organization(session, technology.organization_id)
    batch = records.batch(session, technology.batch_id)
    language = current_language()
    is_own = actor is not None and actor.role is Role.TECHNOLOGY_OWNER
    is_own = is_own and actor is not None and technology.organization_id == actor.organization_id
    sees_private = is_own or (actor is not None and actor.role is Role.BUREAU_OFFICER)
    return {
        "technology": technology,
        "status_label": technology.catalogue_status.label(language),
        "is_published": technology.catalogue_status is CatalogueStatus.PUBLISHED,
        "owner": owner,
        "owner_region": region_name(owner.region_code, language) if owner else None,
        "batch": batch.name if batch else None,
        "type_name": words.type_label(technology.technology_type),
        "overview": _overview(technology, owner, batch),
        "outlook": _outlook(technology),
        "texts": _texts(technology, sees_private=sees_private),
        "rules": words.rules_in_words(technology.applicability_rules),
        "cases": [_case(case) for case in technology.cases],
        "completeness_share": words.completeness_share(technology),
        "missing": words.missing_fields(technology),
        "is_own": is_own,
        "may_manage": technology.catalogue_status is CatalogueStatus.PUBLISHED
        and (is_own or _oversees(actor, owner)),
        "is_poster": actor is not None and actor.role in POSTING_ROLES,
        "needs": _needs(session, technology.id, actor),
    }


def _oversees(actor: Actor | None, owner: Organization | None) -> bool:
    """Return whether an officer's region holds the owner, so that the application is theirs."""
    if actor is None or actor.role is not Role.BUREAU_OFFICER or actor.is_sectoral:
        return False
    if actor.is_national or actor.region_code is None:
        return True
    return within(owner.region_code if owner else None, actor.region_code)


def _overview(
    technology: Technology, owner: Organization | None, batch: CatalogueBatch | None
) -> list[dict[str, Any]]:
    language = current_language()
    values = {
        "technology_category": words.category_label(technology.technology_type),
        "technology_type": words.type_label(technology.technology_type),
        "technology_topics": words.topic_labels(technology.technology_topics) or None,
        "fields": words.field_names(technology.fields) or None,
        "stage": technology.stage.label(language) if technology.stage else None,
        "batch": batch.name if batch else None,
        "owner": owner.name if owner else None,
        "recommending_unit": technology.recommending_unit,
        "comparison_technology": technology.comparison_technology,
    }
    return [
        {"label": words.field_label("technology", name), "value": value}
        for name, value in values.items()
    ]


def _outlook(technology: Technology) -> list[dict[str, Any]]:
    names = (
        "adoption_share",
        "adoption_share_2030",
        "investment_2030_yuan",
        "abatement_potential_2030_tco2_per_year",
    )
    chinese = current_language() == "zh"
    makers: dict[str, Any] = {
        "adoption_share": lambda value: figures.share(value, 1),
        "adoption_share_2030": lambda value: figures.share(value, 1),
        "investment_2030_yuan": lambda value: figures.money(value, chinese=chinese),
        "abatement_potential_2030_tco2_per_year": lambda value: figures.tonnes(value, _),
    }
    return [
        {
            "label": words.field_label("technology", name),
            "figure": makers[name](getattr(technology, name)),
        }
        for name in names
    ]


def _texts(technology: Technology, *, sees_private: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": words.field_label("technology", name),
            "value": getattr(technology, name),
            "is_private": name in words.PRIVATE_FIELDS,
        }
        for name in _TEXTS
        if sees_private or name not in words.PRIVATE_FIELDS
    ]


def _case(case: TechnologyCase) -> dict[str, Any]:
    language = current_language()
    place = [case.address or region_name(case.region_code, language)]
    if case.commissioned_on:
        place.append(_("in operation since %(year)s", year=case.commissioned_on.year))
    facts = [
        {
            "label": words.field_label("technology_case", name),
            "value": amount(name, getattr(case, name)) if getattr(case, name) is not None else None,
        }
        for name in _CASE_FACTS
        if name != "conventional_investment_yuan" or case.conventional_investment_yuan is not None
    ]
    known = field_dictionary()
    return {
        "case": case,
        "place": place,
        "project_type": case.project_type.label(language) if case.project_type else None,
        "facts": facts,
        "texts": [
            {"label": words.field_label("technology_case", name), "value": getattr(case, name)}
            for name in _CASE_TEXTS
        ],
        "co_benefits": [
            {"label": words.pollutant_label(name), "value": value}
            for name, value in case.co_benefits.items()
        ],
        "co_benefits_label": known["technology_case", "co_benefits"].label(language),
        "cost": case_cost(case),
    }


def _needs(session: Session, technology_id: int, actor: Actor | None) -> list[dict[str, Any]]:
    """Return the caller's open needs, those this technology was shown for first."""
    if actor is None or actor.role not in POSTING_ROLES:
        return []
    if "matches.show" not in current_app.view_functions:
        return []
    rows = demand_matches.open_demands_with_rank(
        session, organization_id=actor.organization_id, technology_id=technology_id
    )
    return [
        {
            "title": row.title,
            "rank": row.rank,
            "url": url_for("matches.show", demand_id=row.demand_id)
            + (f"#match-{row.rank}" if row.rank else ""),
        }
        for row in rows
    ]
