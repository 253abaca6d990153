"""Technologies, cases, parks and demands for tests, without going through imports or pages."""

from datetime import date
from itertools import count

from data.models import Demand, Park, Technology, TechnologyCase
from data.vocabulary import CatalogueStatus, ProjectType, TechnologyStage
from matcher.services import changes

WASTE_HEAT = "轧钢加热炉烟气余热回收，用余热锅炉产生蒸汽供生产使用"
NEED = "轧钢加热炉烟气余热回收，希望产生蒸汽自用"
TOPICS = (
    WASTE_HEAT,
    "空压机余热回收制取生活热水，替代燃气锅炉",
    "屋顶分布式光伏与储能一体化供电",
    "二氧化碳捕集与矿化利用生产建材",
    "生物质气化替代燃煤工业锅炉",
)
_numbers = count(1)


def make_technology(session, now, *, owner=None, cases=1, **fields) -> Technology:
    """A published technology about waste heat, with cases, announced to every process."""
    number = next(_numbers)
    values = {
        "external_id": f"X{number}",
        "catalogue_status": CatalogueStatus.PUBLISHED,
        "name": f"示例余热回收技术 {number}",
        "technology_type": "2.1",
        "stage": TechnologyStage.PROMOTION,
        "technical_principle": f"{WASTE_HEAT}{own_words(number)}",
        "applicability_rules": {},
        "organization_id": owner.organization.id if owner else None,
        "published_on": date(2026, 5, 1),
        "created_at": now,
        "updated_at": now,
    }
    technology = Technology(**(values | fields))
    technology.cases = [make_case(ordinal) for ordinal in range(1, cases + 1)]
    session.add(technology)
    session.flush()
    announce(session, technology, now)
    return technology


def own_words(number: int) -> str:
    """Rare characters that no other technology has: entries of one owner are no near-copies.

    From the first extension of Han: no word that a test searches for is among them.
    """
    return "".join(chr(0x3400 + (number * 7919 + place * 1049) % 6500) for place in range(60))


def make_case(ordinal=1, **fields) -> TechnologyCase:
    """A retrofit in Suzhou whose figures agree: 133.3 yuan/tCO2."""
    values = {
        "ordinal": ordinal,
        "name": f"示例项目 {ordinal}",
        "region_code": "320500",
        "latitude_deg": 31.3,
        "longitude_deg": 120.6,
        "project_type": ProjectType.RETROFIT,
        "investment_yuan": 10_000_000,
        "abatement_tco2_per_year": 5000.0,
        "service_life_years": 15.0,
        "annual_benefit_yuan": 2_500_000,
        "payback_years": 4.0,
        "construction_months": 6.0,
    }
    return TechnologyCase(**(values | fields))


def announce(session, technology, now) -> None:
    """Tell every process that a technology changed."""
    changes.announce(session, kind=changes.TECHNOLOGY, ids=[technology.id], now=now)


def make_demand(session, now, poster, **fields) -> Demand:
    """An open demand of the poster's organization."""
    values = {
        "organization_id": poster.organization.id,
        "created_by_id": poster.user.id,
        "title": "示例需求：加热炉余热",
        "text": NEED,
        "region_code": "320500",
        "latitude_deg": 31.3,
        "longitude_deg": 120.6,
        "created_at": now,
        "updated_at": now,
    }
    demand = Demand(**(values | fields))
    session.add(demand)
    session.flush()
    return demand


def make_park(session, owner, **fields) -> Park:
    """A park of the owner's organization."""
    values = {
        "organization_id": owner.organization.id,
        "external_id": f"P{next(_numbers)}",
        "name": "示例园区",
        "created_at": owner.user.created_at,
        "region_code": "320500",
        "latitude_deg": 31.3,
        "longitude_deg": 120.6,
    }
    park = Park(**(values | fields))
    session.add(park)
    session.flush()
    return park
