from decimal import Decimal

import pytest
from sqlalchemy import func, select

from data.importers.rows import DemandRow, OwnerRow
from data.models import AuditEvent, Change, Demand, Organization, Technology, TechnologyCase
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, OrganizationKind
from matcher.services.errors import InvalidError
from matcher.services.imports import ImportTarget, import_demands, import_technologies
from tests.factories.rows import case_row, technology_row
from tests.factories.runtime import make_runtime


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_runtime(sessions, tmp_path / "var")


@pytest.fixture
def target(now):
    return ImportTarget(source="operator", now=now)


def _count(sessions, model):
    with reading(sessions) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_rows_become_technologies_with_cases_owner_and_positions(sessions, runtime, target):
    summary = import_technologies(runtime, [technology_row(1), technology_row(2)], target=target)

    assert (summary.created, summary.updated, summary.incomplete) == (2, 0, 0)
    with reading(sessions) as session:
        owner = session.scalars(select(Organization)).one()
        case = session.scalars(select(TechnologyCase).order_by(TechnologyCase.id)).first()
        assert owner.name == "晋源热能（示例）"
        assert owner.latitude_deg == pytest.approx(37.9, abs=0.3)
        assert case.investment_yuan == Decimal(10_000_000)
        assert case.region_code == "141000"


def test_the_same_file_twice_changes_nothing(sessions, runtime, target):
    rows = [technology_row(1), technology_row(2)]
    import_technologies(runtime, rows, target=target)

    summary = import_technologies(runtime, rows, target=target)

    assert (summary.created, summary.updated, summary.unchanged) == (0, 0, 2)
    assert _count(sessions, Technology) == 2
    assert _count(sessions, TechnologyCase) == 2


def test_a_changed_row_replaces_its_entry_and_keeps_case_ids(sessions, runtime, target):
    import_technologies(runtime, [technology_row(1)], target=target)
    with reading(sessions) as session:
        before = session.scalars(select(TechnologyCase.id)).all()

    changed = technology_row(1, name="新名", cases=(case_row(), case_row(name="第二个（示例）")))
    summary = import_technologies(runtime, [changed], target=target)

    assert summary.updated == 1
    with reading(sessions) as session:
        assert session.scalars(select(Technology.name)).one() == "新名"
        after = session.scalars(select(TechnologyCase.id).order_by(TechnologyCase.ordinal)).all()
        assert after[:1] == before
        assert len(after) == 2


def test_fewer_cases_drop_the_last(sessions, runtime, target):
    two = technology_row(1, cases=(case_row(), case_row(name="第二个（示例）")))
    import_technologies(runtime, [two], target=target)

    import_technologies(runtime, [technology_row(1)], target=target)

    assert _count(sessions, TechnologyCase) == 1


def test_an_incomplete_row_is_kept_and_flagged(sessions, runtime, target):
    row = technology_row(1, technology_type=None, stage=None, owner=None)

    summary = import_technologies(runtime, [row], target=target)

    assert summary.incomplete == 1
    with reading(sessions) as session:
        kept = session.scalars(select(Technology)).one()
        assert kept.incomplete_fields == ["technology_type", "stage", "owner"]


def test_an_ambiguous_address_is_kept_without_position_and_reported(sessions, runtime, target):
    row = technology_row(1, owner=OwnerRow(name="某公司（示例）", address="朝阳区"))

    summary = import_technologies(runtime, [row], target=target)

    assert ("T1", "address_ambiguous") in summary.warnings
    with reading(sessions) as session:
        assert session.scalars(select(Organization.latitude_deg)).one() is None


def test_an_owner_imports_drafts_of_its_own_only(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        owner = Organization(
            name="乙（示例）", kind=OrganizationKind.TECHNOLOGY_OWNER, created_at=now
        )
        session.add(owner)
        session.flush()
        owner_id = owner.id
    target = ImportTarget(
        source=str(owner_id), now=now, organization_id=owner_id, forces_draft=True
    )

    import_technologies(runtime, [technology_row(1)], target=target)

    with reading(sessions) as session:
        made = session.scalars(select(Technology)).one()
        assert made.organization_id == owner_id
        assert made.catalogue_status is CatalogueStatus.DRAFT
        assert _count(sessions, Organization) == 1


def test_the_same_external_id_of_two_sources_is_two_entries(sessions, runtime, target, now):
    import_technologies(runtime, [technology_row(1)], target=target)

    other = ImportTarget(source="7", now=now)
    import_technologies(runtime, [technology_row(1)], target=other)

    assert _count(sessions, Technology) == 2


def test_a_failing_import_leaves_nothing(sessions, runtime, target, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("matcher.services.imports.technologies.refit_if_outgrown", fail)

    with pytest.raises(OSError, match="disk full"):
        import_technologies(runtime, [technology_row(1)], target=target)

    for model in (Technology, TechnologyCase, Organization, Change, AuditEvent):
        assert _count(sessions, model) == 0


def test_demands_need_an_organization(runtime, target):
    with pytest.raises(InvalidError):
        import_demands(runtime, [DemandRow(external_id="D1", text="余热")], target=target)


def test_demands_are_idempotent_by_external_id(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        park = Organization(name="园区", kind=OrganizationKind.PARK_OPERATOR, created_at=now)
        session.add(park)
        session.flush()
        park_id = park.id
    target = ImportTarget(source=str(park_id), now=now, organization_id=park_id)
    rows = [DemandRow(external_id=f"D{n}", text="循环水余热想用起来") for n in (1, 2)]

    import_demands(runtime, rows, target=target)
    summary = import_demands(runtime, rows, target=target)

    assert (summary.created, summary.updated) == (0, 2)
    assert _count(sessions, Demand) == 2
