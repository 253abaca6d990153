"""Runs under concurrency, and matching while something is still loading."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from data.models import Match, MatchRun
from data.session import reading, unit_of_work
from data.vocabulary import Role
from embeddings.hashing_encoder import HashingEncoder
from matcher.services import match_runs
from matcher.services.errors import InvalidError, NotFoundError, NotReadyError
from matcher.services.match_requests import MatchRequest
from matcher.services.matching import match
from matcher.services.runtime import Runtime
from tests.factories.catalogue import NEED, TOPICS, make_demand, make_technology
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime, make_settings


@pytest.fixture
def poster(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now)


@pytest.fixture
def demand(sessions, now, poster):
    with unit_of_work(sessions) as session:
        for text in TOPICS:
            make_technology(session, now, technical_principle=text)
        return make_demand(session, now, poster)


def answered(sessions, runtime, person, demand, now, **wanted):
    with unit_of_work(sessions) as session:
        return match_runs.matches_of_demand(
            session,
            runtime,
            actor=person.actor,
            demand_id=demand.id,
            weights=wanted.get("weights"),
            limit=wanted.get("limit", 20),
            now=now,
        )


def test_two_processes_asked_at_once_keep_one_run(sessions, tmp_path, demand, poster, now):
    runtimes = [make_runtime(sessions, tmp_path / str(number)) for number in range(2)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda number: answered(sessions, runtimes[number % 2], poster, demand, now),
                range(8),
            )
        )

    assert len({answer["run_id"] for answer in answers}) == 1
    with reading(sessions) as session:
        assert session.scalar(select(func.count()).select_from(MatchRun)) == 1
        assert session.scalar(select(func.count()).select_from(Match)) == len(TOPICS)


def test_two_processes_rank_alike(sessions, tmp_path, demand, now):
    request = MatchRequest(text=NEED)
    answers = []
    for number in range(2):
        runtime = make_runtime(sessions, tmp_path / str(number))
        with reading(sessions) as session:
            answers.append(match(session, runtime, request, language="zh", now=now))

    assert answers[0] == answers[1]


def test_a_demand_of_others_has_no_matches(sessions, tmp_path, demand, now):
    runtime = make_runtime(sessions, tmp_path)
    with unit_of_work(sessions) as session:
        strangers = [make_person(session, now, role) for role in Role]

    for person in strangers:
        if person.user.role is not Role.BUREAU_OFFICER:
            with pytest.raises(NotFoundError):
                answered(sessions, runtime, person, demand, now)


def test_weights_that_are_all_zero_are_refused_by_name(sessions, tmp_path, demand, poster, now):
    runtime = make_runtime(sessions, tmp_path)
    weights = {"fit": 0.0, "location": 0.0, "abatement_cost": 0.0}

    with pytest.raises(InvalidError) as caught:
        answered(sessions, runtime, poster, demand, now, weights=weights)

    assert [problem.field for problem in caught.value.problems] == ["weights"]


def test_an_empty_catalogue_says_so(sessions, tmp_path, now):
    runtime = make_runtime(sessions, tmp_path)

    with reading(sessions) as session:
        answer = match(session, runtime, MatchRequest(text=NEED), language="zh", now=now)

    assert answer["matches"] == []
    assert answer["empty_reason"] == {"code": "catalogue_empty", "values": {}}


def test_before_anything_is_loaded_matching_is_not_ready(sessions, tmp_path, now):
    runtime = Runtime(make_settings(tmp_path), sessions, source=HashingEncoder())

    with reading(sessions) as session, pytest.raises(NotReadyError):
        match(session, runtime, MatchRequest(text=NEED), language="zh", now=now)
