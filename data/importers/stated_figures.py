"""A technology read with its figures as stated, however impossible: what an audit has to judge.

An import refuses a share of 5 or a service life of 300 years; the audit says what was meant.
"""

import dataclasses
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from data.importers.limits import LARGEST_NUMBER
from data.importers.problems import FieldProblem
from data.importers.rows import CaseRow, TechnologyRow
from data.importers.technologies import read_technology

_FORM_FIGURES: Final = (
    "adoption_share",
    "adoption_share_2030",
    "investment_2030_yuan",
    "abatement_potential_2030_tco2_per_year",
)
_CASE_FIGURES: Final = (
    "investment_yuan",
    "conventional_investment_yuan",
    "construction_months",
    "abatement_tco2_per_year",
    "emission_reduction_share",
    "annual_benefit_yuan",
    "payback_years",
    "abatement_cost_yuan_per_tco2",
    "service_life_years",
)
_UNNAMED: Final = "audited"


def read_stated(content: Mapping[str, Any]) -> tuple[TechnologyRow | None, list[FieldProblem]]:
    """Return the row with every finite figure as stated, or None and what cannot be read.

    Parameters
    ----------
    content : mapping
        A record as `read_technology` takes it; `external_id`, and the names of the technology and
        of its cases, may be absent.
    """
    rest = {"external_id": _UNNAMED, "name": _UNNAMED, **_without_unknown(content)}
    figures = _taken(rest, _FORM_FIGURES)
    cases = rest.get("cases")
    case_figures: list[dict[str, Any]] = []
    if isinstance(cases, list):
        rest["cases"] = [_case(case, case_figures) for case in cases]
    row, problems = read_technology(rest)
    if row is None:
        return None, problems
    stated = (
        dataclasses.replace(case, **found)
        for case, found in zip(row.cases, case_figures, strict=True)
    )
    return dataclasses.replace(
        row,
        name=row.name if _is_stated(content, "name") else "",
        cases=tuple(map(_unnamed, stated, _cases_of(content))),
        **figures,
    ), []


def _without_unknown(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if _is_stated(content, key)}


def _cases_of(content: Mapping[str, Any]) -> list[Any]:
    cases = content.get("cases")
    return list(cases) if isinstance(cases, list) else []


def _case(case: object, found: list[dict[str, Any]]) -> object:
    if not isinstance(case, Mapping):
        return case
    rest = {"name": _UNNAMED, **_without_unknown(case)}
    found.append(_taken(rest, _CASE_FIGURES))
    return rest


def _unnamed(case: CaseRow, content: object) -> CaseRow:
    if isinstance(content, Mapping) and _is_stated(content, "name"):
        return case
    return dataclasses.replace(case, name="")


def _is_stated(content: Mapping[str, Any], key: str) -> bool:
    value = content.get(key)
    return value is not None and not (isinstance(value, str) and not value.strip())


def _taken(rest: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Take the finite numbers out of a record; what is no number stays, to be refused."""
    figures: dict[str, Any] = {}
    for name in names:
        value = _figure(rest.get(name))
        if value is not None:
            del rest[name]
            figures[name] = value if name.endswith("_yuan") else float(value)
    return figures


def _figure(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if not math.isfinite(value) or abs(float(value)) > LARGEST_NUMBER:
        return None
    return Decimal(str(value))
