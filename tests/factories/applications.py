"""Complete forms, batches, units and applications in every state, by the use cases themselves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Application, CatalogueBatch, Jurisdiction, Technology
from data.models import TechnologyCase as Case
from data.reference import fields_of
from data.vocabulary import (
    CatalogueScope,
    CatalogueStatus,
    JurisdictionKind,
    OrganizationKind,
    ProjectType,
    ReviewState,
    Role,
    TechnologyStage,
)
from matcher.services import applications
from matcher.services.applications import ReviewMove
from tests.factories.people import Person, make_organization, make_person

S = ReviewState
_numbers = count(1)
PATH = (S.RECOMMENDED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE, S.PUBLISHED)
BY_UNIT = {S.RECOMMENDED}


@dataclass
class Desk:
    """Everybody an application meets: owner, unit, national officer; with a batch."""

    owner: Person
    unit: Person
    officer: Person
    batch: CatalogueBatch


def make_jurisdiction(
    session: Session, kind: JurisdictionKind, region_code: str | None = None
) -> Jurisdiction:
    code = region_code or kind.value.upper()
    found = session.scalar(select(Jurisdiction).where(Jurisdiction.code == code))
    if found is None:
        found = Jurisdiction(
            code=code, name_zh=f"示例{code}", name_en=code, kind=kind, region_code=region_code
        )
        session.add(found)
        session.flush()
    return found


def make_unit(
    session: Session,
    now: datetime,
    *,
    kind: JurisdictionKind = JurisdictionKind.PROVINCE,
    region_code: str | None = "320000",
) -> Person:
    """An officer of a recommending unit: a bureau of a region, or another system's."""
    is_region = kind in {JurisdictionKind.PROVINCE, JurisdictionKind.PREFECTURE}
    jurisdiction = make_jurisdiction(session, kind, region_code if is_region else None)
    organization = make_organization(
        session,
        now,
        Role.BUREAU_OFFICER,
        name=f"示例推荐单位 {next(_numbers)}",
        kind=OrganizationKind.BUREAU if is_region else OrganizationKind.ASSOCIATION,
        region_code=region_code if is_region else None,
        jurisdiction_id=jurisdiction.id,
        is_recommending_unit=True,
    )
    person = make_person(
        session,
        now,
        Role.BUREAU_OFFICER,
        organization=organization,
        region_code=region_code if is_region else None,
    )
    person.jurisdiction = kind
    return person


def make_officer(session: Session, now: datetime) -> Person:
    """An officer of the whole country."""
    jurisdiction = make_jurisdiction(session, JurisdictionKind.NATIONAL)
    organization = make_organization(
        session,
        now,
        Role.BUREAU_OFFICER,
        name=f"示例国家部门 {next(_numbers)}",
        region_code=None,
        jurisdiction_id=jurisdiction.id,
        is_recommending_unit=True,
    )
    person = make_person(session, now, Role.BUREAU_OFFICER, organization=organization)
    person.jurisdiction = JurisdictionKind.NATIONAL
    return person


def make_batch(
    session: Session, now: datetime, *, region_code: str | None = None, **fields
) -> CatalogueBatch:
    """A batch that takes applications for thirty days around now."""
    number = next(_numbers)
    values = {
        "code": f"B{number}",
        "name": f"示例批次 {number}",
        "scope": CatalogueScope.LOCAL if region_code else CatalogueScope.NATIONAL,
        "region_code": region_code,
        "call_text": "示例征集通知",
        "opens_on": (now - timedelta(days=15)).date(),
        "closes_on": (now + timedelta(days=15)).date(),
        "created_at": now,
    }
    made = CatalogueBatch(**(values | fields))
    session.add(made)
    session.flush()
    return made


def make_desk(session: Session, now: datetime, *, region_code: str | None = None) -> Desk:
    """Owner in Suzhou, bureau of Jiangsu, national officer, and an open batch."""
    return Desk(
        owner=make_person(session, now, Role.TECHNOLOGY_OWNER),
        unit=make_unit(session, now),
        officer=make_officer(session, now),
        batch=make_batch(session, now, region_code=region_code),
    )


