"""From a JSON-like record to a technology row, with everything that is wrong with it."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from data.importers.limits import (
    ADDRESS_LENGTH,
    CASES_COUNT,
    EXTERNAL_ID_LENGTH,
    LARGEST_MONTHS,
    LARGEST_YEARS,
    NAME_LENGTH,
    UNIT_LENGTH,
)
from data.importers.parsing import parse_field_label, parse_region_code, parse_term
from data.importers.problems import FieldProblem
from data.importers.record_reader import RecordReader
from data.importers.rows import CaseRow, OwnerRow, TechnologyRow
from data.importers.social_credit_code import is_unified_social_credit_code
from data.reference import (
    fields_of,
    parse_sector,
    parse_technology_topic,
    parse_technology_type,
)
from data.vocabulary import (
    UNKNOWABLE,
    CatalogueStatus,
    ClimateZone,
    EnergyCarrier,
    ProjectType,
    TechnologyStage,
)

_CO_BENEFIT = re.compile(r"[a-z][a-z0-9_]{0,40}_t_per_year")
_ABSOLUTE_ZERO_CELSIUS = -273.15
_CASE_TEXTS = (
    "scale",
    "conditions",
    "content",
    "main_equipment",
    "environmental_benefit",
    "social_benefit",
)


def read_technology(content: Mapping[str, Any]) -> tuple[TechnologyRow | None, list[FieldProblem]]:
    """Return the row, or None and every problem; technology_type, stage and owner may be absent.

    Parameters
    ----------
    content : mapping
        A record with the names of the field dictionary (API.md).
    """
    reader = RecordReader("technology", content)
    external_id = reader.text("external_id", limit=EXTERNAL_ID_LENGTH, required=True)
    name = reader.text("name", limit=NAME_LENGTH, required=True)
    described = _described(reader)
    figures = _figures(reader)
    owner = _owner(reader)
    rules = _rules(reader)
    contact = _contact(reader)
    children = reader.children("cases", "technology_case", limit=CASES_COUNT)
    cases = [case for case in map(_case, children) if case is not None]
    reader.finish()
    if reader.problems or external_id is None or name is None:
        return None, reader.problems
    return TechnologyRow(
        external_id=external_id,
        name=name,
        owner=owner,
        applicability_rules=rules,
        applicant_contact=contact,
        cases=tuple(cases),
        **described,
        **figures,
    ), []


def _described(reader: RecordReader) -> dict[str, Any]:
    long_texts = (
        "application_status", "technical_principle", "key_technology", "process_flow",
        "technical_indicators", "technology_source", "appraisal", "applicability",
        "promotion_barriers", "typical_users", "comparison_technology", "recommendation_opinion",
    )  # fmt: skip
    return {
        "technology_type": reader.code("technology_type", parse_technology_type),
        "technology_topics": reader.codes("technology_topics", parse_technology_topic),
        "fields": reader.codes("fields", parse_field_label),
        "stage": reader.code("stage", partial(parse_term, TechnologyStage)),
        "catalogue_status": reader.code("catalogue_status", partial(parse_term, CatalogueStatus)),
        "batch": reader.text("batch", limit=EXTERNAL_ID_LENGTH),
        "recommending_unit": reader.text("recommending_unit", limit=NAME_LENGTH),
        **{key: reader.long_text(key) for key in long_texts},
    }


def _figures(reader: RecordReader) -> dict[str, Any]:
    potential = "abatement_potential_2030_tco2_per_year"
    return {
        "adoption_share": reader.share("adoption_share"),
        "adoption_share_2030": reader.share("adoption_share_2030"),
        "investment_2030_yuan": reader.money("investment_2030_yuan"),
        potential: reader.number(potential, minimum=0.0),
    }


def _owner(reader: RecordReader) -> OwnerRow | None:
    owner = reader.child("owner", "technology_owner")
    if owner is None:
        return None
    name = owner.text("name", limit=NAME_LENGTH, required=True)
    code = owner.text("unified_social_credit_code")
    if code is not None and not is_unified_social_credit_code(code):
        owner.refuse("unified_social_credit_code", "bad_credit_code", code)
    address = owner.text("address", limit=ADDRESS_LENGTH)
    region_code = owner.code("region_code", parse_region_code)
    owner.finish()
    if name is None:
        return None
    return OwnerRow(
        name=name, address=address, region_code=region_code, unified_social_credit_code=code
    )


def _contact(reader: RecordReader) -> dict[str, str] | None:
    contact = reader.child("applicant_contact", "applicant_contact")
    if contact is None:
        return None
    found = {entry.field: contact.text(entry.field) for entry in fields_of("applicant_contact")}
    contact.finish()
    return {key: value for key, value in found.items() if value is not None} or None


def _rules(reader: RecordReader) -> dict[str, Any]:
    rules = reader.child("applicability_rules", "applicability_rules")
    if rules is None:
        return {}
    found: dict[str, Any] = {
        "sectors": list(rules.codes("sectors", parse_sector)),
        "project_types": _values(rules, "project_types", ProjectType),
        "energy_carriers": _values(rules, "energy_carriers", EnergyCarrier),
        "climate_zones": _values(rules, "climate_zones", ClimateZone),
        "temperature_celsius": rules.band("temperature_celsius", minimum=_ABSOLUTE_ZERO_CELSIUS),
        "capacity_unit": rules.text("capacity_unit", limit=UNIT_LENGTH),
        **{
            key: rules.band(key, minimum=0.0)
            for key in ("pressure_mpa", "capacity", "site_area_m2", "voltage_kv")
        },
    }
    rules.finish()
    if found["capacity"] and not found["capacity_unit"]:
        rules.refuse(
            "capacity", "incomplete_pair", other_zh="适用规模单位", other_en="Unit of capacity"
        )
    return {key: value for key, value in found.items() if value}


def _values(
    rules: RecordReader,
    key: str,
    terms: type[ProjectType] | type[EnergyCarrier] | type[ClimateZone],
) -> list[str]:
    return [term.value for term in rules.codes(key, partial(parse_term, terms))]


def _case(case: RecordReader) -> CaseRow | None:
    name = case.text("name", limit=NAME_LENGTH, required=True)
    figures = _case_figures(case)
    texts: dict[str, Any] = {key: case.long_text(key) for key in _CASE_TEXTS}
    row = CaseRow(
        name=name or "",
        address=case.text("address", limit=ADDRESS_LENGTH),
        region_code=case.code("region_code", parse_region_code),
        project_type=case.code("project_type", partial(parse_term, ProjectType)),
        activity_unit=case.text("activity_unit", limit=UNIT_LENGTH),
        commissioned_on=case.day("commissioned_on"),
        co_benefits=_co_benefits(case),
        unknown_fields=_unknown_fields(case),
        **texts,
        **figures,
    )
    case.finish()
    return row if name is not None else None


def _case_figures(case: RecordReader) -> dict[str, Any]:
    return {
        "activity_amount": case.number("activity_amount", minimum=0.0),
        "investment_yuan": case.money("investment_yuan"),
        "conventional_investment_yuan": case.money("conventional_investment_yuan"),
        "construction_months": case.number(
            "construction_months", minimum=0.0, maximum=LARGEST_MONTHS
        ),
        "abatement_tco2_per_year": case.number("abatement_tco2_per_year", minimum=0.0),
        "emission_reduction_share": case.share("emission_reduction_share"),
        "annual_benefit_yuan": case.money("annual_benefit_yuan", may_be_negative=True),
        "payback_years": case.number("payback_years", minimum=0.0, maximum=LARGEST_YEARS),
        "abatement_cost_yuan_per_tco2": case.number("abatement_cost_yuan_per_tco2"),
        "service_life_years": case.number(
            "service_life_years", positive=True, maximum=LARGEST_YEARS
        ),
    }


def _co_benefits(case: RecordReader) -> dict[str, float]:
    benefits = case.child("co_benefits", "technology_case")
    if benefits is None:
        return {}
    found = {}
    for key in benefits.content:
        if not _CO_BENEFIT.fullmatch(key):
            case.refuse("co_benefits", "unknown_key", key)
            continue
        amount = benefits.number(key)
        if amount is not None:
            found[key] = amount
    return found


def _unknown_fields(case: RecordReader) -> dict[str, bool]:
    """Return the supplements answered 不清楚; a value that stands there all the same counts."""
    stated = case.child("unknown_fields", "technology_case")
    if stated is None:
        return {}
    for key in stated.content:
        if key not in UNKNOWABLE:
            case.refuse("unknown_fields", "unknown_key", key)
    return {key: True for key in UNKNOWABLE if stated.boolean(key)}
