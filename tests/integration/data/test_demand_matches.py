"""What the newest run of each need shows; older runs do not count."""

import pytest

from data.models import Match, MatchRun
from data.queries.demand_matches import match_counts, open_demands_with_rank
from data.session import reading, unit_of_work
from data.vocabulary import DemandStatus
from tests.factories.people import make_person
from tests.factories.records import make_demand, make_technology


def _run(session, demand, technologies, now):
    run = MatchRun(
        demand_id=demand.id,
        created_at=now,
        inputs_hash="0" * 64,
        encoder_id="test",
        lexical_manifest_id="test",
        text_version="1",
        ranker_version="1",
        factor_set="notice-2024-0.5703",
        change_seq=1,
        weights={},
        response={},
    )
    session.add(run)
    session.flush()
    for rank, technology in enumerate(technologies, start=1):
        session.add(
            Match(run_id=run.id, technology_id=technology.id, rank=rank, score=0.5, item={})
        )
    session.flush()


@pytest.fixture
def world(sessions, now):
    with unit_of_work(sessions) as session:
        poster = make_person(session, now)
        first, second = (make_technology(session, None, now) for _ in range(2))
        old, new, never = (make_demand(session, poster, now) for _ in range(3))
        closed = make_demand(session, poster, now, status=DemandStatus.CLOSED)
        _run(session, old, [first, second], now)
        _run(session, old, [second], now)
        _run(session, new, [second, first], now)
        _run(session, closed, [first], now)
        return poster.organization.id, first.id, (old.id, new.id, never.id, closed.id)


def test_needs_that_show_the_technology_come_first(sessions, world):
    organization_id, technology_id, (old, new, never, _closed) = world
    with reading(sessions) as session:
        rows = open_demands_with_rank(
            session, organization_id=organization_id, technology_id=technology_id
        )

    assert [(row.demand_id, row.rank) for row in rows] == [(new, 2), (never, None), (old, None)]


def test_only_the_newest_run_is_counted(sessions, world):
    _organization, _technology, (old, new, never, closed) = world
    with reading(sessions) as session:
        assert match_counts(session, [old, new, never, closed]) == {old: 1, new: 2, closed: 1}
