"""GET /demands/{id}/matches: runs are kept, read again while they hold, and never change."""

import pytest
from sqlalchemy import func, select, update

from data.models import Base, Match, MatchRun, Technology
from data.session import reading, unit_of_work
from data.vocabulary import CatalogueStatus, DemandVisibility, Role
from tests.factories.catalogue import (
    NEED,
    TOPICS,
    announce,
    make_demand,
    make_technology,
    own_words,
)
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import make_test_app
from tests.integration.web.api_client import Caller

MAY_CHANGE_ON_GET = {"match_run", "match", "audit_event", "session", "api_token"}


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now, Role.TECHNOLOGY_OWNER)


@pytest.fixture
def technologies(sessions, now, owner):
    with unit_of_work(sessions) as session:
        return [
            make_technology(
                session, now, owner=owner, technical_principle=f"{text}{own_words(number)}"
            )
            for number, text in enumerate(TOPICS * 5)
        ]


@pytest.fixture
def poster(sessions, now):
    with unit_of_work(sessions) as session:
        return make_person(session, now)


@pytest.fixture
def demand(sessions, now, poster):
    with unit_of_work(sessions) as session:
        return make_demand(session, now, poster)


@pytest.fixture
def caller(sessions, now, clock, tmp_path, technologies, poster):
    app = make_test_app(sessions, clock, runtime=make_runtime(sessions, tmp_path))
    return Caller(app, sessions, now, poster)


@pytest.fixture
def second(sessions, now, clock, tmp_path, technologies, poster):
    """The same caller at another web process."""
    app = make_test_app(sessions, clock, runtime=make_runtime(sessions, tmp_path / "second"))
    return Caller(app, sessions, now, poster)


