"""Import rows of technologies, short to write in tests."""

from decimal import Decimal
from typing import Any

from data.importers.rows import CaseRow, OwnerRow, TechnologyRow
from data.vocabulary import CatalogueStatus, ProjectType, TechnologyStage


def case_row(**changes: Any) -> CaseRow:
    """Return a case with consistent numbers: 133.33 yuan a tonne over 15 years."""
    values: dict[str, Any] = {
        "name": "焦化厂余热改造（示例）",
        "address": "山西省临汾市",
        "project_type": ProjectType.RETROFIT,
        "investment_yuan": Decimal(10_000_000),
        "abatement_tco2_per_year": 5000.0,
        "service_life_years": 15.0,
        "annual_benefit_yuan": Decimal(2_500_000),
        "payback_years": 4.0,
        "construction_months": 6.0,
        "co_benefits": {},
    }
    return CaseRow(**{**values, **changes})


def technology_row(number: int = 1, **changes: Any) -> TechnologyRow:
    """Return a published technology of a fictional owner."""
    values: dict[str, Any] = {
        "external_id": f"T{number}",
        "name": f"循环冷却水余热回收供暖技术{number}",
        "technology_type": "2.1",
        "stage": TechnologyStage.PROMOTION,
        "catalogue_status": CatalogueStatus.PUBLISHED,
        "technical_principle": "以热泵提取循环冷却水热量，制取供暖热水。",
        "owner": OwnerRow(name="晋源热能（示例）", address="山西省太原市"),
        "applicability_rules": {},
        "cases": (case_row(),),
    }
    return TechnologyRow(**{**values, **changes})
