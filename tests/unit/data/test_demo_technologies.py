"""The demo catalogue: complete, consistent, marked as fictional, and nothing said twice."""

import json
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from data.importers.outcomes import AcceptedRow, ImportKind
from data.importers.reading import read_file
from data.reference.divisions import divisions, full_name
from data.reference.field_dictionary import fields_of
from data.reference.fields import parse_field
from data.reference.sectors import is_sector_code
from data.reference.taxonomy import technology_types, topics
from data.vocabulary import CatalogueStatus, EnergyCarrier, ProjectType, TechnologyStage

FOLDER = Path(__file__).resolve().parents[3] / "data" / "demo" / "technologies"
MARK = "（示例）"
LONG_TEXTS = (
    "technical_principle",
    "key_technology",
    "process_flow",
    "technical_indicators",
    "applicability",
)
OTHER_TEXTS = (
    "name",
    "application_status",
    "technology_source",
    "appraisal",
    "promotion_barriers",
    "typical_users",
    "comparison_technology",
    "recommending_unit",
    "recommendation_opinion",
)
CASE_TEXTS = (
    "scale",
    "conditions",
    "content",
    "main_equipment",
    "environmental_benefit",
    "social_benefit",
)
RANGES = (
    "temperature_celsius",
    "pressure_mpa",
    "capacity",
    "site_area_m2",
    "voltage_kv",
)
CLIMATE_ZONES = {
    "severe_cold",
    "cold",
    "hot_summer_cold_winter",
    "hot_summer_warm_winter",
    "mild",
}
NEAR_DUPLICATE = 0.5


def read() -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


ENTRIES = read()
CASES = [(entry, case) for entry in ENTRIES for case in entry["cases"]]
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["external_id"])
each_case = pytest.mark.parametrize(
    ("entry", "case"),
    CASES,
    ids=[f"{entry['external_id']}-{number}" for number, (entry, _) in enumerate(CASES)],
)


def five_grams(text: str) -> set[str]:
    return {text[start : start + 5] for start in range(len(text) - 4)}


def names_of(record: str) -> set[str]:
    return {entry.field for entry in fields_of(record) if entry.type != "derived"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.name)
def test_the_importer_accepts_every_line(path: Path) -> None:
    outcomes = list(read_file(ImportKind.TECHNOLOGIES, path))
    assert outcomes
    assert [outcome for outcome in outcomes if not isinstance(outcome, AcceptedRow)] == []


def test_external_ids_and_names_are_unique() -> None:
    for key in ("external_id", "name"):
        counts = Counter(entry[key] for entry in ENTRIES)
        assert [value for value, count in counts.items() if count > 1] == []


def test_every_type_of_the_notice_has_eight_published_technologies() -> None:
    published = Counter(
        entry["technology_type"]
        for entry in ENTRIES
        if entry["catalogue_status"] == CatalogueStatus.PUBLISHED
    )
    assert {kind: published[kind] for kind in technology_types() if published[kind] < 8} == {}


def test_industry_has_twelve_technologies() -> None:
    assert sum(entry["technology_type"] == "2.1" for entry in ENTRIES) >= 12


def test_at_most_one_entry_of_a_type_is_a_draft_and_the_rest_are_published() -> None:
    drafts: Counter[str] = Counter()
    for entry in ENTRIES:
        status = CatalogueStatus(entry["catalogue_status"])
        assert status in {CatalogueStatus.DRAFT, CatalogueStatus.PUBLISHED}
        drafts[entry["technology_type"]] += status is CatalogueStatus.DRAFT
    assert max(drafts.values()) <= 1


def test_demonstration_technologies_are_a_minority_of_the_catalogue() -> None:
    stages = Counter(entry["stage"] for entry in ENTRIES)
    share = stages[TechnologyStage.DEMONSTRATION] / len(ENTRIES)
    assert 0.15 <= share <= 0.35


def test_owners_and_cases_are_spread_over_at_least_twenty_five_provinces() -> None:
    for codes in (
        [entry["owner"]["region_code"] for entry in ENTRIES],
        [case["region_code"] for _, case in CASES],
    ):
        assert len({code[:2] for code in codes}) >= 25


def test_no_two_entries_share_half_of_their_five_grams() -> None:
    texts = [
        (entry["external_id"], five_grams("".join(entry[field] for field in LONG_TEXTS)))
        for entry in ENTRIES
    ]
    close = [
        (first, second)
        for (first, mine), (second, theirs) in combinations(texts, 2)
        if len(mine & theirs) >= NEAR_DUPLICATE * len(mine | theirs)
    ]
    assert close == []


@pytest.mark.parametrize("field", [*LONG_TEXTS, "application_status", "promotion_barriers"])
def test_no_text_is_used_by_two_entries(field: str) -> None:
    counts = Counter(entry[field] for entry in ENTRIES)
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_case_is_told_twice() -> None:
    counts = Counter((case["name"], case["content"]) for _, case in CASES)
    assert [case for case, count in counts.items() if count > 1] == []


