"""Technologies as the API answers them: never a contact, review fields only to who may see them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.queries.technologies import TechnologyListItem
from matcher.services.technologies import TechnologyDetail

if TYPE_CHECKING:
    from data.models import TechnologyCase

_FORM_FIELDS = (
    "application_status",
    "technical_principle",
    "key_technology",
    "process_flow",
    "technical_indicators",
    "technology_source",
    "appraisal",
    "applicability",
    "applicability_rules",
    "promotion_barriers",
    "typical_users",
    "adoption_share",
    "adoption_share_2030",
    "investment_2030_yuan",
    "abatement_potential_2030_tco2_per_year",
    "comparison_technology",
)
_REVIEW_FIELDS = ("recommending_unit", "recommendation_opinion", "incomplete_fields")
_CASE_FIELDS = (
    "name",
    "address",
    "region_code",
    "latitude_deg",
    "longitude_deg",
    "position_precision",
    "project_type",
    "scale",
    "activity_amount",
    "activity_unit",
    "conditions",
    "content",
    "main_equipment",
    "investment_yuan",
    "conventional_investment_yuan",
    "construction_months",
    "commissioned_on",
    "abatement_tco2_per_year",
    "emission_reduction_share",
    "annual_benefit_yuan",
    "payback_years",
    "abatement_cost_yuan_per_tco2",
    "service_life_years",
    "environmental_benefit",
    "social_benefit",
    "co_benefits",
)


def technology_fields(item: TechnologyListItem) -> dict[str, Any]:
    """Return the fields of `web.schemas.technologies.TechnologyOut`."""
    technology = item.technology
    return {
        "id": str(technology.id),
        "external_id": technology.external_id,
        "name": technology.name,
        "technology_type": technology.technology_type,
        "technology_topics": technology.technology_topics,
        "fields": technology.fields,
        "stage": technology.stage,
        "catalogue_status": technology.catalogue_status,
        "batch": item.batch_name,
        "owner_name": item.owner_name,
        "owner_region_code": item.owner_region_code,
        "case_count": item.case_count,
        "published_on": technology.published_on,
        "is_demo": technology.is_demo,
    }


def detail_fields(detail: TechnologyDetail) -> dict[str, Any]:
    """Return the fields of `web.schemas.technologies.TechnologyDetailOut`."""
    technology = detail.item.technology
    form = {name: _plain(getattr(technology, name)) for name in _FORM_FIELDS}
    review = {
        name: getattr(technology, name) if detail.shows_review else None for name in _REVIEW_FIELDS
    }
    cases = [_case_fields(case) for case in technology.cases]
    return {**technology_fields(detail.item), **form, **review, "cases": cases}


def _case_fields(case: TechnologyCase) -> dict[str, Any]:
    fields = {name: _plain(getattr(case, name)) for name in _CASE_FIELDS}
    return {"id": str(case.id), **fields}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field
    return float(value) if isinstance(value, Decimal) else value
