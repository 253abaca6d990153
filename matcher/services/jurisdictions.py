"""Jurisdictions as records: whose applications a recommending unit may recommend (RULINGS 12)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Jurisdiction, Organization
from data.reference import divisions, region_label
from data.vocabulary import JurisdictionKind, OrganizationKind

NATIONAL_CODE = "CN"
SYSTEMS = (
    (NATIONAL_CODE, "全国", "China", JurisdictionKind.NATIONAL),
    (
        "XPCC",
        "新疆生产建设兵团",
        "Xinjiang Production and Construction Corps",
        JurisdictionKind.XPCC,
    ),
    (
        "SASAC",
        "国务院国资委（中央企业）",
        "Central state-owned enterprises",
        JurisdictionKind.STATE_ASSETS,
    ),
    ("ASSOCIATIONS", "各行业协会", "Industry associations", JurisdictionKind.ASSOCIATION),
    ("INSTITUTES", "科研院所", "Research institutes", JurisdictionKind.INSTITUTE),
)
"""Jurisdictions that are no region. Source: the notice's covering letter; 附件2 十三."""

KIND_OF_SYSTEM = {
    "XPCC": OrganizationKind.BUREAU,
    "SASAC": OrganizationKind.STATE_ASSETS,
    "ASSOCIATIONS": OrganizationKind.ASSOCIATION,
    "INSTITUTES": OrganizationKind.INSTITUTE,
}
"""What a recommending unit of each system is."""

_KIND_OF_LEVEL = {
    "province": JurisdictionKind.PROVINCE,
    "prefecture": JurisdictionKind.PREFECTURE,
}
_CODE_OF_ORGANIZATION = {
    OrganizationKind.STATE_ASSETS: "SASAC",
    OrganizationKind.ASSOCIATION: "ASSOCIATIONS",
    OrganizationKind.INSTITUTE: "INSTITUTES",
}


def ensure_jurisdictions(session: Session) -> int:
    """Write the jurisdictions that are missing; return how many were new."""
    known = set(session.scalars(select(Jurisdiction.code)))
    made = [
        Jurisdiction(code=code, name_zh=name_zh, name_en=name_en, kind=kind)
        for code, name_zh, name_en, kind in SYSTEMS
        if code not in known
    ]
    made += [
        Jurisdiction(
            code=item.region_code,
            name_zh=item.name,
            name_en=region_label(item.region_code, "en"),
            kind=_KIND_OF_LEVEL[item.level],
            region_code=item.region_code,
        )
        for item in divisions().values()
        if item.level in _KIND_OF_LEVEL and item.region_code not in known
    ]
    session.add_all(made)
    session.flush()
    _link_parents(session)
    return len(made)


def assign_jurisdiction(
    session: Session, organization: Organization, *, code: str | None = None
) -> None:
    """Give a bureau its region's jurisdiction, and other recommending units their system's.

    `code` names a system (XPCC, SASAC, ASSOCIATIONS, INSTITUTES) where the kind does not say it.
    """
    if code is None:
        code = _CODE_OF_ORGANIZATION.get(organization.kind)
    if code is None and organization.kind is OrganizationKind.BUREAU:
        code = organization.region_code or NATIONAL_CODE
    if code is None:
        return
    found = session.scalar(select(Jurisdiction).where(Jurisdiction.code == code))
    organization.jurisdiction_id = None if found is None else found.id
    organization.is_recommending_unit = found is not None


def _link_parents(session: Session) -> None:
    by_code = {row.code: row for row in session.scalars(select(Jurisdiction))}
    national = by_code[NATIONAL_CODE]
    for code, row in by_code.items():
        if row.parent_id is not None or row is national:
            continue
        division = divisions().get(code)
        parent = by_code.get(division.parent_code or "") if division else None
        row.parent_id = (parent or national).id
    session.flush()