@each_entry
def test_every_field_of_the_dictionary_is_there(entry: dict[str, Any]) -> None:
    assert names_of("technology") <= entry.keys()
    optional = {"unified_social_credit_code"}
    assert names_of("technology_owner") - optional <= entry["owner"].keys()
    assert names_of("applicant_contact") <= entry["applicant_contact"].keys()
    assert all(entry["applicant_contact"].values())
    for case in entry["cases"]:  # no owner of the demo is unsure of a supplement
        assert names_of("technology_case") - {"unknown_fields"} <= case.keys()


@each_entry
def test_texts_are_filled_with_care(entry: dict[str, Any]) -> None:
    for field in LONG_TEXTS:
        assert 50 <= len(entry[field]) <= 220, field
    for field in OTHER_TEXTS:
        assert len(entry[field].strip()) >= 5, field


@each_entry
def test_the_entry_says_that_it_is_fictional(entry: dict[str, Any]) -> None:
    contact = entry["applicant_contact"]
    assert entry["owner"]["name"].endswith(MARK)
    assert contact["unit_name"].endswith(MARK)
    assert entry["batch"].endswith(MARK)
    assert contact["email"].endswith(("@example.com", "@example.org", "@example.net"))
    for number in ("head_phone", "contact_phone", "mobile", "fax"):
        assert set(contact[number]) <= {"0", "-"}
    assert all(case["name"].endswith(MARK) for case in entry["cases"])


@each_entry
def test_codes_are_those_of_the_code_lists(entry: dict[str, Any]) -> None:
    kind = entry["technology_type"]
    assert kind in technology_types()
    assert entry["external_id"].startswith(f"DEMO-{kind}-")
    assert entry["technology_topics"]
    assert entry["technology_topics"][0].startswith(f"{kind}.")
    assert all(topic in topics() for topic in entry["technology_topics"])
    assert entry["fields"]
    for field in entry["fields"]:
        parse_field(field)


@each_entry
def test_the_number_of_cases_follows_the_stage(entry: dict[str, Any]) -> None:
    low, high = {
        TechnologyStage.DEMONSTRATION: (1, 1),
        TechnologyStage.PROMOTION: (2, 3),
    }[TechnologyStage(entry["stage"])]
    assert low <= len(entry["cases"]) <= high


@each_entry
def test_prospects_grow_and_are_positive(entry: dict[str, Any]) -> None:
    assert 0 <= entry["adoption_share"] <= entry["adoption_share_2030"] <= 1
    assert entry["investment_2030_yuan"] > 0
    assert entry["abatement_potential_2030_tco2_per_year"] > 0


@each_entry
def test_places_are_real_and_addresses_name_them(entry: dict[str, Any]) -> None:
    for record in (entry["owner"], *entry["cases"]):
        assert record["region_code"] in divisions()
        place = full_name(record["region_code"])
        assert record["address"].replace(" ", "").startswith(place.replace(" ", ""))


@each_entry
def test_applicability_rules_use_known_keys_codes_and_ordered_bounds(
    entry: dict[str, Any],
) -> None:
    rules = entry["applicability_rules"]
    assert rules
    assert rules.keys() <= names_of("applicability_rules")
    assert all(is_sector_code(code) for code in rules.get("sectors", []))
    assert all(ProjectType(kind) for kind in rules.get("project_types", []))
    assert all(EnergyCarrier(carrier) for carrier in rules.get("energy_carriers", []))
    assert set(rules.get("climate_zones", [])) <= CLIMATE_ZONES
    assert ("capacity" in rules) == ("capacity_unit" in rules)
    for key in RANGES:
        low, high = rules.get(key, [None, None])
        assert low is None or high is None or low < high, key


@each_case
def test_the_unit_cost_is_that_of_the_notice(entry: dict[str, Any], case: dict[str, Any]) -> None:
    increment = case["investment_yuan"]
    if ProjectType(case["project_type"]) is ProjectType.NEW_BUILD:
        increment -= case["conventional_investment_yuan"]
    else:
        assert case["conventional_investment_yuan"] is None
    tonnes = case["abatement_tco2_per_year"] * case["service_life_years"]
    assert tonnes > 0
    expected = increment / tonnes
    assert case["abatement_cost_yuan_per_tco2"] == pytest.approx(expected, rel=0.01, abs=0.01)


@each_case
def test_the_payback_is_investment_over_benefit(
    entry: dict[str, Any], case: dict[str, Any]
) -> None:
    benefit = case["annual_benefit_yuan"]
    if benefit is None or benefit <= 0:
        assert case["payback_years"] is None
    else:
        expected = case["investment_yuan"] / benefit
        assert case["payback_years"] == pytest.approx(expected, rel=0.02)


@each_case
def test_figures_of_a_case_are_within_reason(entry: dict[str, Any], case: dict[str, Any]) -> None:
    assert case["investment_yuan"] > 0
    assert 3 <= case["service_life_years"] <= 50
    assert 0 < case["emission_reduction_share"] <= 1
    assert 1 <= case["construction_months"] <= 72
    assert case["activity_amount"] > 0
    assert case["activity_unit"]
    assert date(2015, 1, 1) <= date.fromisoformat(case["commissioned_on"]) <= date(2026, 12, 31)
    assert all(tonnes >= 0 for tonnes in (case["co_benefits"] or {}).values())


@each_case
def test_a_case_is_described_in_words(entry: dict[str, Any], case: dict[str, Any]) -> None:
    for field in CASE_TEXTS:
        assert len(case[field].strip()) >= 2, field
