"""Demo accounts: one per role, each owning records, so that every journey works (RULINGS 18)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Enterprise, Organization, Park, Technology
from data.vocabulary import TOTP_REQUIRED_ROLES, Role
from matcher.services import accounts, second_factor
from matcher.services.jurisdictions import ensure_jurisdictions

DOMAIN = "demo.tanqiao.example"
PARK = "DEMO-P-01"
ENTERPRISE = "DEMO-P-01-E4"
TECHNOLOGY = "DEMO-2.1-01"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What a person needs to log in as one role."""

    role: Role
    email: str
    password: str
    totp_secret: str | None


def make_accounts(session: Session, *, now: datetime) -> tuple[DemoAccount, ...]:
    """Create the accounts with passwords generated for this instance; nothing is shared."""
    ensure_jurisdictions(session)
    park = session.scalars(select(Park).where(Park.external_id == PARK)).one()
    enterprise = session.scalars(
        select(Enterprise).where(Enterprise.external_id == ENTERPRISE)
    ).one()
    technology = session.scalars(
        select(Technology).where(Technology.external_id == TECHNOLOGY)
    ).one()
    hosts = {
        Role.PARK_MANAGER: _name(session, park.organization_id),
        Role.ENTERPRISE_USER: _name(session, enterprise.organization_id),
        Role.TECHNOLOGY_OWNER: _name(session, technology.organization_id),
        Role.BUREAU_OFFICER: "国家生态环境主管部门（示例）",
        Role.EXPERT: "低碳技术研究院（示例）",
    }
    return tuple(
        _make(session, role, hosts.get(role, "平台运营单位（示例）"), now) for role in Role
    )


def make_unit_accounts(session: Session, *, now: datetime) -> tuple[DemoAccount, ...]:
    """Create officers of recommending units: the demo owner's province, and an association."""
    province = _make(
        session,
        Role.BUREAU_OFFICER,
        "江苏省生态环境主管部门（示例）",
        now,
        address="province-officer",
        name="推荐单位经办人（示例）",
        region_code="320000",
    )
    association = _make(
        session,
        Role.BUREAU_OFFICER,
        "低碳产业协会（示例）",
        now,
        address="association-officer",
        name="行业协会经办人（示例）",
        jurisdiction_code="ASSOCIATIONS",
    )
    return province, association


def _make(
    session: Session,
    role: Role,
    organization_name: str,
    now: datetime,
    *,
    address: str = "",
    name: str = "",
    region_code: str | None = None,
    jurisdiction_code: str | None = None,
) -> DemoAccount:
    made = accounts.create_user(
        session,
        email=f"{address or role.value.replace('_', '-')}@{DOMAIN}",
        name=name or f"{role.label_zh}（示例）",
        role=role,
        organization_name=organization_name,
        region_code=region_code,
        jurisdiction_code=jurisdiction_code,
        now=now,
        must_change_password=False,
    )
    secret = None
    if role in TOTP_REQUIRED_ROLES:
        secret = second_factor.enrol_directly(session, made.user_id, now=now)
    return DemoAccount(role, made.email, made.password, secret)


def _name(session: Session, organization_id: int | None) -> str:
    return session.get_one(Organization, organization_id).name
