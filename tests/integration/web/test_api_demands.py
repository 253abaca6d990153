"""Demands by JSON: posting, reading, changing, closing; who may see what of them."""

import pytest

from data.models import Enterprise
from data.session import unit_of_work
from data.vocabulary import DemandVisibility, Role
from tests.factories.catalogue import NEED, make_demand, make_park
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import make_test_app
from tests.integration.web.api_client import Caller

BODY = {"title": "加热炉余热（示例）", "text": NEED}


@pytest.fixture
def api(sessions, clock, tmp_path):
    return make_test_app(sessions, clock, runtime=make_runtime(sessions, tmp_path))


@pytest.fixture
def person(sessions, now):
    def make(role=Role.PARK_MANAGER, **fields):
        with unit_of_work(sessions) as session:
            return make_person(session, now, role, **fields)

    return make


@pytest.fixture
def as_(api, sessions, now):
    return lambda who: Caller(api, sessions, now, who)


def test_a_posted_demand_is_read_back_as_it_was_posted(as_, person):
    caller = as_(person())
    body = BODY | {
        "site": {"latitude_deg": 31.3, "longitude_deg": 120.6, "datum": "wgs84"},
        "sectors": ["C31", "C3130"],
        "technology_types": ["2.1"],
        "project_type": "retrofit",
        "accepts_demonstration": False,
        "max_investment_yuan": 8000000.5,
        "max_payback_years": 3,
        "max_abatement_cost_yuan_per_tco2": -20,
        "abatement_target_tco2_per_year": 5000,
        "needed_by_on": "2027-06-30",
        "expires_on": "2026-12-31",
        "weights": {"fit": 0.5},
        "ignore_understood": ["max_payback"],
        "visibility": "public",
        "external_id": "N-1",
    }

    response = caller.post("/demands", body)

    assert response.status_code == 201
    posted = response.json
    assert posted.pop("warnings")[0]["code"] == "region_estimated"
    read = caller.get(f"/demands/{posted['id']}").json
    assert read == posted
    site = read.pop("site")
    assert site["latitude_deg"] == 31.3
    assert site["region_code"].startswith("3205")
    assert read["weights"] == {"fit": 0.5, "location": None, "abatement_cost": None}
    same = set(body) - {"site", "weights"}
    assert {name: read[name] for name in same} == {name: body[name] for name in same}
    assert read["status"] == "open"


def test_without_a_site_the_only_park_says_where(as_, person, sessions):
    poster = person()
    with unit_of_work(sessions) as session:
        make_park(session, poster, region_code="140100", latitude_deg=37.87, longitude_deg=112.55)

    assert as_(poster).post("/demands", BODY).json["site"]["region_code"] == "140100"


def test_with_two_parks_and_no_site_the_place_is_unknown(as_, person, sessions):
    poster = person()
    with unit_of_work(sessions) as session:
        make_park(session, poster)
        make_park(session, poster)

    assert as_(poster).post("/demands", BODY).json["site"] is None


def test_parks_and_enterprises_of_others_are_not_taken(as_, person, sessions, now):
    poster, other = person(), person()
    with unit_of_work(sessions) as session:
        park = make_park(session, other)
        enterprise = Enterprise(external_id="E1", name="示例企业", park_id=park.id, created_at=now)
        session.add(enterprise)
        session.flush()
        enterprise_id = enterprise.id

    response = as_(poster).post(
        "/demands", BODY | {"park_id": park.id, "enterprise_id": str(enterprise_id)}
    )

    assert response.status_code == 422
    assert {error["field"] for error in response.json["errors"]} == {"park_id", "enterprise_id"}
    assert as_(poster).get("/demands").json["items"] == []


BAD_FIELDS = [
    ({"title": ""}, "title"),
    ({"title": " \u200b "}, "title"),
    ({"title": "长" * 201}, "title"),
    ({"text": "😀"}, "text"),
    ({"weights": {"fit": 0, "location": 0, "abatement_cost": 0}}, "weights"),
    ({"expires_on": "2020-01-01"}, "expires_on"),
    ({"needed_by_on": "2026-05-31"}, "needed_by_on"),
    ({"visibility": "secret"}, "visibility"),
    ({"park_id": 0}, "park_id"),
    ({"park_id": 2**31}, "park_id"),
    ({"park_id": "99999999999999999999"}, "park_id"),
    ({"organization_id": 1}, "organization_id"),
    ({"status": "closed"}, "status"),
    ({"site": {"address": "朝阳区"}}, "site.address"),
]


def test_a_bad_field_is_named_and_nothing_is_saved(as_, person):
    caller = as_(person())
    for given, field in BAD_FIELDS:
        response = caller.post("/demands", BODY | given)
        assert response.status_code == 422, given
        assert field in [error["field"] for error in response.json["errors"]], given
    assert caller.get("/demands").json["items"] == []


def test_a_number_of_ones_own_is_taken_once_in_an_organization(as_, person):
    caller, other = as_(person()), as_(person())
    body = BODY | {"external_id": "N-1"}
    first = caller.post("/demands", body)

    again = caller.post("/demands", body, language="zh")

    assert first.status_code == 201
    assert again.status_code == 422
    assert again.json["errors"] == [
        {"field": "external_id", "rule": "number_taken", "message": "贵单位已有需求使用该编号。"}
    ]
    assert caller.put(f"/demands/{first.json['id']}", body).status_code == 200
    assert other.post("/demands", body).status_code == 201


