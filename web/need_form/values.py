"""From typed texts to values: numbers with full-width digits or commas, dates, codes."""

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.reference import is_sector_code, technology_types
from data.units import YUAN_PER_WAN_YUAN
from data.vocabulary import DemandVisibility, ProjectType
from matcher.services.errors import FieldProblem
from web.need_form.state import FormState

LARGEST: Mapping[str, float] = {
    "max_investment": 1e8,
    "max_payback": 100,
    "max_abatement_cost": 1e6,
    "abatement_target": 1e9,
}
"""In the unit of the box: 1e8 万元 is a trillion yuan; beyond it a slip of units is certain."""

_IGNORED_CHARACTERS = str.maketrans("", "", ", '_")


@dataclass
class Parsed:
    """Values of the form's limits, and every problem found on the way."""

    numbers: dict[str, float | None] = field(default_factory=dict)
    dates: dict[str, date | None] = field(default_factory=dict)
    problems: list[FieldProblem] = field(default_factory=list)


def parse_limits(state: FormState) -> Parsed:
    """Return the limits as typed; a ticked "Not sure" is unknown whatever stands in the box."""
    parsed = Parsed()
    for name in LARGEST:
        parsed.numbers[name] = _number(parsed, state, name)
    for name in ("needed_by", "expires_on"):
        parsed.dates[name] = _date(parsed, state, name)
    return parsed


def _number(parsed: Parsed, state: FormState, name: str) -> float | None:
    text = unicodedata.normalize("NFKC", state.one(name)).translate(_IGNORED_CHARACTERS)
    if not text or state.one(f"{name}_unknown"):
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        parsed.problems.append(FieldProblem(field=name, rule="not_a_number"))
        return None
    if value <= 0:
        parsed.problems.append(FieldProblem(field=name, rule="not_positive"))
        return None
    if value > LARGEST[name]:
        limit = {"max": f"{LARGEST[name]:,.0f}"}
        parsed.problems.append(FieldProblem(field=name, rule="too_large", values=limit))
        return None
    return value * float(YUAN_PER_WAN_YUAN) if name == "max_investment" else value


def _date(parsed: Parsed, state: FormState, name: str) -> date | None:
    text = state.one(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        parsed.problems.append(FieldProblem(field=name, rule="not_a_date"))
        return None


def project_type(state: FormState) -> ProjectType | None:
    """Return the chosen project type; "Not sure" and nothing are unknown."""
    given = state.one("project_type")
    return ProjectType(given) if given in list(ProjectType) else None


def accepts_demonstration(state: FormState) -> bool | None:
    """Return whether demonstration technologies are welcome; None is unknown."""
    return {"yes": True, "no": False}.get(state.one("accepts_demonstration"))


def visibility(state: FormState) -> DemandVisibility:
    """Return the chosen visibility; owners of matched technologies, if none was chosen."""
    given = state.one("visibility")
    known = given in list(DemandVisibility)
    return DemandVisibility(given) if known else DemandVisibility.MATCHED_OWNERS


def known_sectors(state: FormState) -> tuple[str, ...]:
    """Return the ticked sectors that exist."""
    return tuple(code for code in state.many("sectors") if is_sector_code(code))


def known_types(state: FormState) -> tuple[str, ...]:
    """Return the ticked technology types that exist."""
    return tuple(code for code in state.many("technology_types") if code in technology_types())


def record_id(state: FormState, name: str) -> int | None:
    """Return a chosen park or enterprise; what is no number counts as none chosen."""
    given = state.one(name)
    return int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004
