"""Renames reach every process's catalogue search; owner groups bar experts."""

import pytest
from sqlalchemy import select

from data.models import AuditEvent, Change, Organization
from data.queries import batch_choices
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, ConflictGround, Role
from matcher.services import batches, organization_changes
from matcher.services.batches import BatchForm
from matcher.services.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from matcher.services.expert_review import options
from matcher.services.search_snapshot import SearchCache
from tests.factories.applications import make_desk, make_officer, make_unit
from tests.factories.catalogue import announce, make_technology
from tests.factories.expert_review import make_panel, make_round
from tests.factories.people import make_person


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def officer(sessions, now):
    with unit_of_work(sessions) as session:
        return make_officer(session, now)


def _rename(sessions, actor, organization, name, now, version=1):
    with unit_of_work(sessions) as session:
        return organization_changes.rename(
            session,
            actor=actor,
            organization_id=organization.id,
            name=name,
            version=version,
            now=now,
        )


def test_a_new_name_is_found_by_every_process_at_its_next_request(sessions, owner, officer, now):
    with unit_of_work(sessions) as session:
        entry = make_technology(session, now, owner=owner)
        announce(session, entry, now)
        make_technology(session, now, owner=owner, catalogue_status=CatalogueStatus.DRAFT)
    caches = [SearchCache(), SearchCache()]  # two processes that know the old name
    for cache in caches:
        with reading(sessions) as session:
            columns = cache.current(session).stated
            assert owner.organization.name.lower() in columns.labels[0]

    _rename(sessions, officer.actor, owner.organization, "示例新名称低碳公司", now)

    for cache in caches:
        with reading(sessions) as session:
            columns = cache.current(session).stated
            assert "示例新名称低碳公司" in columns.labels[0]
            assert owner.organization.name.lower() not in columns.labels[0]
    with reading(sessions) as session:
        last = session.scalars(select(Change).order_by(Change.id.desc())).first()
        assert (last.subject_kind, last.subject_id) == ("technology", entry.id)
        [event] = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "organization.renamed")
        )
        assert "示例" not in str(event.details)


def test_a_batch_s_new_name_and_code_stand_in_the_filter_at_the_next_request(sessions, now):
    with unit_of_work(sessions) as session:
        desk = make_desk(session, now)
    with unit_of_work(sessions) as session:
        batches.change_batch(
            session,
            actor=desk.officer.actor,
            batch_id=desk.batch.id,
            form=BatchForm(
                code="RENAMED",
                name="示例批次更名",
                call_text="",
                opens_on=desk.batch.opens_on,
                closes_on=desk.batch.closes_on,
            ),
            version=desk.batch.version,
            now=now,
        )
    with reading(sessions) as session:  # no process keeps them: the filter reads them
        assert batch_choices.all_batches(session) == [(desk.batch.id, "RENAMED", "示例批次更名")]


def test_a_rename_is_checked_like_a_registration(sessions, owner, officer, now):
    taken = officer.organization.name
    for name in ("", taken, "字" * 201, "示例\n公司"):
        with pytest.raises(InvalidError):
            _rename(sessions, officer.actor, owner.organization, name, now)
    with pytest.raises(ConflictError):
        _rename(sessions, officer.actor, owner.organization, "示例新名称", now, version=7)
    with unit_of_work(sessions) as session:
        other = make_unit(session, now, region_code="330000")
    with pytest.raises(NotFoundError):
        _rename(sessions, other.actor, owner.organization, "示例新名称", now)
    with pytest.raises(ForbiddenError):
        _rename(sessions, owner.actor, owner.organization, "示例新名称", now)
    with reading(sessions) as session:
        kept = session.get_one(Organization, owner.organization.id)
        assert (kept.name, kept.version) == (owner.organization.name, 1)


def test_a_recorded_group_bars_experts_of_the_same_group(sessions, now):
    with unit_of_work(sessions) as session:
        panel = make_panel(session, now, applications=1, experts=1)
        made = make_round(session, panel, now)
    actor, [expert] = panel.officer.actor, panel.experts

    def grounds():
        with reading(sessions) as session:
            [option] = options.options(
                session,
                actor=actor,
                round_id=made.id,
                application_id=panel.applications[0].id,
                now=now,
            )
            return option.ground

    def record(person, organization, name, seen=""):
        with unit_of_work(sessions) as session:
            organization_changes.record_group(
                session,
                actor=person.actor,
                organization_id=organization.id,
                name=name,
                seen=seen,
                now=now,
            )

    applicant = panel.desk.owner.organization
    assert grounds() is None
    record(panel.officer, expert.organization, "示例集团")
    record(panel.desk.unit, applicant, "示例集团")
    assert grounds() is ConflictGround.SAME_GROUP
    with pytest.raises(ConflictError):
        record(panel.officer, applicant, "示例另一集团")  # without having seen the first
    record(panel.officer, applicant, "", seen="示例集团")
    assert grounds() is None
    with pytest.raises(ForbiddenError):
        record(panel.desk.owner, applicant, "示例集团")
