"""POST /api/v1/match: the contract of API.md, rulings 1-8, and bad input."""

import pytest

from data.session import unit_of_work
from data.vocabulary import CatalogueStatus, Role, TechnologyStage
from tests.factories.catalogue import NEED, TOPICS, make_case, make_technology
from tests.factories.people import make_person
from tests.factories.runtime import make_runtime
from tests.factories.web import make_test_app
from tests.integration.web.api_client import Caller


@pytest.fixture
def owner(sessions, now):
    with unit_of_work(sessions) as session:
        person = make_person(session, now, Role.TECHNOLOGY_OWNER)
        person.organization.latitude_deg = 31.8
        person.organization.longitude_deg = 120.0
    return person


@pytest.fixture
def catalogue(sessions, now, owner):
    """Five published technologies, and one of each status that is never shown."""
    with unit_of_work(sessions) as session:
        made = [
            make_technology(session, now, owner=owner, technical_principle=text, cases=2)
            for text in TOPICS
        ]
        for status in CatalogueStatus:
            if status is not CatalogueStatus.PUBLISHED:
                make_technology(
                    session, now, owner=owner, catalogue_status=status, name=f"隐藏 {status}"
                )
    return made


@pytest.fixture
def caller(sessions, now, clock, tmp_path, catalogue):
    app = make_test_app(sessions, clock, runtime=make_runtime(sessions, tmp_path))
    with unit_of_work(sessions) as session:
        person = make_person(session, now, Role.EXPERT)
    return Caller(app, sessions, now, person)


def match(caller, **fields):
    response = caller.post("/match", {"text": NEED} | fields)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def problem(caller, status=422, **fields):
    response = caller.post("/match", {"text": NEED} | fields)
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/problem+json"
    return response.json


def fields_of(answer):
    return [error["field"] for error in answer["errors"]]


def test_the_answer_has_the_shape_of_the_contract(caller, catalogue):
    answer = match(caller, site={"region_code": "320500"}, limit=3)

    assert {"ranker_version", "encoder_id", "factor_set", "weights", "understood"} <= set(answer)
    assert answer["eligible_count"] == len(TOPICS)
    assert [one["rank"] for one in answer["matches"]] == [1, 2, 3]
    best = answer["matches"][0]
    assert best["technology"]["id"] == str(catalogue[0].id)
    assert best["technology"]["owner_name"].startswith("示例单位")
    assert set(best["parts"]) == {"fit", "location", "abatement_cost"}
    assert best["nearest"] == "reference_case"
    assert best["distance_km"] < 30
    assert best["cost"]["abatement_cost_yuan_per_tco2"] == pytest.approx(133.3333, abs=1e-3)
    assert best["cost"]["basis"] in {"case 1, 15 years stated", "case 2, 15 years stated"}
    assert all({"code", "text", "values"} <= set(reason) for reason in best["reasons"])
    assert answer["empty_reason"] is None


def test_scores_are_the_sums_of_what_is_shown(caller):
    for one in match(caller, site={"region_code": "320500"}, sectors=["C31"])["matches"]:
        parts, adjustments = one["parts"].values(), one["adjustments"]
        total = sum(p["contribution"] for p in parts) + sum(a["contribution"] for a in adjustments)
        assert one["score"] == pytest.approx(total, abs=1e-9)
        assert 0 <= one["score"] <= 1
        for part in parts:
            if part["value"] is not None:
                inside = sum(s["contribution"] for s in part["signals"].values())
                assert part["value"] == pytest.approx(inside, abs=1e-9)


def test_texts_come_in_the_language_asked_for(caller):
    english = caller.post("/match", {"text": NEED}, language="en").json["matches"][0]
    chinese = caller.post("/match", {"text": NEED}, language="zh-CN").json["matches"][0]

    codes = [reason["code"] for reason in english["reasons"]]
    assert codes == [reason["code"] for reason in chinese["reasons"]]
    assert "close in meaning" in english["reasons"][0]["text"]
    assert "相近" in chinese["reasons"][0]["text"]


