"""The atlas over a database: places by the nightly job, pictures that follow every change."""

from datetime import timedelta

import pytest

from data.models import Technology
from data.queries import atlas as reads
from data.session import reading, unit_of_work
from data.vocabulary import AtlasSize, CatalogueStatus, DemandVisibility, Role
from matcher.services import atlas
from matcher.services.atlas import AtlasFilter
from matcher.services.atlas_placing import is_placing_due, place_records
from matcher.services.atlas_snapshot import SnapshotCache
from matcher.services.errors import NotFoundError
from tests.factories.catalogue import TOPICS, announce, make_demand, make_technology
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime


@pytest.fixture
def encoder(sessions, tmp_path):
    return make_runtime(sessions, tmp_path).background


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def published(sessions, now, owner):
    with unit_of_work(sessions) as session:
        return [
            make_technology(
                session,
                now,
                owner=owner,
                name=f"示例技术 {number}",
                technical_principle=TOPICS[number % len(TOPICS)],
                technology_topics=["2.1.02"] if number % 2 else [],
                abatement_potential_2030_tco2_per_year=1e4 * number if number else None,
            ).id
            for number in range(15)
        ]


def picture(sessions, cache, node="", **wanted):
    with reading(sessions) as session:
        return atlas.picture(
            session,
            cache,
            wanted=AtlasFilter(**wanted),
            node=node,
            measure=AtlasSize.POTENTIAL,
        )


def test_every_published_technology_is_in_the_picture_and_sums_are_its_figures(sessions, published):
    found = picture(sessions, SnapshotCache())

    assert found.root.count == found.total_count == len(published)
    assert found.root.size == pytest.approx(1e4 * sum(range(15)))
    assert found.root.unknown_count == 1
    assert found.root.below("2.1.02").cost_yuan_per_tco2 == pytest.approx(133.33, abs=0.01)
    assert "1.1.01" in found.root.gaps()


def test_a_withdrawn_technology_leaves_every_picture_at_the_next_request(sessions, published, now):
    here, elsewhere = SnapshotCache(), SnapshotCache()
    picture(sessions, here), picture(sessions, elsewhere)

    with unit_of_work(sessions) as session:
        one = session.get_one(Technology, published[0])
        one.catalogue_status = CatalogueStatus.WITHDRAWN
        announce(session, one, now)

    assert picture(sessions, here).total_count == len(published) - 1
    assert picture(sessions, elsewhere).total_count == len(published) - 1


def test_a_snapshot_that_followed_changes_equals_one_read_anew(sessions, published, now, owner):
    cache = SnapshotCache()
    picture(sessions, cache)

    with unit_of_work(sessions) as session:
        make_technology(session, now, owner=owner, technology_topics=["5.1.03"])
        one, other = (session.get_one(Technology, key) for key in published[:2])
        one.abatement_potential_2030_tco2_per_year = 5e6
        other.catalogue_status = CatalogueStatus.SUPERSEDED
        announce(session, one, now)
        announce(session, other, now)

    with reading(sessions) as session:
        followed, anew = cache.current(session), SnapshotCache().current(session)
    assert list(followed.entries.items()) == list(anew.entries.items())
    assert followed.topics == anew.topics
    assert followed.tree(AtlasSize.POTENTIAL) == anew.tree(AtlasSize.POTENTIAL)


def test_filters_and_unknown_nodes(sessions, published):
    cache = SnapshotCache()

    assert picture(sessions, cache, max_cost_yuan_per_tco2=100.0).root.count == 0
    assert picture(sessions, cache, region_code="320000").root.count == len(published)
    assert picture(sessions, cache, node="1.1.01", region_code="320000").node.count == 0
    with pytest.raises(NotFoundError):
        picture(sessions, cache, node="9.9")


def is_due(sessions, encoder) -> bool:
    with reading(sessions) as session:
        return is_placing_due(session, encoder_id=encoder.encoder_id)


def test_the_job_places_everything_once_and_the_next_day_moves_nobody_far(
    sessions, encoder, published, now, owner
):
    assert is_due(sessions, encoder)
    first = place_records(sessions, encoder, now=now)
    assert not is_due(sessions, encoder)
    again = place_records(sessions, encoder, now=now + timedelta(days=1))
    with reading(sessions) as session:
        before = {k: (p.x, p.y) for k, p in reads.points(session, "technology").items()}
    with unit_of_work(sessions) as session:
        make_technology(session, now, owner=owner, name="示例新技术")
    assert is_due(sessions, encoder)
    later = place_records(sessions, encoder, now=now + timedelta(days=2))
    with reading(sessions) as session:
        after = {k: (p.x, p.y) for k, p in reads.points(session, "technology").items()}

    assert (first.technology_count, again.technology_count) == (15, 0)
    assert later.technology_count == 16
    moved = sorted(
        ((after[k][0] - x) ** 2 + (after[k][1] - y) ** 2) ** 0.5 for k, (x, y) in before.items()
    )
    assert moved[len(moved) // 2] < 0.02
    shown = picture(sessions, SnapshotCache())
    assert all(entry.x is not None for entry in shown.entries)
    assert all(entry.topic for entry in shown.entries)


def test_needs_count_in_the_direction_they_name_or_are_nearest_to(
    sessions, encoder, published, now
):
    with unit_of_work(sessions) as session:
        poster = make_person(session, now, Role.PARK_MANAGER)
        other = make_person(session, now, Role.PARK_MANAGER)
        officer = make_person(session, now, Role.BUREAU_OFFICER)
        make_demand(session, now, poster, technology_types=["5.1.03"])
        make_demand(session, now, poster, technology_types=["5.1"])
        make_demand(session, now, poster, visibility=DemandVisibility.PRIVATE)
    with reading(sessions) as session:
        before = atlas.balance(session, SnapshotCache(), actor=None)
    place_records(sessions, encoder, now=now)
    with reading(sessions) as session:
        public = atlas.balance(session, SnapshotCache(), actor=None)
        bureau = atlas.balance(session, SnapshotCache(), actor=officer.actor)
        own = atlas.needs_of_topic(session, actor=poster.actor, topic="5.1.03")
        foreign = atlas.needs_of_topic(session, actor=other.actor, topic="5.1.03")

    assert before.unplaced_need_count == 2
    assert public.unplaced_need_count == 0
    methane = [row for row in public.topics if row.topic.startswith("5.1.")]
    assert sum(row.need_count for row in methane) == 2
    assert next(row for row in methane if row.topic == "5.1.03").is_unanswered
    assert sum(row.need_count for row in public.topics) == 2
    assert sum(row.need_count for row in bureau.topics) == 3
    assert own
    assert not foreign
