"""POST /api/v1/technologies/audit: findings in words, likely values, costs; nothing saved."""

import pytest
from sqlalchemy import func, select

from data.models import Technology
from data.session import reading, unit_of_work
from data.vocabulary import Role
from tests.factories.people import make_person
from tests.factories.web import make_test_app
from tests.integration.web.api_client import Caller

CASE = {
    "name": "示例项目",
    "project_type": "retrofit",
    "investment_yuan": 1e11,
    "abatement_tco2_per_year": 5000,
    "service_life_years": 15,
    "annual_benefit_yuan": 2.5e6,
    "payback_years": 4,
    "abatement_cost_yuan_per_tco2": 133,
}
RECORD = {"name": "示例技术", "stage": "demonstration", "adoption_share": 5, "cases": [CASE]}


@pytest.fixture
def caller(sessions, now, clock):
    with unit_of_work(sessions) as session:
        person = make_person(session, now, Role.EXPERT)
    return Caller(make_test_app(sessions, clock), sessions, now, person)


def audited(caller, record=RECORD, **options):
    response = caller.post("/technologies/audit", record, **options)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def test_slips_come_back_with_what_was_likely_meant(caller, sessions):
    answer = audited(caller)
    found = {one["rule"]: one for one in answer["findings"]}

    assert found["investment_unit"]["case_index"] == 0
    assert found["investment_unit"]["severity"] == "error"
    assert found["investment_unit"]["likely"][0]["value"] == 1e7
    assert "10 million yuan" in found["investment_unit"]["text"]
    assert found["share_percent"]["likely"][0]["value"] == 0.05
    with reading(sessions) as session:
        assert session.scalar(select(func.count()).select_from(Technology)) == 0


def test_texts_follow_the_callers_language(caller):
    found = {one["rule"]: one for one in audited(caller, language="zh")["findings"]}

    assert found["investment_unit"]["field_label"] == "项目投资额"
    assert "1,000 万元与其他数据相符" in found["investment_unit"]["text"]
    assert found["investment_unit"]["likely"][0]["text"] == "项目投资额：1,000 万元"


def test_three_costs_stand_side_by_side_with_their_formulas(caller):
    record = {**RECORD, "cases": [{**CASE, "investment_yuan": 1e7}]}
    (costs,) = audited(caller, record)["costs"]

    assert round(costs["abatement_cost_yuan_per_tco2"], 2) == 133.33
    assert round(costs["levelised_yuan_per_tco2"], 2) == 233.66
    assert round(costs["net_yuan_per_tco2"], 2) == -266.34
    assert costs["formulas"]["abatement_cost_yuan_per_tco2"].startswith("10,000,000 ÷")
    assert costs["inputs"]["discount_rate"] == 0.08


def test_a_record_that_cannot_be_read_is_a_problem_naming_the_field(caller):
    response = caller.post("/technologies/audit", {"cases": [{"payback_years": "4年"}], "x": 1})

    assert response.status_code == 422
    assert response.mimetype == "application/problem+json"
    errors = {one["field"]: one for one in response.json["errors"]}
    assert set(errors) == {"cases[0].payback_years", "x"}
    assert "4年" in errors["cases[0].payback_years"]["message"]


@pytest.mark.parametrize("body", [[], "text", 5])
def test_only_an_object_is_a_record(caller, body):
    assert caller.post("/technologies/audit", body).status_code == 422


def test_nobody_is_asked_to_log_in(sessions, now, clock, caller):
    stranger = Caller(make_test_app(sessions, clock), sessions, now)

    assert stranger.post("/technologies/audit", RECORD).status_code == 401
