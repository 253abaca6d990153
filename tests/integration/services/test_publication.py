"""What is published is matched at the next request of every process, and what left is not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.models import MatchRun, TextVector
from data.session import reading, unit_of_work
from data.vocabulary import ReviewState, Role, WithdrawalReason
from matcher.services import applications, match_runs
from matcher.services.applications import ReviewMove
from matcher.services.changes import TECHNOLOGY
from tests.factories.applications import hand_in, make_desk, make_form, step, take_to
from tests.factories.catalogue import NEED, WASTE_HEAT, make_demand
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime

S = ReviewState


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


@pytest.fixture
def processes(sessions, tmp_path):
    """Two processes of the same service, both running before anything is published."""
    return [make_runtime(sessions, tmp_path / name) for name in ("one", "two")]


@pytest.fixture
def need(sessions, now):
    with unit_of_work(sessions) as session:
        park = make_person(session, now, Role.PARK_MANAGER)
        return park, make_demand(session, now, park, text=NEED)


def _matched(sessions, runtime, need, now):
    park, demand = need
    with unit_of_work(sessions) as session:
        answer = match_runs.matches_of_demand(
            session,
            runtime,
            actor=park.actor,
            demand_id=demand.id,
            weights=None,
            limit=10,
            now=now,
        )
    return [int(one["technology"]["id"]) for one in answer["matches"]]


def _publish(sessions, runtime, desk, application, at):
    prepared = applications.prepare(runtime, [application.id])
    with unit_of_work(sessions) as session:
        applications.move(
            session,
            actor=desk.officer.actor,
            application_id=application.id,
            move=ReviewMove(to=S.PUBLISHED),
            now=at,
            prepared=prepared,
        )


def test_publication_and_withdrawal_reach_every_process(sessions, desk, processes, need, now):
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now, technical_principle=WASTE_HEAT)
        made = take_to(session, desk, hand_in(session, desk, form, now), S.PUBLIC_NOTICE, now)
    later = now + timedelta(days=11)
    assert [_matched(sessions, one, need, now) for one in processes] == [[], []]

    _publish(sessions, processes[0], desk, made, later)

    with reading(sessions) as session:
        vectors = session.scalars(
            select(TextVector.subject_id).where(TextVector.subject_kind == TECHNOLOGY)
        ).all()
    assert vectors == [form.id]
    assert [_matched(sessions, one, need, later) for one in processes] == [[form.id]] * 2

    with unit_of_work(sessions) as session:
        step(
            session,
            desk,
            made,
            S.WITHDRAWN,
            later,
            withdrawal_reason=WithdrawalReason.OUTDATED,
        )
    assert [_matched(sessions, one, need, later) for one in processes] == [[], []]
    with reading(sessions) as session:
        runs = session.scalars(select(MatchRun)).all()
        assert len(runs) >= 3
        assert any(run.response for run in runs)


def test_an_update_takes_the_place_of_its_entry_in_every_process(
    sessions, desk, processes, need, now
):
    later = now + timedelta(days=11)
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now, technical_principle=WASTE_HEAT)
        take_to(session, desk, hand_in(session, desk, form, now), S.PUBLISHED, now)
        draft_id = applications.start_update(
            session, actor=desk.owner.actor, technology_id=form.id, now=later
        )
    assert [_matched(sessions, one, need, later) for one in processes] == [[form.id]] * 2

    with unit_of_work(sessions) as session:
        draft = applications.with_cases(session, draft_id)
        draft.technical_principle = f"{WASTE_HEAT}，并回收冷凝水"
        made = take_to(session, desk, hand_in(session, desk, draft, later), S.PUBLIC_NOTICE, later)
    _publish(sessions, processes[1], desk, made, later + timedelta(days=11))

    assert [_matched(sessions, one, need, later) for one in processes] == [[draft_id]] * 2


def test_an_entry_published_without_a_vector_is_encoded_at_the_next_request(
    sessions, desk, processes, need, now
):
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now, technical_principle=WASTE_HEAT)
        take_to(session, desk, hand_in(session, desk, form, now), S.PUBLISHED, now)

    assert _matched(sessions, processes[0], need, now) == [form.id]
