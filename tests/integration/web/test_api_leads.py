"""Leads and the funnel by JSON: from a match to a commissioned project, and its refusals."""

import pytest

from data.session import unit_of_work
from data.vocabulary import CatalogueStatus, DemandVisibility, Role
from tests.factories.catalogue import make_demand, make_technology
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import make_test_app
from tests.integration.web.api_client import Caller


@pytest.fixture
def people(sessions, now):
    with unit_of_work(sessions) as session:
        made = {
            role: make_person(session, now, role)
            for role in (Role.PARK_MANAGER, Role.TECHNOLOGY_OWNER, Role.BUREAU_OFFICER)
        }
        made["stranger"] = make_person(session, now, Role.PARK_MANAGER)
    return made


@pytest.fixture
def pair(sessions, now, people):
    with unit_of_work(sessions) as session:
        demand = make_demand(
            session, now, people[Role.PARK_MANAGER], visibility=DemandVisibility.PUBLIC
        )
        technology = make_technology(session, now, owner=people[Role.TECHNOLOGY_OWNER])
    return {"demand_id": demand.id, "technology_id": technology.id}


@pytest.fixture
def callers(sessions, now, clock, tmp_path, people):
    app = make_test_app(sessions, clock, runtime=make_runtime(sessions, tmp_path))
    return {key: Caller(app, sessions, now, person) for key, person in people.items()}


@pytest.fixture
def park(callers):
    return callers[Role.PARK_MANAGER]


@pytest.fixture
def owner(callers):
    return callers[Role.TECHNOLOGY_OWNER]


def open_lead(caller, pair, **fields):
    response = caller.post("/leads", pair | fields)
    assert response.status_code == 201, response.get_data(as_text=True)
    return response.json


def move(caller, lead, to, **fields):
    return caller.post(f"/leads/{lead['id']}/transitions", {"to": to} | fields)


def test_a_lead_goes_from_introduced_to_commissioned(park, owner, pair):
    lead = open_lead(park, pair, message="请联系我们")

    assert lead["stage"] == "introduced"
    assert lead["demand_id"] == str(pair["demand_id"])
    seen = owner.get(f"/leads/{lead['id']}").json
    assert seen["message"] == "请联系我们"
    assert {"to": "accepted", "effect": "moves"} in seen["moves"]
    assert move(owner, lead, "accepted").json["stage"] == "accepted"
    assert move(park, lead, "in_talks").json["stage"] == "in_talks"
    proposed = move(park, lead, "commissioned").json
    assert proposed["stage"] == "in_talks"
    assert proposed["proposed_stage"] == "commissioned"
    confirmed = move(owner, lead, "commissioned").json
    assert confirmed["stage"] == "commissioned"
    kinds = [event["kind"] for event in confirmed["events"]]
    assert kinds == ["moved", "moved", "moved", "proposed", "confirmed"]


def test_ids_in_digits_are_taken_as_answers_write_them(park, pair):
    assert open_lead(park, {name: str(record_id) for name, record_id in pair.items()})["id"]


def test_an_owner_proposes_and_the_park_accepts(park, owner, pair):
    lead = open_lead(owner, pair)

    assert lead["stage"] == "proposed"
    assert move(park, lead, "accepted").json["stage"] == "accepted"


def test_one_pair_has_one_open_lead_until_it_is_declined(park, owner, pair):
    lead = open_lead(park, pair)
    assert park.post("/leads", pair).json["code"] == "lead_already_open"

    unreasoned = move(owner, lead, "declined")
    declined = move(owner, lead, "declined", reason="technical_mismatch", note="工况不符")

    assert (unreasoned.status_code, unreasoned.json["code"]) == (409, "reason_required")
    assert declined.json["reason"] == "technical_mismatch"
    assert move(park, lead, "in_talks").json["code"] == "final_stage"
    assert open_lead(park, pair)["id"] != lead["id"]


def test_no_side_jumps_to_verified_and_the_bureau_needs_evidence(park, callers, pair):
    lead = open_lead(park, pair)

    assert move(park, lead, "verified").status_code == 409
    assert move(callers[Role.BUREAU_OFFICER], lead, "verified").status_code == 409
    assert park.get(f"/leads/{lead['id']}").json["stage"] == "introduced"


def test_an_old_version_is_refused(park, owner, pair):
    lead = open_lead(park, pair)
    move(owner, lead, "accepted", version=lead["version"])

    late = move(park, lead, "in_talks", version=lead["version"])

    assert (late.status_code, late.json["code"]) == (409, "changed_meanwhile")


def test_a_proposed_stage_is_rejected(park, owner, pair):
    lead = open_lead(park, pair)
    move(owner, lead, "accepted")
    move(park, lead, "contracted")

    rejected = owner.post(f"/leads/{lead['id']}/rejections", {"note": "尚未签约"}).json

    assert rejected["stage"] == "accepted"
    assert rejected["proposed_stage"] is None
    assert rejected["events"][-1]["note"] == "尚未签约"
    again = owner.post(f"/leads/{lead['id']}/rejections", {})
    assert (again.status_code, again.json["code"]) == (409, "nothing_proposed")


