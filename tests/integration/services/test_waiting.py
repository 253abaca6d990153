"""What waits for a user: counts that equal the lists they open."""

from datetime import timedelta

import pytest

from data.clock import local_day
from data.models import AnnualCheck
from data.queries import application_lists
from data.queries.application_lists import ApplicationFilter
from data.session import reading, unit_of_work
from data.vocabulary import CheckStatus, ReviewState, Role
from matcher.services import waiting
from tests.factories.applications import (
    Desk,
    hand_in,
    make_batch,
    make_desk,
    make_form,
    make_unit,
    step,
    take_to,
)
from tests.factories.expert_review import held, make_panel, open_round, score
from tests.factories.people import make_person

S = ReviewState


@pytest.fixture
def desk(sessions, now):
    """One application in each state of a straight way, and one returned."""
    with unit_of_work(sessions) as session:
        desk = make_desk(session, now)
        for state in (S.RECOMMENDED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE):
            made = hand_in(session, desk, make_form(session, desk.owner, now), now)
            take_to(session, desk, made, state, now)
        returned = hand_in(session, desk, make_form(session, desk.owner, now), now)
        take_to(session, desk, returned, S.FIRST_REVIEW, now)
        step(session, desk, returned, S.RETURNED, now)
        hand_in(session, desk, make_form(session, desk.owner, now), now)
        return desk


def _found(sessions, person, day):
    with reading(sessions) as session:
        found = waiting.waiting_for(session, person.actor, today=day)
        listed = application_lists.page(
            session,
            readable=waiting.applications_waiting_for(person.actor, today=day),
            wanted=ApplicationFilter(),
        )
    assert sum(found.applications.values()) == len(listed)
    return found


def test_each_side_is_shown_what_it_moves_next(sessions, desk, now):
    today = local_day(now)
    assert _found(sessions, desk.owner, today).applications == {S.RETURNED: 1}
    assert _found(sessions, desk.unit, today).applications == {S.SUBMITTED: 1}
    assert _found(sessions, desk.officer, today).applications == {
        S.RECOMMENDED: 1,
        S.FIRST_REVIEW: 1,
        S.SECOND_REVIEW: 1,
    }


def test_a_public_notice_waits_from_the_day_after_its_last(sessions, desk, now):
    last = local_day(now) + timedelta(days=10)
    assert S.PUBLIC_NOTICE not in _found(sessions, desk.officer, last).applications
    over = _found(sessions, desk.officer, last + timedelta(days=1)).applications
    assert over[S.PUBLIC_NOTICE] == 1


def test_others_are_shown_nothing_of_it(sessions, desk, now):
    with unit_of_work(sessions) as session:
        others = [
            make_person(session, now, Role.TECHNOLOGY_OWNER),
            make_unit(session, now, region_code="330000"),
            make_person(session, now, Role.EXPERT),
            make_person(session, now, Role.PARK_MANAGER),
        ]
    for person in others:
        assert _found(sessions, person, local_day(now)).applications == {}


def test_a_local_batch_waits_for_its_own_bureau_alone(sessions, desk, now):
    with unit_of_work(sessions) as session:
        local = Desk(
            desk.owner, desk.unit, desk.unit, make_batch(session, now, region_code="320000")
        )
        made = hand_in(session, local, make_form(session, desk.owner, now), now)
        take_to(session, local, made, S.FIRST_REVIEW, now)
    today = local_day(now)
    assert _found(sessions, desk.unit, today).applications == {S.SUBMITTED: 1, S.FIRST_REVIEW: 1}
    assert _found(sessions, desk.officer, today).applications[S.FIRST_REVIEW] == 1


def test_what_experts_score_waits_for_them_until_the_round_is_closed(sessions, now):
    today = local_day(now)
    with unit_of_work(sessions) as session:
        panel = make_panel(session, now)
        made = open_round(session, panel, now)
    assert _found(sessions, panel.officer, today).applications == {}
    assert _found(sessions, panel.officer, today).rounds == 1
    with unit_of_work(sessions) as session:
        held_ones = held(session, made.id)
        expert = next(e for e in panel.experts if e.user.id == held_ones[0].expert_id)
        own = [one for one in held_ones if one.expert_id == expert.user.id]
    assert _found(sessions, expert, today).reviews == len(own)
    with unit_of_work(sessions) as session:
        for one in held(session, made.id):
            if one.expert_id == expert.user.id:
                score(session, panel, one, now)
    assert _found(sessions, expert, today).reviews == 0


def test_a_yearly_check_waits_for_one_side(sessions, now):
    with unit_of_work(sessions) as session:
        desk = make_desk(session, now)
        check = AnnualCheck(
            technology_id=make_form(session, desk.owner, now).id,
            organization_id=desk.owner.organization.id,
            due_on=now.date(),
            created_at=now,
        )
        session.add(check)
    today = local_day(now)
    for status, sides in (
        (CheckStatus.OPEN, (1, 0)),
        (CheckStatus.CONFIRMED, (0, 1)),
        (CheckStatus.REFUSED, (1, 0)),
        (CheckStatus.UPDATING, (0, 0)),
        (CheckStatus.ACCEPTED, (0, 0)),
    ):
        with unit_of_work(sessions) as session:
            session.get_one(AnnualCheck, check.id).status = status
        found = [_found(sessions, person, today).checks for person in (desk.owner, desk.officer)]
        assert tuple(found) == sides, status
