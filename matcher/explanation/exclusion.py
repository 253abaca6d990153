"""Explain why a technology was excluded: each broken rule with its values."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from data.vocabulary.message_values import MessageValue
from matcher.codes import PROJECT_TYPES
from matcher.columns import TechnologyColumns
from matcher.eligibility import Eligibility, Exclusion
from matcher.explanation.fit import temperature_band
from matcher.explanation.message import Message
from matcher.profiles import DemandProfile

Values = Mapping[str, MessageValue]


def explain_exclusion(
    demand: DemandProfile, columns: TechnologyColumns, eligibility: Eligibility, row: int
) -> tuple[Message, ...]:
    """Return a message for each rule that excludes a row; none for its status (RULINGS 7)."""
    return tuple(
        Message(reason.code, _VALUES[reason](demand, columns, eligibility, row))
        for reason in eligibility.codes(row)
        if reason is not Exclusion.NOT_PUBLISHED
    )


def _technology_type(
    demand: DemandProfile, columns: TechnologyColumns, _: Eligibility, row: int
) -> Values:
    code = int(columns.rows.type_code[row])
    return {
        "technology_type": f"{code // 10}.{code % 10}",
        "wanted_types": demand.technology_types,
    }


def _sector(demand: DemandProfile, columns: TechnologyColumns, _: Eligibility, row: int) -> Values:
    return {
        "sectors": columns.sectors_of(row),
        "demand_sectors": demand.sectors,
    } | _mark(demand, "sectors")


def _project_type(
    demand: DemandProfile, columns: TechnologyColumns, _: Eligibility, row: int
) -> Values:
    mask = int(columns.rows.project_mask[row])
    return {
        "project_types": [kind.value for i, kind in enumerate(PROJECT_TYPES) if mask >> i & 1],
        "project_type": demand.project_type,
    } | _mark(demand, "project_type")


def _temperature(
    demand: DemandProfile, columns: TechnologyColumns, _: Eligibility, row: int
) -> Values:
    return {
        "demand_temperature_celsius": demand.temperature_celsius,
        "band_celsius": temperature_band(columns.rows, row),
    } | _mark(demand, "temperature_celsius")


def _demonstration(
    demand: DemandProfile, columns: TechnologyColumns, _: Eligibility, row: int
) -> Values:
    return {}


def _investment(
    demand: DemandProfile, columns: TechnologyColumns, eligibility: Eligibility, row: int
) -> Values:
    return {
        "least_yuan": float(eligibility.least_investment_yuan[row]),
        "limit_yuan": demand.max_investment_yuan,
    } | _mark(demand, "max_investment_yuan")


def _payback(demand: DemandProfile, columns: TechnologyColumns, _: Eligibility, row: int) -> Values:
    return {
        "least_years": float(columns.rows.least_payback_years[row]),
        "limit_years": demand.max_payback_years,
    } | _mark(demand, "max_payback_years")


def _abatement_cost(
    demand: DemandProfile, columns: TechnologyColumns, _: Eligibility, row: int
) -> Values:
    return {
        "least_yuan_per_tco2": float(columns.rows.least_unit_cost_yuan_per_tco2[row]),
        "limit_yuan_per_tco2": demand.max_abatement_cost_yuan_per_tco2,
    } | _mark(demand, "max_abatement_cost_yuan_per_tco2")


def _construction(
    demand: DemandProfile, columns: TechnologyColumns, _: Eligibility, row: int
) -> Values:
    return {
        "least_months": float(columns.rows.least_construction_months[row]),
        "limit_months": demand.available_months,
    } | _mark(demand, "needed_by_on")


def _mark(demand: DemandProfile, field: str) -> dict[str, MessageValue]:
    return {"from_text": True} if field in demand.from_text else {}


_VALUES: Mapping[
    Exclusion, Callable[[DemandProfile, TechnologyColumns, Eligibility, int], Values]
] = MappingProxyType(
    {
        Exclusion.TECHNOLOGY_TYPE_NOT_WANTED: _technology_type,
        Exclusion.SECTOR_NOT_APPLICABLE: _sector,
        Exclusion.PROJECT_TYPE_NOT_APPLICABLE: _project_type,
        Exclusion.TEMPERATURE_OUT_OF_BAND: _temperature,
        Exclusion.DEMONSTRATION_NOT_ACCEPTED: _demonstration,
        Exclusion.INVESTMENT_OVER_LIMIT: _investment,
        Exclusion.PAYBACK_OVER_LIMIT: _payback,
        Exclusion.ABATEMENT_COST_OVER_LIMIT: _abatement_cost,
        Exclusion.CONSTRUCTION_TOO_LONG: _construction,
    }
)