def test_an_unknown_part_is_null_redistributed_deducted_and_said(caller):
    best = match(caller)["matches"][0]

    assert best["parts"]["location"]["value"] is None
    assert best["parts"]["location"]["contribution"] == 0
    assert sum(part["weight"] for part in best["parts"].values()) == pytest.approx(1)
    assert "site_unknown" in [unknown["code"] for unknown in best["unknowns"]]


def test_what_the_owner_hides_brings_a_negative_adjustment(caller, sessions, now, owner):
    with unit_of_work(sessions) as session:
        make_technology(session, now, owner=owner, name="示例无案例技术", cases=0)

    shown = {one["technology"]["name"]: one for one in match(caller, limit=50)["matches"]}
    hiding = shown["示例无案例技术"]

    assert hiding["parts"]["abatement_cost"]["value"] is None
    assert min(a["contribution"] for a in hiding["adjustments"]) < 0
    assert all(a["text"] for a in hiding["adjustments"])
    assert "abatement_cost_unknown" in [unknown["code"] for unknown in hiding["unknowns"]]


def test_weights_are_normalised_and_a_missing_one_takes_its_default(caller):
    answer = match(caller, weights={"fit": 1.2, "location": 0.3})

    assert answer["weights"] == pytest.approx(
        {"fit": 1.2 / 1.75, "location": 0.3 / 1.75, "abatement_cost": 0.25 / 1.75}
    )


BAD_WEIGHTS = [
    ({"fit": -0.1}, "weights.fit"),
    ({"fit": 0, "location": 0, "abatement_cost": 0}, "weights"),
    ({"price": 1}, "weights.price"),
    ({"fit": "1"}, "weights.fit"),
    ([1, 2], "weights"),
]


def test_weights_that_mean_nothing_are_named(caller):
    for weights, field in BAD_WEIGHTS:
        assert field in fields_of(problem(caller, weights=weights)), weights


def test_quantities_are_read_from_the_text_and_can_be_switched_off(caller):
    text = f"{NEED}，投资不超过800万元"

    read = match(caller, text=text)
    ignored = match(caller, text=text, ignore_understood=["max_investment"])

    assert read["understood"]["max_investment"]["value"] == 8_000_000
    assert read["understood"]["max_investment"]["used"] is True
    assert read["eligible_count"] == 0
    assert read["empty_reason"]["code"] == "nothing_eligible"
    assert read["excluded_by_reason"] == {"investment_over_limit": len(TOPICS)}
    assert "read from its text" in read["excluded"][0]["reasons"][0]["text"]
    assert ignored["understood"]["max_investment"]["used"] is False
    assert ignored["eligible_count"] == len(TOPICS)


def test_an_explicit_field_wins_over_the_text(caller):
    answer = match(caller, text=f"{NEED}，投资不超过800万元", max_investment_yuan=2e7)

    assert answer["eligible_count"] == len(TOPICS)
    assert answer["understood"]["max_investment"]["used"] is False


def test_a_limit_excludes_only_if_every_known_case_exceeds_it(caller, sessions, now, owner):
    with unit_of_work(sessions) as session:
        made = make_technology(session, now, owner=owner, name="示例一大一小", cases=0)
        made.cases = [make_case(1), make_case(2, investment_yuan=6_000_000)]
        make_technology(session, now, owner=owner, name="示例未知", cases=0)

    answer = match(caller, max_investment_yuan=8_000_000)

    assert {one["technology"]["name"] for one in answer["matches"]} == {"示例一大一小", "示例未知"}
    assert answer["excluded_count"] == len(TOPICS)
    assert all(
        reason["code"] == "investment_over_limit" and reason["text"]
        for entry in answer["excluded"]
        for reason in entry["reasons"]
    )


