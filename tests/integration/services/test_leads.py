from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from data.models import AuditEvent, FollowUp, Lead, OutboxMessage
from data.queries import leads as reads
from data.session import reading, unit_of_work
from data.vocabulary import (
    Barrier,
    CatalogueStatus,
    DemandStatus,
    FollowUpStatus,
    LeadSide,
    LeadStage,
    MeasurementMethod,
    Role,
)
from matcher.lead_states import MoveRule, TransitionError
from matcher.services import follow_ups, leads
from matcher.services.errors import ConflictError, ForbiddenError, NotFoundError, TooManyError
from matcher.services.follow_ups import Answer
from matcher.services.leads import Move
from tests.factories.people import make_person
from tests.factories.records import (
    make_demand,
    make_lead,
    make_pair,
    make_stand_in_runtime,
    make_technology,
)

S = LeadStage


@pytest.fixture
def runtime(sessions, tmp_path):
    return make_stand_in_runtime(sessions, tmp_path)


@pytest.fixture
def made(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        return make_lead(session, runtime, now)


@pytest.fixture
def officer(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.BUREAU_OFFICER, region_code="320000")


def _move(sessions, person, lead_id, to, now, **kwargs) -> Lead:
    with unit_of_work(sessions) as session:
        return leads.move_lead(
            session, actor=person.actor, lead_id=lead_id, move=Move(to=to, **kwargs), now=now
        )


def _events(sessions, lead_id):
    with reading(sessions) as session:
        return [(e.kind, e.side, e.to_stage) for e in reads.history(session, lead_id)]


def _open(sessions, runtime, person, demand, technology, now):
    with unit_of_work(sessions) as session:
        return leads.open_lead(
            session,
            runtime,
            actor=person.actor,
            demand_id=demand.id,
            technology_id=technology.id,
            message=None,
            now=now,
        )


def test_a_lead_goes_from_introduced_to_verified(sessions, made, officer, now):
    park, owner, lead_id = made.park, made.owner, made.lead.id
    _move(sessions, owner, lead_id, S.IN_TALKS, now)
    _move(sessions, park, lead_id, S.SITE_SURVEY, now)
    for stage, proposer, confirmer in (
        (S.CONTRACTED, park, owner),
        (S.UNDER_CONSTRUCTION, owner, park),
        (S.COMMISSIONED, park, owner),
    ):
        proposed = _move(sessions, proposer, lead_id, stage, now)
        assert proposed.proposed_stage is stage
        assert proposed.stage is not stage
        assert _move(sessions, confirmer, lead_id, stage, now).stage is stage
    with pytest.raises(TransitionError) as refused:
        _move(sessions, officer, lead_id, S.VERIFIED, now)
    assert refused.value.code is MoveRule.EVIDENCE_REQUIRED

    _answer_with_tonnes(sessions, lead_id, now)
    assert _move(sessions, officer, lead_id, S.VERIFIED, now).stage is S.VERIFIED

    kinds = [kind for kind, _, _ in _events(sessions, lead_id)]
    assert kinds == ["moved"] * 4 + ["proposed", "confirmed"] * 3 + ["moved"]
    with reading(sessions) as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions.count("lead.confirmed") == 3


def _answer_with_tonnes(sessions, lead_id, now):
    with unit_of_work(sessions) as session:
        asked = session.scalar(select(FollowUp).where(FollowUp.lead_id == lead_id).limit(1))
        asked.status, asked.asked_at = FollowUpStatus.ASKED, now
        follow_ups.answer(
            session,
            follow_up_id=asked.id,
            given=Answer(
                actual_abatement_tco2_per_year=1200.0,
                measurement_method=MeasurementMethod.METERED,
            ),
            now=now,
        )


def test_the_owner_proposes_and_the_park_accepts(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        park, owner, demand, technology = make_pair(session, now)
    lead = _open(sessions, runtime, owner, demand, technology, now)
    assert lead.stage is S.PROPOSED
    with pytest.raises(TransitionError):
        _move(sessions, owner, lead.id, S.ACCEPTED, now)

    assert _move(sessions, park, lead.id, S.ACCEPTED, now).accepted_at == now


@pytest.mark.parametrize(
    ("to", "rule"),
    [
        (S.VERIFIED, MoveRule.WRONG_SIDE),
        (S.INTRODUCED, MoveRule.NOT_A_NEXT_STAGE),
        (S.ACCEPTED, MoveRule.ALREADY_THERE),
        (S.DECLINED, MoveRule.REASON_REQUIRED),
        (S.STALLED, MoveRule.REASON_REQUIRED),
    ],
)
def test_an_illegal_move_is_refused_and_leaves_no_trace(sessions, made, now, to, rule):
    before = _events(sessions, made.lead.id)

    with pytest.raises(TransitionError) as refused:
        _move(sessions, made.park, made.lead.id, to, now)

    assert refused.value.code is rule
    assert _events(sessions, made.lead.id) == before
    with reading(sessions) as session:
        assert session.get_one(Lead, made.lead.id).stage is S.ACCEPTED


def test_a_lead_of_others_is_not_found(sessions, made, now):
    with unit_of_work(sessions) as session:
        stranger = make_person(session, now, Role.PARK_MANAGER)
        other_owner = make_person(session, now, Role.TECHNOLOGY_OWNER)
        far_officer = make_person(session, now, Role.BUREAU_OFFICER, region_code="440000")
    for person in (stranger, other_owner, far_officer):
        with pytest.raises(NotFoundError):
            _move(sessions, person, made.lead.id, S.IN_TALKS, now)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.EXPERT])
