"""Explain the demand's limits: kept, kept by another case only, or not known to be kept."""

from collections.abc import Iterator
from typing import NamedTuple

from matcher.explanation.message import Message
from matcher.explanation.subject import Subject, is_known


class _Limit(NamedTuple):
    """One limit of a demand against the cases of one technology; NaN unknown."""

    field: str
    """Field of the demand that sets it."""
    unit: str
    limit: float
    least: float
    """Least of the known cases."""
    used: float
    """Of the case used."""
    kept: str
    unknown: str
    exceeded: str


def explain_limits(subject: Subject, *, least_investment_yuan: float) -> None:
    """Append for each limit the demand sets whether it is known to be kept.

    Parameters
    ----------
    least_investment_yuan : float
        Least investment of the known cases, scaled where units agree (`Eligibility`). [yuan]
    """
    for item in _limits(subject, least_investment_yuan):
        if not is_known(item.limit):
            continue
        values = {f"limit_{item.unit}": item.limit} | subject.read_from_text(item.field)
        if not is_known(item.least):
            subject.unknowns.append(Message(item.unknown, values))
            continue
        if item.least <= item.limit:
            kept = {f"least_{item.unit}": item.least}
            subject.reasons.append(Message(item.kept, values | kept))
        if item.least <= item.limit < item.used:
            used = {f"case_{item.unit}": item.used}
            subject.warnings.append(Message(item.exceeded, values | used))


def _limits(subject: Subject, least_investment_yuan: float) -> Iterator[_Limit]:
    demand, rows, cases = subject.demand, subject.columns.rows, subject.columns.cases
    row = subject.row
    is_scaled = least_investment_yuan != float(rows.least_investment_yuan[row])
    yield _Limit(
        "max_investment_yuan",
        "yuan",
        demand.max_investment_yuan,
        least_investment_yuan,
        # A scaled least does not compare with the case as built.
        float("nan") if is_scaled else subject.of_case(cases.investment_yuan),
        "investment_within_limit",
        "investment_unknown",
        "case_over_investment_limit",
    )
    yield _Limit(
        "max_payback_years",
        "years",
        demand.max_payback_years,
        float(rows.least_payback_years[row]),
        subject.of_case(cases.payback_years),
        "payback_within_limit",
        "payback_unknown",
        "case_over_payback_limit",
    )
    yield _Limit(
        "max_abatement_cost_yuan_per_tco2",
        "yuan_per_tco2",
        demand.max_abatement_cost_yuan_per_tco2,
        float(rows.least_unit_cost_yuan_per_tco2[row]),
        subject.of_case(cases.unit_cost_yuan_per_tco2),
        "abatement_cost_within_limit",
        "abatement_cost_limit_unknown",
        "case_over_abatement_cost_limit",
    )
    yield _Limit(
        "needed_by_on",
        "months",
        demand.available_months,
        float(rows.least_construction_months[row]),
        subject.of_case(cases.construction_months),
        "construction_in_time",
        "construction_unknown",
        "case_over_construction_time",
    )
