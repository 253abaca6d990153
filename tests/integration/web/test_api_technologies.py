"""The catalogue by JSON: what the public, owners and bureaus read; reverse matches."""

import pytest

from data.session import unit_of_work
from data.vocabulary import CatalogueStatus, DemandVisibility, Role, TechnologyStage
from tests.factories.catalogue import NEED, TOPICS, make_demand, make_technology
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import make_test_app
from tests.integration.web.api_client import Caller

SECRET_CONTACT = {"name": "张三", "phone": "13800138000"}


@pytest.fixture
def app(sessions, clock, tmp_path):
    return make_test_app(sessions, clock, runtime=make_runtime(sessions, tmp_path))


@pytest.fixture
def as_(app, sessions, now):
    return lambda who=None: Caller(app, sessions, now, who)


@pytest.fixture
def person(sessions, now):
    def make(role, **fields):
        with unit_of_work(sessions) as session:
            return make_person(session, now, role, **fields)

    return make


@pytest.fixture
def owner(person):
    return person(Role.TECHNOLOGY_OWNER)


@pytest.fixture
def add(sessions, now, owner):
    def make(**fields):
        with unit_of_work(sessions) as session:
            return make_technology(session, now, **({"owner": owner} | fields))

    return make


def names(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    return [item["name"] for item in response.json["items"]]


def test_the_public_reads_published_entries_only(as_, add):
    for status in CatalogueStatus:
        add(name=f"示例 {status}", catalogue_status=status)

    assert names(as_().get("/technologies")) == ["示例 published"]
    for status in set(CatalogueStatus) - {CatalogueStatus.PUBLISHED}:
        assert names(as_().get(f"/technologies?status={status}")) == []


def test_owners_read_their_own_drafts_and_bureaus_no_drafts(as_, add, owner, person):
    add(name="我的草稿", catalogue_status=CatalogueStatus.DRAFT)
    add(name="评审中", catalogue_status=CatalogueStatus.IN_REVIEW)
    other = person(Role.TECHNOLOGY_OWNER)
    officer = person(Role.BUREAU_OFFICER, region_code="320000")

    assert names(as_(owner).get("/technologies?status=draft")) == ["我的草稿"]
    assert names(as_(other).get("/technologies?status=draft")) == []
    assert names(as_(officer).get("/technologies")) == ["评审中"]


def test_one_technology_comes_with_its_cases_and_without_contacts(as_, add):
    made = add(
        cases=2,
        applicant_contact=SECRET_CONTACT,
        recommendation_opinion="内部推荐意见",
        incomplete_fields=["key_technology"],
        applicability_rules={"sectors": ["C25"]},
    )

    response = as_().get(f"/technologies/{made.id}")

    assert response.status_code == 200
    text = response.get_data(as_text=True)
    assert "13800138000" not in text
    assert "张三" not in text
    body = response.json
    assert body["recommendation_opinion"] is None
    assert body["incomplete_fields"] is None
    assert [case["investment_yuan"] for case in body["cases"]] == [10_000_000.0] * 2
    assert body["case_count"] == 2
    assert body["applicability_rules"] == {"sectors": ["C25"]}


def test_review_fields_are_for_the_owner_and_the_bureau(as_, add, owner, person):
    made = add(recommendation_opinion="内部推荐意见", applicant_contact=SECRET_CONTACT)
    path = f"/technologies/{made.id}"

    for reader in (owner, person(Role.BUREAU_OFFICER)):
        assert as_(reader).get(path).json["recommendation_opinion"] == "内部推荐意见"
        assert "13800138000" not in as_(reader).get(path).get_data(as_text=True)
    for reader in (person(Role.TECHNOLOGY_OWNER), person(Role.PARK_MANAGER)):
        assert as_(reader).get(path).json["recommendation_opinion"] is None


def test_what_is_not_published_is_not_found(as_, add, person):
    made = add(catalogue_status=CatalogueStatus.DRAFT)

    for reader in (None, person(Role.PARK_MANAGER), person(Role.BUREAU_OFFICER)):
        assert as_(reader).get(f"/technologies/{made.id}").status_code == 404
    assert as_().get("/technologies/999999").status_code == 404
    assert as_().get("/technologies/99999999999999999999").status_code == 404


FILTERS = [
    ("query=空压机", ["乙"]),
    ("query=余热 空压机", ["乙"]),
    ("query=%25", []),
    ("query='; DROP TABLE technology; --", []),
    ("category=3", ["丙"]),
    ("type=2.1", ["甲", "乙"]),
    ("stage=demonstration", ["乙"]),
    ("region_code=320000", ["甲", "乙", "丙"]),
    ("region_code=110000", []),
]


def test_filters_narrow_the_list(as_, add):
    add(name="甲")
    add(name="乙", technical_principle=TOPICS[1], stage=TechnologyStage.DEMONSTRATION)
    add(name="丙", technical_principle=TOPICS[2], technology_type="3.1")
    for query, found in FILTERS:
        assert sorted(names(as_().get(f"/technologies?{query}"))) == sorted(found), query


@pytest.mark.parametrize("sort", ["newest", "name", "published"])
def test_every_order_is_paged_without_gaps_or_repeats(as_, add, sort):
    made = {add(name=f"示例 {number % 3}").name + str(number) for number in range(7)}
    found, query = [], ""

    while query is not None:
        page = as_().get(f"/technologies?limit=2&sort={sort}{query}").json
        found += [item["id"] for item in page["items"]]
        query = f"&cursor={page['next']}" if page["next"] else None

    assert len(found) == len(set(found)) == len(made) == 7


BAD_QUERIES = [
    ("sort=price", "sort"),
    ("sort=name;DROP", "sort"),
    ("type=9.9", "type"),
    ("category=9", "category"),
    ("region_code=999999", "region_code"),
    ("status=secret", "status"),
    ("stage=old", "stage"),
    ("limit=1000000", "limit"),
    ("cursor=garbage", "cursor"),
    ("sort=published&cursor=WyJ4IiwxXQ", "cursor"),
    ("order=asc", "order"),
]


def test_bad_queries_name_their_field(as_):
    for query, field in BAD_QUERIES:
        response = as_().get(f"/technologies?{query}")
        assert response.status_code == 422, query
        assert field in [e["field"].split(".")[0] for e in response.json["errors"]], query


@pytest.fixture
def poster(person):
    return person(Role.PARK_MANAGER)


@pytest.fixture
def post(sessions, now, poster):
    def make(**fields):
        with unit_of_work(sessions) as session:
            return make_demand(
                session, now, poster, **({"visibility": DemandVisibility.PUBLIC} | fields)
            )

    return make


def test_reverse_matches_rank_the_open_demands_an_owner_may_see(as_, add, owner, post):
    technology = add()
    add(technical_principle=TOPICS[3])
    near = post(text=NEED)
    far = post(text="屋顶光伏与储能", title="光伏", region_code="440300", latitude_deg=22.5)
    post(text=NEED, visibility=DemandVisibility.PRIVATE)
    post(text=NEED, status="closed")

    answer = as_(owner).get(f"/technologies/{technology.id}/demands").json

    assert [one["demand"]["id"] for one in answer["items"]] == [str(near.id), str(far.id)]
    assert [one["rank"] for one in answer["items"]] == [1, 2]
    assert answer["considered_count"] == 2
    assert answer["items"][0]["score"] > answer["items"][1]["score"]
    for one in answer["items"]:
        total = sum(part["contribution"] for part in one["parts"].values())
        total += sum(adjustment["contribution"] for adjustment in one["adjustments"])
        assert one["score"] == pytest.approx(total, abs=1e-9)


def test_a_reverse_match_scores_as_the_demands_own_match_does(as_, add, owner, post, poster):
    technology = add()
    demand = post()

    [reverse] = as_(owner).get(f"/technologies/{technology.id}/demands").json["items"]
    [own] = as_(poster).get(f"/demands/{demand.id}/matches").json["matches"]

    assert reverse["score"] == pytest.approx(own["score"], abs=1e-9)
    assert reverse["reasons"] == own["reasons"]


def test_demands_whose_limits_the_technology_breaks_are_left_out(as_, add, owner, post):
    technology = add()
    post(max_payback_years=1)

    answer = as_(owner).get(f"/technologies/{technology.id}/demands").json

    assert answer["items"] == []
    assert answer["excluded_count"] == 1
    assert answer["empty_reason"]["code"] == "no_demand_suits"
    assert answer["empty_reason"]["text"]


def test_reverse_matches_hide_the_poster_of_a_matched_demand(as_, add, owner, post, poster):
    technology = add()
    demand = post(visibility=DemandVisibility.MATCHED_OWNERS, address="苏州市某路 1 号")
    path = f"/technologies/{technology.id}/demands"
    assert as_(owner).get(path).json["empty_reason"]["code"] == "no_open_demand"

    as_(poster).get(f"/demands/{demand.id}/matches")
    response = as_(owner).get(path)

    [one] = response.json["items"]
    assert one["demand"]["organization_name"] is None
    assert poster.organization.name not in response.get_data(as_text=True)
    assert "某路" not in response.get_data(as_text=True)


def test_reverse_matches_are_for_the_owner_alone(as_, add, person, owner):
    technology = add()
    draft = add(catalogue_status=CatalogueStatus.DRAFT)
    path = f"/technologies/{technology.id}/demands"

    assert as_(person(Role.TECHNOLOGY_OWNER)).get(path).status_code == 404
    assert as_(person(Role.PARK_MANAGER)).get(path).status_code == 403
    assert as_().get(path).status_code == 401
    unpublished = as_(owner).get(f"/technologies/{draft.id}/demands").json
    assert unpublished["empty_reason"]["code"] == "technology_not_published"