def test_roles_without_a_part_open_no_leads(sessions, runtime, made, now, role):
    with unit_of_work(sessions) as session:
        person = make_person(session, now, role, organization=made.park.organization)
    with pytest.raises(ForbiddenError):
        _open(sessions, runtime, person, made.demand, made.technology, now)


def test_a_pair_has_one_open_lead_and_a_declined_one_may_be_followed(sessions, runtime, made, now):
    given = (made.park, made.demand, made.technology, now)
    with pytest.raises(ConflictError, match="lead_already_open"):
        _open(sessions, runtime, *given)
    _move(
        sessions,
        made.owner,
        made.lead.id,
        S.DECLINED,
        now,
        barrier=Barrier.TECHNICAL_MISMATCH,
        note="示例",
    )
    with pytest.raises(TransitionError) as refused:
        _move(sessions, made.park, made.lead.id, S.IN_TALKS, now)
    assert refused.value.code is MoveRule.FINAL_STAGE

    second = _open(sessions, runtime, *given)

    assert second.id != made.lead.id
    assert second.stage is S.INTRODUCED
    with reading(sessions) as session:
        assert session.get_one(Lead, made.lead.id).barrier is Barrier.TECHNICAL_MISMATCH


def test_an_organization_has_few_open_leads_on_one_technology(sessions, runtime, made, now):
    with unit_of_work(sessions) as session:
        demands = [make_demand(session, made.park, now) for _ in range(3)]
        other = make_technology(session, made.owner, now)
    for demand in demands[:2]:
        _open(sessions, runtime, made.park, demand, made.technology, now)

    with pytest.raises(TooManyError):
        _open(sessions, runtime, made.park, demands[2], made.technology, now)
    assert _open(sessions, runtime, made.park, demands[2], other, now).id


@pytest.mark.parametrize(
    ("demand", "technology", "error"),
    [
        ({"status": DemandStatus.CLOSED}, {}, "demand_closed"),
        ({}, {"organization_id": None}, "technology_without_owner"),
    ],
)
def test_closed_needs_and_ownerless_technologies_are_refused(
    sessions, runtime, now, demand, technology, error
):
    with unit_of_work(sessions) as session:
        park, owner, _, _ = make_pair(session, now)
        wanted = make_demand(session, park, now, **demand)
        offered = make_technology(session, owner, now, **technology)
    with pytest.raises(ConflictError, match=error):
        _open(sessions, runtime, park, wanted, offered, now)