def matches(caller, demand, query=""):
    response = caller.get(f"/demands/{demand.id}/matches{query}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def count(sessions, model):
    with reading(sessions) as session:
        return session.scalar(select(func.count()).select_from(model))


def snapshot(sessions):
    with reading(sessions) as session:
        return {
            table.name: session.execute(select(table).order_by(*table.primary_key)).all()
            for table in Base.metadata.sorted_tables
        }


def withdraw(sessions, now, technology):
    with unit_of_work(sessions) as session:
        session.execute(
            update(Technology)
            .where(Technology.id == technology.id)
            .values(catalogue_status=CatalogueStatus.WITHDRAWN)
        )
        announce(session, technology, now)


def test_a_saved_match_is_the_unsaved_one_with_a_run(caller, demand):
    saved = matches(caller, demand)
    unsaved = caller.post(
        "/match",
        {
            "text": NEED,
            "site": {"latitude_deg": 31.3, "longitude_deg": 120.6, "region_code": "320500"},
        },
    ).json

    assert len(saved["matches"]) == 20
    assert saved["run_id"]
    assert saved["eligible_count"] == unsaved["eligible_count"] == len(TOPICS) * 5
    best = [one["matches"][0] for one in (saved, unsaved)]
    assert best[0]["technology"]["id"] == best[1]["technology"]["id"]
    assert best[0]["parts"]["location"] == best[1]["parts"]["location"]


def test_equal_inputs_show_the_same_run_byte_by_byte(caller, second, demand, sessions):
    first = caller.get(f"/demands/{demand.id}/matches").data

    assert caller.get(f"/demands/{demand.id}/matches").data == first
    other = matches(second, demand)
    assert other["run_id"] == matches(caller, demand)["run_id"]
    assert count(sessions, MatchRun) == 1
    assert count(sessions, Match) == 20


def test_a_run_read_from_the_database_is_the_answer_that_was_given(caller, second, demand):
    given = matches(caller, demand)

    assert matches(second, demand) == given
    assert matches(second, demand, f"?run={given['run_id']}") == given


def test_other_weights_make_another_run_and_equal_ones_do_not(caller, demand, sessions):
    plain = matches(caller, demand)
    cost = matches(caller, demand, "?weight_fit=0&weight_location=0&weight_abatement_cost=1")
    spelled = matches(
        caller, demand, "?weight_fit=1.2&weight_location=0.3&weight_abatement_cost=0.5"
    )

    assert cost["weights"] == {"fit": 0, "location": 0, "abatement_cost": 1}
    assert cost["run_id"] != plain["run_id"]
    assert spelled["run_id"] == plain["run_id"]
    assert count(sessions, MatchRun) == 2


BAD_QUERIES = [
    ("?weight_fit=-1", "weight_fit"),
    ("?weight_fit=0&weight_location=0&weight_abatement_cost=0", "weights"),
    ("?weight_fit=nan", "weight_fit"),
    ("?weight_fit=inf", "weight_fit"),
    ("?weight_price=1", "weight_price"),
    ("?limit=101", "limit"),
    ("?limit=0", "limit"),
    ("?run=x", "run"),
    ("?run=99999999999999999999", "run"),
]


def test_bad_queries_are_refused_and_no_run_is_kept(caller, demand, sessions):
    for query, field in BAD_QUERIES:
        response = caller.get(f"/demands/{demand.id}/matches{query}")
        assert response.status_code == 422, query
        assert field in [error["field"] for error in response.json["errors"]], query
    assert count(sessions, MatchRun) == 0


def test_fewer_matches_come_from_the_same_run_and_more_from_a_longer_one(caller, demand):
    twenty, five = matches(caller, demand), matches(caller, demand, "?limit=5")
    more = matches(caller, demand, "?limit=25")

    assert five["run_id"] == twenty["run_id"]
    assert five["matches"] == twenty["matches"][:5]
    assert len(more["matches"]) == 25
    assert more["run_id"] != twenty["run_id"]


def test_a_withdrawn_technology_is_gone_at_the_next_request_of_every_process(
    caller, second, demand, sessions, now
):
    gone = matches(caller, demand)["matches"][0]["technology"]["id"]
    matches(second, demand)
    with reading(sessions) as session:
        technology = session.get(Technology, int(gone))

    withdraw(sessions, now, technology)

    for process in (caller, second):
        answer = matches(process, demand, "?limit=100")
        assert gone not in [one["technology"]["id"] for one in answer["matches"]]
        assert gone not in [one["technology"]["id"] for one in answer["excluded"]]


def test_a_new_technology_is_matched_at_the_next_request_of_every_process(
    caller, second, demand, sessions, now, owner
):
    matches(caller, demand)
    matches(second, demand)
    with unit_of_work(sessions) as session:
        new = make_technology(
            session, now, owner=owner, name="示例新技术", technical_principle=NEED
        )

    for process in (caller, second):
        answer = matches(process, demand)
        assert answer["matches"][0]["technology"]["id"] == str(new.id)


def test_a_past_run_is_shown_unchanged_after_a_technology_changed(
    caller, second, demand, sessions, now
):
    before = matches(caller, demand)
    changed = before["matches"][0]["technology"]["id"]
    with unit_of_work(sessions) as session:
        technology = session.get(Technology, int(changed))
        technology.name, technology.technical_principle = "改名后的技术", "完全不同的内容"
        session.flush()
        announce(session, technology, now)

    after = matches(caller, demand)

    assert after["run_id"] != before["run_id"]
    for process in (caller, second):
        assert matches(process, demand, f"?run={before['run_id']}") == before


def test_a_changed_demand_gets_a_new_run_and_both_are_listed(caller, demand):
    before = matches(caller, demand)
    body = {"title": "改过的需求", "text": "空压机余热回收制热水"}
    assert caller.put(f"/demands/{demand.id}", body).status_code == 200

    after = matches(caller, demand)
    runs = caller.get(f"/demands/{demand.id}/runs").json["items"]

    assert [run["id"] for run in runs] == [after["run_id"], before["run_id"]]
    assert runs[0]["weights"] == after["weights"]


def test_runs_of_other_demands_are_not_found(caller, demand, sessions, now, poster):
    run_id = matches(caller, demand)["run_id"]
    with unit_of_work(sessions) as session:
        other = make_demand(session, now, poster)

    assert caller.get(f"/demands/{other.id}/matches?run={run_id}").status_code == 404
    assert caller.get(f"/demands/{demand.id}/matches?run=999").status_code == 404


def test_the_answer_follows_the_language_though_the_run_is_one(caller, demand, sessions):
    english = caller.get(f"/demands/{demand.id}/matches", language="en").json
    chinese = caller.get(f"/demands/{demand.id}/matches", language="zh").json

    assert english["run_id"] == chinese["run_id"]
    assert (
        english["matches"][0]["reasons"][0]["text"] != (chinese["matches"][0]["reasons"][0]["text"])
    )


def test_reading_changes_nothing_but_what_a_read_may(
    caller, demand, sessions, now, clock, technologies
):
    paths = [
        "/demands",
        f"/demands/{demand.id}",
        f"/demands/{demand.id}/matches",
        f"/demands/{demand.id}/matches?weight_fit=0.1",
        f"/demands/{demand.id}/runs",
        "/technologies",
        f"/technologies/{technologies[0].id}",
        "/leads",
        "/reports/funnel",
    ]
    before = snapshot(sessions)

    for _ in range(2):
        clock.advance(minutes=3)
        for path in paths:
            assert caller.get(path).status_code == 200, path

    after = snapshot(sessions)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= MAY_CHANGE_ON_GET
    assert len(after["match_run"]) == 2
    assert len(after["match"]) == 40


def test_owners_see_a_matched_demand_without_its_poster(
    caller, demand, sessions, now, owner, poster
):
    with unit_of_work(sessions) as session:
        make_demand(session, now, poster, visibility=DemandVisibility.PRIVATE)
    as_owner = Caller(caller.client.application, sessions, now, owner)
    assert as_owner.get("/demands").json["items"] == []

    matches(caller, demand)
    [seen] = as_owner.get("/demands").json["items"]

    assert seen["id"] == str(demand.id)
    assert seen["organization_name"] is None
    assert seen["visibility"] is None
    assert seen["site"] == {
        "region_code": "320500",
        "latitude_deg": None,
        "longitude_deg": None,
        "precision": "prefecture",
    }
    assert poster.organization.name not in as_owner.get("/demands").get_data(as_text=True)
    assert as_owner.get(f"/demands/{demand.id}/matches").status_code == 403


def test_a_withdrawn_technology_of_a_past_run_stays_in_that_run(caller, demand, sessions, now):
    before = matches(caller, demand)
    with reading(sessions) as session:
        technology = session.get(Technology, int(before["matches"][0]["technology"]["id"]))
    withdraw(sessions, now, technology)

    assert matches(caller, demand, f"?run={before['run_id']}") == before