def test_demonstration_technologies_stay_unless_they_are_not_accepted(caller, sessions, now):
    with unit_of_work(sessions) as session:
        make_technology(session, now, name="示例示范", stage=TechnologyStage.DEMONSTRATION)

    assert match(caller)["eligible_count"] == len(TOPICS) + 1
    strict = match(caller, accepts_demonstration=False)
    assert strict["excluded_by_reason"] == {"demonstration_not_accepted": 1}


def test_statuses_other_than_published_are_filtered_silently(caller):
    raw = caller.post("/match", {"text": NEED, "limit": 100, "max_investment_yuan": 5}).get_data(
        as_text=True
    )

    assert "隐藏" not in raw


def test_only_the_twenty_best_fitting_excluded_entries_are_listed(caller, sessions, now):
    with unit_of_work(sessions) as session:
        for _ in range(22):
            make_technology(session, now)

    answer = match(caller, max_investment_yuan=1000)

    assert len(answer["excluded"]) == 20
    assert answer["excluded_count"] == 22 + len(TOPICS)


@pytest.mark.parametrize(
    ("site", "warning"),
    [
        ({"latitude_deg": 120.6, "longitude_deg": 31.3}, "coordinates_maybe_swapped"),
        ({"latitude_deg": 48.85, "longitude_deg": 2.35}, "outside_china"),
    ],
)
def test_odd_coordinates_are_accepted_with_a_warning(caller, site, warning):
    answer = match(caller, site=site)

    assert warning in [one["code"] for one in answer["warnings"]]
    assert all(one["text"] for one in answer["warnings"])
    assert answer["matches"][0]["distance_km"] is not None


def test_the_datum_of_coordinates_is_converted(caller):
    place = {"latitude_deg": 31.3, "longitude_deg": 120.6}

    plain = match(caller, site=place)["site"]
    converted = match(caller, site={**place, "datum": "gcj02"})["site"]

    assert plain["latitude_deg"] == 31.3
    assert 0.0005 < abs(converted["longitude_deg"] - 120.6) < 0.01


def test_an_ambiguous_address_is_asked_back_with_candidates(caller):
    answer = problem(caller, site={"address": "朝阳区"})

    assert answer["errors"][0]["field"] == "site.address"
    assert answer["errors"][0]["rule"] == "address_ambiguous"
    assert len(answer["candidates"]) >= 2
    assert {"region_code", "name"} <= set(answer["candidates"][0])


BAD_INPUT = [
    ({"text": ""}, "text"),
    ({"text": "热"}, "text"),
    ({"text": "热" * 20_001}, "text"),
    ({"text": "x" * 50_000}, "text"),
    ({"text": "😀🎉😀"}, "text"),
    ({"text": "\u200b\u200d\ufeff"}, "text"),
    ({"text": "热\u200b\u200b"}, "text"),
    ({"text": "   \n\t "}, "text"),
    ({"text": "12 345 %"}, "text"),
    ({"text": None}, "text"),
    ({"text": 5}, "text"),
    ({"sectors": ["C99"]}, "sectors.0"),
    ({"sectors": ["25"]}, "sectors.0"),
    ({"technology_types": ["2.1", "9.9"]}, "technology_types.1"),
    ({"site": {"region_code": "999999"}}, "site.region_code"),
    ({"site": {"region_code": "899999"}}, "site.region_code"),
    ({"site": {"address": "某个不存在的地方xyz"}}, "site.address"),
    ({"site": {"latitude_deg": 31.3}}, "site"),
    ({"site": {"latitude_deg": 95, "longitude_deg": 100}}, "site.latitude_deg"),
    ({"site": {"latitude_deg": 1000, "longitude_deg": 100}}, "site.latitude_deg"),
    ({"site": {"datum": "mars"}}, "site.datum"),
    ({"project_type": "demolition"}, "project_type"),
    ({"max_investment_yuan": -1}, "max_investment_yuan"),
    ({"max_investment_yuan": "8000000"}, "max_investment_yuan"),
    ({"max_payback_years": 0}, "max_payback_years"),
    ({"abatement_target_tco2_per_year": 1e300}, "abatement_target_tco2_per_year"),
    ({"needed_by_on": "2020-01-01"}, "needed_by_on"),
    ({"needed_by_on": "soon"}, "needed_by_on"),
    ({"ignore_understood": ["colour"]}, "ignore_understood.0"),
    ({"limit": 0}, "limit"),
    ({"limit": 10**9}, "limit"),
    ({"limit": 2.5}, "limit"),
    ({"colour": "green"}, "colour"),
]


