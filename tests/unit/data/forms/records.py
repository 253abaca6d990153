"""Generated records with everything a form and its supplement can hold."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from data.reference import fields, sectors, technology_types, topics
from data.vocabulary import ClimateZone, EnergyCarrier, Pollutant, ProjectType

_LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Cn"),
    include_characters="\n\t汉字（）=+-@'<&>",
)
PRINTED = "\ufffe\uffff"


def texts(limit: int = 60) -> st.SearchStrategy[str]:
    """Texts as `RecordReader` leaves them: stripped, not empty, line ends as \\n."""
    return st.text(_LETTERS, min_size=1, max_size=limit).map(str.strip).filter(bool)


def lines(limit: int = 60) -> st.SearchStrategy[str]:
    """Texts without line ends."""
    return texts(limit).map(lambda text: " ".join(text.split()) or "文")


_MONEY = st.integers(0, 10**13).map(lambda fen: Decimal(fen) / 100)
_SIGNED = st.integers(-(10**12), 10**12).map(lambda fen: Decimal(fen) / 100)
_AMOUNTS = st.floats(0, 1e9, allow_subnormal=False).map(lambda value: Decimal(repr(value)))
_SHARES = st.floats(0, 1, allow_subnormal=False).map(lambda value: Decimal(repr(value)))
_REGIONS = st.sampled_from(["320500", "110000", "441900", "650000"])


def _some(entries: Any, most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(entries)), min_size=1, max_size=most, unique=True)


def _bands() -> st.SearchStrategy[list[Decimal | None]]:
    bounds = st.tuples(_AMOUNTS, _AMOUNTS).map(sorted)
    return st.one_of(
        bounds.map(list),
        _AMOUNTS.map(lambda low: [low, None]),
        _AMOUNTS.map(lambda high: [None, high]),
    )


def _cases() -> st.SearchStrategy[dict[str, Any]]:
    text = {key: texts() for key in (
        "scale", "conditions", "content", "main_equipment", "environmental_benefit",
        "social_benefit",
    )}  # fmt: skip
    benefits = st.dictionaries(
        st.sampled_from([*(term.value for term in Pollutant), "hg_t_per_year", "pm25_t_per_year"]),
        _SIGNED,
        min_size=1,
        max_size=4,
    )
    return st.fixed_dictionaries(
        {
            "name": lines(40),
            "address": lines(),
            "region_code": _REGIONS,
            "project_type": st.sampled_from([term.value for term in ProjectType]),
            "activity_amount": _AMOUNTS,
            "activity_unit": lines(10),
            "investment_yuan": _MONEY,
            "conventional_investment_yuan": _MONEY,
            "construction_months": st.integers(0, 1200).map(Decimal),
            "commissioned_on": st.dates().map(lambda day: day.isoformat()),
            "abatement_tco2_per_year": _AMOUNTS,
            "emission_reduction_share": _SHARES,
            "annual_benefit_yuan": _SIGNED,
            "payback_years": st.floats(0, 200, allow_subnormal=False).map(
                lambda value: Decimal(repr(value))
            ),
            "abatement_cost_yuan_per_tco2": _SIGNED,
            "service_life_years": st.floats(0.01, 200).map(lambda value: Decimal(repr(value))),
            "co_benefits": benefits,
            **text,
        }
    )


def _rules() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "sectors": _some(sectors()),
            "project_types": _some(term.value for term in ProjectType),
            "temperature_celsius": _bands(),
            "pressure_mpa": _bands(),
            "capacity": _bands(),
            "capacity_unit": lines(10),
            "energy_carriers": _some(term.value for term in EnergyCarrier),
            "climate_zones": _some(term.value for term in ClimateZone),
            "site_area_m2": _bands(),
            "voltage_kv": _bands(),
        }
    )


def full_records() -> st.SearchStrategy[dict[str, Any]]:
    """Records with every field; demonstration technologies have one case."""
    long = (
        "application_status", "technical_principle", "key_technology", "process_flow",
        "technical_indicators", "technology_source", "appraisal", "applicability",
        "promotion_barriers", "typical_users", "comparison_technology", "recommendation_opinion",
    )  # fmt: skip
    contact = ("unit_name", "head_name", "head_phone", "contact_name", "contact_phone", "mobile",
               "postcode", "email", "fax", "postal_address")  # fmt: skip
    record = st.fixed_dictionaries(
        {
            "name": lines(60),
            "technology_type": st.sampled_from(sorted(technology_types())),
            "technology_topics": _some(topics()),
            "fields": _some([entry.label_zh for entry in fields().values()]),
            "recommending_unit": lines(),
            "adoption_share": _SHARES,
            "adoption_share_2030": _SHARES,
            "investment_2030_yuan": _MONEY,
            "abatement_potential_2030_tco2_per_year": _AMOUNTS,
            "owner": st.fixed_dictionaries(
                {
                    "name": lines(40),
                    "address": lines(),
                    "region_code": _REGIONS,
                    "unified_social_credit_code": st.just("91350100M000100Y43"),
                }
            ),
            "applicability_rules": _rules(),
            "applicant_contact": st.fixed_dictionaries({key: lines(30) for key in contact}),
            **{key: texts() for key in long},
        }
    )
    staged = st.one_of(
        st.tuples(st.just("demonstration"), st.lists(_cases(), min_size=1, max_size=1)),
        st.tuples(st.just("promotion"), st.lists(_cases(), min_size=1, max_size=3)),
    )
    return st.builds(
        lambda content, chosen: {**content, "stage": chosen[0], "cases": chosen[1]}, record, staged
    )