def make_form(session: Session, owner: Person, now: datetime, **fields) -> Technology:
    """A complete draft of a promotion technology with two cases."""
    number = next(_numbers)
    words = dict.fromkeys(
        (
            "application_status",
            "process_flow",
            "key_technology",
            "technical_indicators",
            "technology_source",
            "applicability",
            "promotion_barriers",
            "typical_users",
            "comparison_technology",
        ),
        "示例内容",
    )
    values = words | {
        "source": str(owner.organization.id),
        "external_id": f"FORM-{number}",
        "name": f"示例循环水余热回收技术 {number}",
        "organization_id": owner.organization.id,
        "catalogue_status": CatalogueStatus.DRAFT,
        "technology_type": "2.1",
        "fields": ["钢铁"],
        "stage": TechnologyStage.PROMOTION,
        "technical_principle": f"以热泵提取循环冷却水热量，制取供暖热水（示例 {number}）。",
        "adoption_share": 0.05,
        "adoption_share_2030": 0.2,
        "investment_2030_yuan": Decimal(2_000_000_000),
        "abatement_potential_2030_tco2_per_year": 1_500_000.0,
        "applicant_contact": make_contact(),
        "created_at": now,
        "updated_at": now,
    }
    technology = Technology(**(values | fields))
    technology.cases = [make_form_case(1), make_form_case(2)]
    session.add(technology)
    session.flush()
    return technology


def make_contact(**fields) -> dict[str, str]:
    """Everything the form asks of whom to call."""
    known = {entry.field: "示例" for entry in fields_of("applicant_contact")}
    return known | {
        "contact_name": "示例联系人甲",
        "contact_phone": "13800000000",
        "email": "a@example.com",
        **fields,
    }


def make_form_case(ordinal: int, **fields) -> Case:
    """A case with every box filled and figures that agree."""
    words = ("scale", "conditions", "content", "main_equipment")
    benefits = ("environmental_benefit", "social_benefit")
    values = dict.fromkeys((*words, *benefits), "示例内容") | {
        "ordinal": ordinal,
        "name": f"示例项目 {ordinal}",
        "address": "江苏省苏州市",
        "region_code": "320500",
        "project_type": ProjectType.RETROFIT,
        "investment_yuan": Decimal(10_000_000),
        "abatement_tco2_per_year": 5000.0,
        "emission_reduction_share": 0.2,
        "abatement_cost_yuan_per_tco2": 10_000_000 / (5000 * 15),
        "service_life_years": 15.0,
        "annual_benefit_yuan": Decimal(2_500_000),
        "payback_years": 4.0,
        "construction_months": 6.0,
    }
    return Case(**(values | fields))


def hand_in(
    session: Session, desk: Desk, technology: Technology, now: datetime, **fields
) -> Application:
    """Hand a form in to the desk's batch, naming the desk's unit."""
    values = {
        "batch_id": desk.batch.id,
        "recommending_organization_id": desk.unit.organization.id,
    }
    return applications.submit(
        session,
        actor=desk.owner.actor,
        technology_id=technology.id,
        now=now,
        **(values | fields),
    )


def step(
    session: Session, desk: Desk, application: Application, to: ReviewState, now: datetime, **fields
) -> Application:
    """Move an application by whoever may, with what the move needs."""
    closes_on: date = (now + timedelta(days=10)).date()
    values = {
        "note": "示例理由",
        "opinion": "同意推荐（示例）",
        "is_complete": True,
        "notice_closes_on": closes_on if to is S.PUBLIC_NOTICE else None,
    }
    person = desk.unit if to in BY_UNIT else desk.officer
    return applications.move(
        session,
        actor=person.actor,
        application_id=application.id,
        move=ReviewMove(to=to, **(values | fields)),
        now=now,
    )


def take_to(
    session: Session, desk: Desk, application: Application, to: ReviewState, now: datetime
) -> Application:
    """Take a submitted application along the straight way to a state."""
    for state in PATH[: PATH.index(to) + 1]:
        at = now + timedelta(days=11) if state is S.PUBLISHED else now
        step(session, desk, application, state, at)
    return application
