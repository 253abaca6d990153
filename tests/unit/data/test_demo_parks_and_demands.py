"""The demo parks and demands: fictional where they must be, and resolvable everywhere."""

import csv
import json
import lzma
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.vocabulary import DemandVisibility, EnergyCarrier, ProjectType

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "data" / "reference"
NOTE = "示例数据，非该园区真实数据"
LIMITS = (
    "max_investment_yuan",
    "max_payback_years",
    "max_abatement_cost_yuan_per_tco2",
    "abatement_target_tco2_per_year",
    "project_type",
    "accepts_demonstration",
    "needed_by_on",
)


def lines(name: str) -> list[dict[str, Any]]:
    text = (ROOT / "data" / "demo" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


PARKS = lines("parks.jsonl")
DEMANDS = lines("demands.jsonl")
ENTERPRISES = [enterprise for park in PARKS for enterprise in park["enterprises"]]
PARK_IDS = {park["external_id"] for park in PARKS}
ENTERPRISE_IDS = {enterprise["external_id"] for enterprise in ENTERPRISES}


@pytest.fixture(scope="module")
def region_codes() -> set[str]:
    with lzma.open(REFERENCE / "divisions.csv.xz", "rt", encoding="utf-8") as rows:
        return {row["region_code"] for row in csv.DictReader(rows)}


@pytest.fixture(scope="module")
def division_codes() -> set[str]:
    with (REFERENCE / "sectors.csv").open(encoding="utf-8") as rows:
        return {row["code"][:3] for row in csv.DictReader(rows) if len(row["code"]) >= 3}


@pytest.fixture(scope="module")
def type_codes() -> set[str]:
    taxonomy = json.loads((REFERENCE / "taxonomy.json").read_text(encoding="utf-8"))
    return {kind["code"] for group in taxonomy["categories"] for kind in group["types"]}


def test_there_are_twelve_parks_of_three_to_five_enterprises() -> None:
    assert len(PARKS) == len(PARK_IDS) == 12
    assert len(ENTERPRISES) == len(ENTERPRISE_IDS)
    assert all(3 <= len(park["enterprises"]) <= 5 for park in PARKS)


def test_parks_spread_over_at_least_nine_provinces() -> None:
    assert len({park["region_code"][:2] for park in PARKS}) >= 9


def test_an_energy_profile_beside_a_real_name_says_it_is_not_the_parks_own() -> None:
    assert all(park["energy_use"] for park in PARKS)
    assert {park["demo_profile_note"] for park in PARKS} == {NOTE}


def test_no_other_figure_stands_beside_a_real_name() -> None:
    assert all(park["area_km2"] is None and park["annual_output_yuan"] is None for park in PARKS)


def test_every_enterprise_name_says_it_is_an_example() -> None:
    assert [one["name"] for one in ENTERPRISES if not one["name"].endswith("（示例）")] == []


@pytest.mark.parametrize("park", PARKS, ids=lambda park: park["external_id"])
def test_a_parks_profile_is_the_sum_over_its_enterprises(park: dict[str, Any]) -> None:
    expected: dict[tuple[str, int, str], float] = defaultdict(float)
    for enterprise in park["enterprises"]:
        for use in enterprise["energy_use"]:
            expected[use["carrier"], use["year"], use["unit"]] += use["amount"]

    stated = {
        (use["carrier"], use["year"], use["unit"]): use["amount"] for use in park["energy_use"]
    }

    assert stated == pytest.approx(dict(expected))
    assert {carrier for carrier, _, _ in stated} <= set(EnergyCarrier)


def test_places_and_sectors_of_parks_exist(
    region_codes: set[str], division_codes: set[str]
) -> None:
    places = {one["region_code"] for one in [*PARKS, *ENTERPRISES]}
    sectors = {one["sector_code"][:3] for one in ENTERPRISES}

    assert places - region_codes == set()
    assert sectors - division_codes == set()


def test_there_are_sixty_demands_in_two_languages() -> None:
    assert len({one["external_id"] for one in DEMANDS}) == len(DEMANDS) == 60
    assert Counter(one["language"] for one in DEMANDS) == {"zh": 52, "en": 8}
    assert len({one["text"] for one in DEMANDS}) == 60


def test_every_demand_has_a_title_and_a_text_worth_matching() -> None:
    assert all(4 <= len(one["title"]) <= 60 for one in DEMANDS)
    assert all(50 <= len(one["text"]) <= 500 for one in DEMANDS)


def test_every_demand_names_one_known_park_or_enterprise() -> None:
    for one in DEMANDS:
        assert ("park" in one) != ("enterprise" in one), one["external_id"]
        assert one.get("park", "DEMO-P-01") in PARK_IDS
        assert one.get("enterprise", "DEMO-P-01-E1") in ENTERPRISE_IDS


def test_demands_cover_all_sixteen_technology_types(type_codes: set[str]) -> None:
    named = {kind for one in DEMANDS for kind in one.get("technology_types", [])}

    assert len(type_codes) == 16
    assert named == type_codes


def test_sectors_of_demands_exist(division_codes: set[str]) -> None:
    named = {sector[:3] for one in DEMANDS for sector in one["sectors"]}

    assert named - division_codes == set()


def test_about_half_of_the_demands_state_their_limits_in_fields() -> None:
    structured = sum(any(limit in one for limit in LIMITS) for one in DEMANDS)

    assert 24 <= structured <= 40


def test_limits_are_of_the_right_kind() -> None:
    for one in DEMANDS:
        assert all(one[limit] > 0 for limit in LIMITS[:4] if limit in one)
        assert one.get("project_type", "retrofit") in set(ProjectType)
        assert isinstance(one.get("accepts_demonstration", True), bool)
        assert date.fromisoformat(one.get("needed_by_on", "2027-01-01")).year <= 2030
        assert date.fromisoformat(one["expires_on"]).year >= 2027


def test_most_demands_are_for_matched_owners_and_some_are_public_or_private() -> None:
    counts = Counter(one["visibility"] for one in DEMANDS)

    assert set(counts) == set(DemandVisibility)
    assert counts["matched_owners"] > 30
    assert min(counts.values()) >= 5