def test_too_many_open_leads_on_a_technology_are_429(park, pair, sessions, now, people):
    answers = []
    for _ in range(4):
        with unit_of_work(sessions) as session:
            demand = make_demand(session, now, people[Role.PARK_MANAGER])
        answers.append(park.post("/leads", pair | {"demand_id": demand.id}))

    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_strangers_find_no_lead(park, callers, pair):
    lead = open_lead(park, pair)
    stranger = callers["stranger"]

    assert stranger.get("/leads").json["items"] == []
    assert stranger.get(f"/leads/{lead['id']}").status_code == 404
    assert move(stranger, lead, "declined", reason="other").status_code == 404
    assert stranger.post("/leads", pair).status_code == 404


def test_what_cannot_be_introduced_is_refused(park, pair, sessions, now, people):
    with unit_of_work(sessions) as session:
        ownerless = make_technology(session, now)
        draft = make_technology(
            session,
            now,
            owner=people[Role.TECHNOLOGY_OWNER],
            catalogue_status=CatalogueStatus.DRAFT,
        )
    assert park.post(f"/demands/{pair['demand_id']}/close").status_code == 200

    answers = {
        "closed": park.post("/leads", pair),
        "draft": park.post("/leads", pair | {"technology_id": draft.id}),
    }
    park.post(f"/demands/{pair['demand_id']}/reopen")
    answers["ownerless"] = park.post("/leads", pair | {"technology_id": ownerless.id})

    assert answers["closed"].json["code"] == "demand_closed"
    assert answers["draft"].status_code == 404
    assert answers["ownerless"].json["code"] == "technology_without_owner"


def test_bad_bodies_name_their_field(park, pair):
    lead = open_lead(park, pair)
    cases = [
        ("/leads", {"demand_id": 1}, "technology_id"),
        ("/leads", pair | {"message": "x" * 2001}, "message"),
        ("/leads", pair | {"stage": "verified"}, "stage"),
        ("/leads", {"demand_id": "one", "technology_id": 1}, "demand_id"),
        (f"/leads/{lead['id']}/transitions", {}, "to"),
        (f"/leads/{lead['id']}/transitions", {"to": "gone"}, "to"),
        (f"/leads/{lead['id']}/transitions", {"to": "stalled", "reason": "bored"}, "reason"),
    ]

    for path, body, field in cases:
        response = park.post(path, body)
        assert response.status_code == 422, (path, body)
        assert field in [error["field"] for error in response.json["errors"]], (path, body)


def test_leads_are_listed_by_stage_and_demand(park, owner, pair, sessions, now, people):
    first = open_lead(park, pair)
    with unit_of_work(sessions) as session:
        demand = make_demand(session, now, people[Role.PARK_MANAGER])
    second = open_lead(park, pair | {"demand_id": demand.id})
    move(owner, first, "accepted")

    def ids(query=""):
        return [item["id"] for item in park.get(f"/leads{query}").json["items"]]

    assert ids() == [second["id"], first["id"]]
    assert ids("?stage=accepted") == [first["id"]]
    assert ids(f"?demand_id={demand.id}") == [second["id"]]
    page = park.get("/leads?limit=1").json
    assert ids(f"?limit=1&cursor={page['next']}") == [first["id"]]


def test_the_funnel_counts_what_the_caller_may_read(park, owner, callers, pair):
    lead = open_lead(park, pair)
    move(owner, lead, "accepted")

    report = park.get("/reports/funnel").json
    counts = {step["stage"]: step["count"] for step in report["stages"]}

    assert report["total"] == 1
    assert (counts["introduced"], counts["accepted"], counts["in_talks"]) == (1, 1, 0)
    assert report["stages"][0]["answers"] == {
        "asked": 0,
        "answered": 0,
        "confirmed": 0,
        "lower": None,
        "upper": None,
    }
    assert [group["code"] for group in report["by_technology_type"]] == ["2.1"]
    assert [group["code"] for group in report["by_region"]] == ["320000"]
    assert report["by_region"][0]["label"] == "Jiangsu"
    assert callers[Role.BUREAU_OFFICER].get("/reports/funnel").json["total"] == 1
    assert callers["stranger"].get("/reports/funnel").json["total"] == 0


def test_the_funnel_is_narrowed_by_day_place_and_type(park, pair):
    open_lead(park, pair)

    totals = {
        query: park.get(f"/reports/funnel?{query}").json["total"]
        for query in (
            "from=2026-06-01&to=2026-06-01",
            "from=2026-06-02",
            "to=2026-05-31",
            "region_code=320500",
            "region_code=110000",
            "technology_type=2.1",
            "technology_type=3.1",
        )
    }

    assert list(totals.values()) == [1, 0, 0, 1, 0, 1, 0]
    answer = park.get("/reports/funnel?from=2026-06-01&to=2026-06-30").json
    assert (answer["from"], answer["to"]) == ("2026-06-01", "2026-06-30")


def test_bad_reports_name_their_field(park):
    for query, field in [
        ("from=2026-06-02&to=2026-06-01", "to"),
        ("from=0", "from"),
        ("from=yesterday", "from"),
        ("region_code=1", "region_code"),
        ("technology_type=9.9", "technology_type"),
        ("year=2026", "year"),
    ]:
        response = park.get(f"/reports/funnel?{query}")
        assert response.status_code == 422, query
        assert field in [error["field"] for error in response.json["errors"]], query
