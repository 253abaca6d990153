"""`tanqiao audit-form`: exit codes 0, 1, 2, words and JSON."""

import json

import pytest
from click.testing import CliRunner

from data.forms import write_form_docx
from data.importers import read_technology
from web.cli import cli, main

CASE = {
    "name": "示例项目", "address": "江苏省苏州市", "project_type": "retrofit", "scale": "10 MW",
    "conditions": "三班制", "content": "余热改造", "main_equipment": "换热器 2 台",
    "investment_yuan": 1e7, "construction_months": 6, "abatement_tco2_per_year": 5000,
    "emission_reduction_share": 0.12, "annual_benefit_yuan": 2.5e6, "payback_years": 4,
    "abatement_cost_yuan_per_tco2": 133, "service_life_years": 15,
    "environmental_benefit": "减少氮氧化物", "social_benefit": "带动就业",
}  # fmt: skip
CONTACT = (
    "unit_name", "head_name", "head_phone", "contact_name", "contact_phone", "mobile",
    "postcode", "email", "postal_address",
)  # fmt: skip
FORM = {
    "external_id": "T1", "name": "示例技术", "technology_type": "2.1", "fields": ["钢铁"],
    "stage": "demonstration", "owner": {"name": "示例公司"}, "cases": [CASE],
    "adoption_share": 0.05, "adoption_share_2030": 0.3, "investment_2030_yuan": 6e9,
    "abatement_potential_2030_tco2_per_year": 3e6, "comparison_technology": "燃煤链条锅炉",
    "applicant_contact": dict.fromkeys(CONTACT, "示例"),
    **dict.fromkeys(
        ("application_status", "technical_principle", "key_technology", "process_flow",
         "technical_indicators", "technology_source", "applicability", "promotion_barriers",
         "typical_users"),
        "示例",
    ),
}  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("TANQIAO_VAR", str(tmp_path / "var"))

    def command(record, *options, name="form.jsonl"):
        path = tmp_path / name
        content = record if isinstance(record, bytes) else json.dumps(record).encode()
        path.write_bytes(content)
        return CliRunner().invoke(cli, ["audit-form", str(path), *options])

    return command


def test_a_clean_form_leaves_with_zero(run):
    result = run(FORM)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "T1 示例技术: 0" in result.stdout


def test_findings_leave_with_one_and_what_was_likely_meant(run):
    result = run({**FORM, "adoption_share": 5})

    assert result.exit_code == 1
    assert "目前已推广比例：5%" in result.stdout


def test_json_is_the_answer_of_the_api(run):
    result = run({**FORM, "cases": [{**CASE, "payback_years": 48}]}, "--json", "--language", "en")

    (form,) = json.loads(result.stdout)
    (finding,) = form["findings"]
    assert finding["rule"] == "payback_months"
    assert finding["likely"][0]["text"] == "Payback period: 4 years"


@pytest.mark.parametrize(
    ("record", "name"),
    [(b"{", "form.jsonl"), (b"x", "form.docx"), (b"x", "form.xlsx"), (b"x", "form.pdf")],
)
def test_what_cannot_be_read_leaves_with_two(run, record, name):
    result = run(record, name=name)

    assert result.exit_code == 2
    assert result.stderr.strip()


def test_a_word_form_is_audited_as_the_record_it_was_written_from(run):
    row, _ = read_technology(FORM)
    result = run(write_form_docx(row), "--json", name="form.docx")

    (form,) = json.loads(result.stdout)
    assert form["findings"] == []
    assert result.exit_code == 0


def test_the_process_itself_leaves_with_the_code(tmp_path, monkeypatch):
    monkeypatch.setenv("TANQIAO_VAR", str(tmp_path / "var"))
    monkeypatch.setattr("sys.argv", ["tanqiao", "audit-form", str(tmp_path / "none.jsonl")])

    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