def test_an_unpublished_technology_is_unknown_to_a_park(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        park, owner, demand, _ = make_pair(session, now)
        draft = make_technology(session, owner, now, catalogue_status=CatalogueStatus.DRAFT)
    with pytest.raises(NotFoundError):
        _open(sessions, runtime, park, demand, draft, now)
    with pytest.raises(ConflictError, match="technology_not_published"):
        _open(sessions, runtime, owner, demand, draft, now)


def test_silence_confirms_on_the_seventh_day_marked_so_and_tells_both(sessions, made, now):
    _move(sessions, made.park, made.lead.id, S.CONTRACTED, now)

    def confirm(at):
        with unit_of_work(sessions) as session:
            return leads.confirm_by_silence(session, lead_id=made.lead.id, now=at)

    day_7 = now + timedelta(days=7)
    assert not confirm(day_7 - timedelta(seconds=1))
    assert confirm(day_7)
    assert not confirm(day_7)

    assert _events(sessions, made.lead.id)[-1] == (
        "auto_confirmed",
        LeadSide.SYSTEM,
        S.CONTRACTED,
    )
    with reading(sessions) as session:
        lead = session.get_one(Lead, made.lead.id)
        assert (lead.stage, lead.proposed_stage) == (S.CONTRACTED, None)
        told = session.scalars(
            select(OutboxMessage.recipient_user_id).where(OutboxMessage.created_at == day_7)
        ).all()
    assert set(told) == {made.park.user.id, made.owner.user.id}


def test_a_rejected_stage_is_not_confirmed_by_silence(sessions, made, now):
    _move(sessions, made.park, made.lead.id, S.CONTRACTED, now)
    with unit_of_work(sessions) as session:
        leads.reject_proposed_stage(
            session, actor=made.owner.actor, lead_id=made.lead.id, note=None, now=now
        )
    with unit_of_work(sessions) as session:
        late = now + timedelta(days=8)
        assert not leads.confirm_by_silence(session, lead_id=made.lead.id, now=late)
    with reading(sessions) as session:
        assert session.get_one(Lead, made.lead.id).stage is S.ACCEPTED


def test_a_stalled_lead_returns_to_where_it_was(sessions, made, now):
    _move(sessions, made.park, made.lead.id, S.SITE_SURVEY, now)
    stalled = _move(sessions, made.owner, made.lead.id, S.STALLED, now, barrier=Barrier.NO_FINANCE)
    assert (stalled.stalled_from, stalled.barrier) == (S.SITE_SURVEY, Barrier.NO_FINANCE)

    with pytest.raises(TransitionError):
        _move(sessions, made.park, made.lead.id, S.IN_TALKS, now)
    back = _move(sessions, made.park, made.lead.id, S.SITE_SURVEY, now)

    assert (back.stage, back.stalled_from, back.barrier) == (S.SITE_SURVEY, None, None)


def test_a_move_on_an_old_page_is_refused(sessions, made, now):
    version = made.lead.version
    _move(sessions, made.owner, made.lead.id, S.IN_TALKS, now, version=version)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        _move(sessions, made.park, made.lead.id, S.SITE_SURVEY, now, version=version)


def test_of_two_moves_at_once_one_wins(sessions, made, now):
    version = made.lead.version

    def try_to(person, stage) -> bool:
        try:
            _move(sessions, person, made.lead.id, stage, now, version=version)
        except (ConflictError, StaleDataError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(try_to, made.owner, S.IN_TALKS)
        second = pool.submit(try_to, made.park, S.SITE_SURVEY)

    assert sorted([first.result(), second.result()]) == [False, True]
    assert len(_events(sessions, made.lead.id)) == 3


def test_each_message_is_written_to_the_active_users_of_the_other_side(sessions, runtime, now):
    with unit_of_work(sessions) as session:
        park, owner, demand, technology = make_pair(session, now)
        colleague = make_person(
            session, now, Role.TECHNOLOGY_OWNER, organization=owner.organization
        )
        make_person(
            session,
            now,
            Role.TECHNOLOGY_OWNER,
            organization=owner.organization,
            is_active=False,
        )
    lead = _open(sessions, runtime, park, demand, technology, now)

    with reading(sessions) as session:
        messages = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [m.recipient_user_id for m in messages] == [owner.user.id, colleague.user.id]
    assert {m.template for m in messages} == {"lead_opened"}
    assert all(m.payload == {"lead_id": lead.id} for m in messages)