def test_bad_input_names_its_field(caller):
    for given, field in BAD_INPUT:
        answer = problem(caller, **given)
        assert field in fields_of(answer), given
        assert all(error["message"] for error in answer["errors"])


ODD_TEXTS = [
    "<script>alert(1)</script> 余热回收",
    "余热'; DROP TABLE demand; --",
    "استرداد الحرارة المهدرة من الفرن",
    "Waste heat recovery from a reheating furnace",
    "余\u200b热\u200d回收\u202e",
    "余热" * 10_000,
    "😀 余热回收 🎉",
    "投资不超过500万元，投资不少于900万元，三年内回本，回收期十年以上",
]


def test_odd_texts_are_matched_like_any_other(caller):
    for text in ODD_TEXTS:
        assert match(caller, text=text)["eligible_count"] >= 0, text[:40]


def test_contradictory_limits_give_an_empty_list_with_its_reason(caller):
    answer = match(
        caller, max_investment_yuan=1, max_payback_years=0.01, max_abatement_cost_yuan_per_tco2=-1e6
    )

    assert answer["matches"] == []
    assert answer["empty_reason"]["code"] == "nothing_eligible"
    assert answer["empty_reason"]["text"]


def test_a_need_outside_the_field_gets_nothing_or_low_confidence(caller):
    answer = match(caller, text="求购婚纱摄影与儿童钢琴培训")

    assert all(one["confidence"] == "low" for one in answer["matches"])
    codes = [warning["code"] for warning in answer["warnings"]]
    assert answer["empty_reason"] is not None or "out_of_field" in codes


BAD_BODIES = [
    (b"{", "application/json", 400),
    (b"\xff\xfe", "application/json", 400),
    (b'{"text": "\\ud800"}', "application/json", 400),
    (b'{"text": NaN}', "application/json", 422),
    (b"text=x", "application/x-www-form-urlencoded", 415),
    (b"[]", "application/json", 422),
    (b"null", "application/json", 422),
    (b"", "application/json", 422),
    (b'{"text": "\\u0000 abc"}', "application/json", 422),
    (b'"' + b"x" * 2_000_000 + b'"', "application/json", 413),
]


def test_bodies_that_are_no_request_are_refused_clearly(caller):
    for body, content_type, status in BAD_BODIES:
        headers = {"Content-Type": content_type}
        response = caller.call("POST", "/match", data=body, headers=headers)
        assert response.status_code == status, body[:40]
        assert response.mimetype == "application/problem+json"
        assert response.json["request_id"]


def test_a_token_is_needed(caller, sessions, now):
    nobody = Caller(caller.client.application, sessions, now)
    nobody.headers["Authorization"] = "Bearer tq_wrong"

    assert nobody.post("/match", {"text": NEED}).status_code == 401


def test_while_loading_the_answer_is_503_with_retry_after(sessions, now, clock, tmp_path):
    from matcher.services.runtime import Runtime
    from tests.factories.runtime import make_settings

    runtime = Runtime(make_settings(tmp_path), sessions)
    app = make_test_app(sessions, clock, runtime=runtime)
    with unit_of_work(sessions) as session:
        person = make_person(session, now, Role.EXPERT)

    response = Caller(app, sessions, now, person).post("/match", {"text": NEED})

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert response.mimetype == "application/problem+json"
