"""The field dictionary and the tables say the same: every field, both ways, with its unit."""

import pytest

from data.models import Demand, EnergyUse, Enterprise, Park, Technology, TechnologyCase
from data.models.base import Yuan
from data.reference import fields_of

TABLES = {
    "technology": Technology,
    "technology_case": TechnologyCase,
    "demand": Demand,
    "park": Park,
    "enterprise": Enterprise,
    "energy_use": EnergyUse,
}
HOUSEKEEPING = {
    "id": "the database's own number",
    "version": "guards against two writers at once",
    "source": "namespace of external_id: who imported it",
    "is_demo": "marks fictional records",
    "created_at": "when it was written",
    "updated_at": "when it was last changed",
    "latitude_deg": "worked out from the address or region, or given under demand_site",
    "longitude_deg": "worked out from the address or region, or given under demand_site",
    "position_precision": "how exact that position is",
}
OUR_OWN = {
    ("technology", "organization_id"): "the owner; stands in the dictionary as `owner`",
    ("technology", "batch_id"): "stands in the dictionary as `batch`",
    ("technology", "incomplete_fields"): "worked out from the dictionary",
    ("technology", "supersedes_id"): "the entry it updates, set by starting the update",
    ("technology", "published_on"): "set by publishing, not by the form",
    ("technology_case", "technology_id"): "the technology it belongs to",
    ("technology_case", "ordinal"): "its place on the form",
    ("demand", "organization_id"): "whose it is",
    ("demand", "created_by_id"): "who wrote it",
    ("demand", "park_id"): "stands in the dictionary as `park`",
    ("demand", "enterprise_id"): "stands in the dictionary as `enterprise`",
    ("demand", "region_code"): "stands in the dictionary under demand_site",
    ("demand", "address"): "stands in the dictionary under demand_site",
    ("demand", "ignore_understood"): "switches of quantities read from the text (RULINGS 5)",
    ("demand", "status"): "open or closed, set by the service",
    ("park", "organization_id"): "its operator's account",
    ("park", "profile_note"): "a remark of the demo data",
    ("enterprise", "organization_id"): "its account",
    ("enterprise", "park_id"): "given by standing inside the park's record",
    ("energy_use", "park_id"): "given by standing inside the park's record",
    ("energy_use", "enterprise_id"): "given by standing inside the enterprise's record",
}
ELSEWHERE = {
    ("technology", "owner"): "organization",
    ("technology", "batch"): "catalogue_batch",
    ("technology", "cases"): "technology_case",
    ("demand", "language"): "told from the text",
    ("demand", "park"): "park_id",
    ("demand", "enterprise"): "enterprise_id",
    ("demand", "site"): "address, region_code and position",
    ("park", "energy_use"): "energy_use",
    ("park", "enterprises"): "enterprise",
    ("enterprise", "energy_use"): "energy_use",
}
UNIT_OF_SUFFIX = {
    "_yuan_per_tco2": "yuan/tCO2",
    "_tco2_per_year": "tCO2/year",
    "_yuan": "yuan",
    "_share": "share",
    "_share_2030": "share",
    "_months": "month",
    "_years": "year",
    "_km2": "km2",
    "_km": "km",
    "_deg": "degree",
    "_celsius": "degree Celsius",
    "_mpa": "MPa",
    "_m2": "m2",
    "_kv": "kV",
}
FLOWS = {"annual_benefit_yuan": "yuan/year", "annual_output_yuan": "yuan/year"}


def _columns(record: str) -> set[str]:
    return set(TABLES[record].__table__.columns.keys())


@pytest.mark.parametrize("record", TABLES)
def test_every_column_stands_in_the_dictionary_or_is_ours_for_a_reason(record):
    explained = {name for of, name in OUR_OWN if of == record} | set(HOUSEKEEPING)
    described = {entry.field for entry in fields_of(record)}

    assert sorted(_columns(record) - described - explained) == []


@pytest.mark.parametrize("record", TABLES)
def test_every_field_of_the_dictionary_is_a_column_or_says_where_it_is_kept(record):
    kept_elsewhere = {name for of, name in ELSEWHERE if of == record}
    described = {entry.field for entry in fields_of(record) if entry.type != "derived"}

    assert described, record
    assert sorted(described - _columns(record) - kept_elsewhere) == []


def test_no_exception_outlives_its_cause():
    gone = [f"{of}.{name}" for of, name in OUR_OWN if name not in _columns(of)]
    described_too = [
        f"{of}.{name}" for of, name in OUR_OWN if name in {entry.field for entry in fields_of(of)}
    ]
    not_described = [
        f"{of}.{name}"
        for of, name in ELSEWHERE
        if name not in {entry.field for entry in fields_of(of)}
    ]

    assert gone + described_too + not_described == []


@pytest.mark.parametrize("record", TABLES)
def test_units_of_names_and_of_the_dictionary_agree(record):
    wrong = [
        f"{entry.field}: {entry.unit!r}"
        for entry in fields_of(record)
        if (suffix := _suffix(entry.field)) is not None
        and entry.unit != FLOWS.get(entry.field, UNIT_OF_SUFFIX[suffix])
    ]
    unnamed = [
        f"{entry.field}: {entry.unit!r} without a suffix"
        for entry in fields_of(record)
        if entry.unit and entry.type != "mapping" and _suffix(entry.field) is None
    ]

    assert wrong + unnamed == []


@pytest.mark.parametrize("record", TABLES)
def test_money_and_only_money_is_stored_as_decimal_yuan(record):
    table = TABLES[record].__table__
    columns = {entry.field: table.columns.get(entry.field) for entry in fields_of(record)}
    money = {name for name, column in columns.items() if _is_money(column)}

    assert money == {entry.field for entry in fields_of(record) if entry.type == "money"}


def test_every_key_of_the_applicability_rules_carries_its_unit():
    wrong = [
        f"{entry.field}: {entry.unit!r}"
        for entry in fields_of("applicability_rules")
        if (suffix := _suffix(entry.field)) and entry.unit != UNIT_OF_SUFFIX[suffix]
    ]

    assert wrong == []
    assert {entry.field for entry in fields_of("applicability_rules")} >= {
        "sectors", "temperature_celsius", "pressure_mpa", "capacity", "voltage_kv", "site_area_m2",
    }  # fmt: skip


def test_every_field_is_named_and_explained_in_both_languages():
    silent = [
        f"{record}.{entry.field}"
        for record in (*TABLES, "technology_owner", "applicant_contact", "demand_site")
        for entry in fields_of(record)
        if not (entry.name_zh and entry.name_en and entry.meaning and entry.source and entry.type)
    ]

    assert silent == []


def _suffix(name: str) -> str | None:
    fitting = [suffix for suffix in UNIT_OF_SUFFIX if name.endswith(suffix)]
    return max(fitting, key=len, default=None)


def _is_money(column) -> bool:
    return column is not None and isinstance(column.type, Yuan)