def test_the_title_and_the_text_are_needed(as_, person):
    response = as_(person()).post("/demands", {})

    assert [error["field"] for error in response.json["errors"]] == ["text", "title"]


def test_html_sql_and_direction_marks_are_kept_as_plain_text(as_, person):
    caller = as_(person())
    text = "<img src=x onerror=alert(1)> 余热'; DROP TABLE demand; -- \u202e回收"

    posted = caller.post("/demands", BODY | {"text": text}).json

    assert posted["text"] == text.replace("\u202e", "")
    assert caller.get("/demands").json["items"][0]["text"] == posted["text"]


def test_a_change_replaces_the_content_and_an_old_version_is_refused(as_, person):
    caller = as_(person())
    posted = caller.post("/demands", BODY | {"max_payback_years": 3}).json
    path = f"/demands/{posted['id']}"

    changed = caller.put(path, BODY | {"text": "空压机余热回收", "version": posted["version"]})
    late = caller.put(path, BODY | {"version": posted["version"]})

    assert changed.json["text"] == "空压机余热回收"
    assert changed.json["max_payback_years"] is None
    assert changed.json["version"] == posted["version"] + 1
    assert late.status_code == 409
    assert late.json["code"] == "changed_meanwhile"
    assert caller.get(path).json["text"] == "空压机余热回收"


def test_a_date_that_passed_since_may_stay(as_, person, clock):
    caller = as_(person())
    posted = caller.post("/demands", BODY | {"expires_on": "2026-06-02"}).json
    clock.advance(days=5)
    path = f"/demands/{posted['id']}"

    assert caller.put(path, BODY | {"expires_on": "2026-06-02"}).status_code == 200
    assert caller.put(path, BODY | {"expires_on": "2026-06-03"}).status_code == 422


def test_closing_twice_and_reopening_are_harmless(as_, person):
    caller = as_(person())
    path = f"/demands/{caller.post('/demands', BODY).json['id']}"

    states = [caller.post(f"{path}/{verb}").json["status"] for verb in ("close", "close", "reopen")]

    assert states == ["closed", "closed", "open"]
    assert caller.get("/demands?status=open").json["items"]
    assert not caller.get("/demands?status=closed").json["items"]


def test_lists_are_paged_by_cursor_newest_first(as_, person, sessions, now):
    poster = person()
    with unit_of_work(sessions) as session:
        ids = [str(make_demand(session, now, poster).id) for _ in range(7)]
    caller, found, query = as_(poster), [], ""

    while query is not None:
        page = caller.get(f"/demands?limit=3{query}").json
        found += [item["id"] for item in page["items"]]
        query = f"&cursor={page['next']}" if page["next"] else None

    assert found == ids[::-1]


BAD_QUERIES = [
    ("limit=0", "limit"),
    ("limit=101", "limit"),
    ("limit=99999999999999999999", "limit"),
    ("limit=x", "limit"),
    ("cursor=xyz", "cursor"),
    ("cursor=WzFlOTld", "cursor"),
    ("status=gone", "status"),
    ("page=2", "page"),
    ("limit=1&limit=2", "limit"),
]


def test_bad_queries_name_their_field(as_, person):
    caller = as_(person())
    for query, field in BAD_QUERIES:
        response = caller.get(f"/demands?{query}")
        assert response.status_code == 422, query
        assert field in [error["field"] for error in response.json["errors"]], query


def test_another_tenant_finds_nothing(as_, person):
    mine, stranger = as_(person()), as_(person())
    path = f"/demands/{mine.post('/demands', BODY).json['id']}"

    answers = [
        stranger.get(path),
        stranger.put(path, BODY),
        stranger.post(f"{path}/close"),
        stranger.get(f"{path}/matches"),
        stranger.get(f"{path}/runs"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert stranger.get("/demands").json["items"] == []
    assert mine.get(path).json["status"] == "open"


def test_a_public_demand_shows_its_poster_to_owners_a_private_one_nothing(as_, person):
    caller, owner = as_(person()), as_(person(Role.TECHNOLOGY_OWNER))
    public = caller.post("/demands", BODY | {"visibility": "public"}).json
    caller.post("/demands", BODY | {"visibility": "private"})
    caller.post("/demands", BODY)

    seen = owner.get("/demands").json["items"]

    assert [one["id"] for one in seen] == [public["id"]]
    assert seen[0]["organization_name"] == public["organization_name"]


def test_a_bureau_reads_the_demands_of_its_region(as_, person):
    caller = as_(person())
    posted = caller.post("/demands", BODY | {"site": {"region_code": "320500"}}).json
    here = as_(person(Role.BUREAU_OFFICER, region_code="320000"))
    elsewhere = as_(person(Role.BUREAU_OFFICER, region_code="110000"))

    assert here.get(f"/demands/{posted['id']}").json["visibility"] == "matched_owners"
    assert elsewhere.get(f"/demands/{posted['id']}").status_code == 404


def test_visibility_defaults_to_matched_owners(as_, person):
    posted = as_(person()).post("/demands", BODY).json

    assert posted["visibility"] == DemandVisibility.MATCHED_OWNERS


def test_an_expired_session_is_401(api, sessions, clock, person, browser):
    reader = browser.be(person())
    clock.advance(hours=13)

    response = api.test_client().get("/api/v1/demands")

    assert response.status_code == 401
    assert response.mimetype == "application/problem+json"
    assert reader.get("/api/v1/demands").status_code == 401
