from sqlalchemy import func, select

from data.models import Jurisdiction, Organization
from data.session import reading, unit_of_work
from data.vocabulary import JurisdictionKind, Role
from matcher.services import accounts
from matcher.services.jurisdictions import ensure_jurisdictions


def test_regions_and_systems_of_their_own_are_records(sessions):
    with unit_of_work(sessions) as session:
        made = ensure_jurisdictions(session)

    with reading(sessions) as session:
        counted = select(Jurisdiction.kind, func.count()).group_by(Jurisdiction.kind)
        kinds = {row[0]: row[1] for row in session.execute(counted)}
        province = session.scalars(select(Jurisdiction).where(Jurisdiction.code == "320500")).one()
        parent = session.get_one(Jurisdiction, province.parent_id)
    assert made == sum(kinds.values())
    assert kinds[JurisdictionKind.PROVINCE] == 34
    assert kinds[JurisdictionKind.XPCC] == kinds[JurisdictionKind.STATE_ASSETS] == 1
    assert parent.code == "320000"


def test_a_second_run_writes_nothing(sessions):
    with unit_of_work(sessions) as session:
        ensure_jurisdictions(session)

    with unit_of_work(sessions) as session:
        assert ensure_jurisdictions(session) == 0


def test_a_new_bureau_recommends_for_its_region(sessions, now):
    with unit_of_work(sessions) as session:
        ensure_jurisdictions(session)
        accounts.create_user(
            session,
            email="officer@bureau.example",
            name="官员",
            role=Role.BUREAU_OFFICER,
            organization_name="江苏省生态环境厅（示例）",
            region_code="320000",
            now=now,
        )

    with reading(sessions) as session:
        bureau = session.scalars(select(Organization)).one()
        assert bureau.is_recommending_unit
        assert session.get_one(Jurisdiction, bureau.jurisdiction_id).code == "320000"
