"""Reads the follow-up form: numbers as people write them, meter readings, what is not sure."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar

from data.reference.factors import default_factor_set
from data.units import YUAN_PER_WAN_YUAN
from data.vocabulary import Barrier, LeadStage, MeasurementMethod, Term
from matcher.services.errors import FieldProblem
from matcher.services.follow_ups import ANSWERABLE_STAGES, MAX_COMMENT_CHARACTERS, Answer

if TYPE_CHECKING:
    from data.models import Outcome

Code = TypeVar("Code", bound=Term)
LARGEST_INVESTMENT_WAN = 100_000_000
"""One trillion yuan: above it a unit was mistaken."""

LARGEST_ABATEMENT_TCO2 = 1e9
LARGEST_READING_KWH = 1e12
KWH_PER_MWH = 1000
UNSURE = "unknown"


@dataclass
class Reading:
    """What was posted: the answer, its faults, and the reduction a meter reading gives."""

    problems: list[FieldProblem] = field(default_factory=list)
    answer: Answer | None = None
    computed_tco2_per_year: float | None = None


def read_answer(form: Mapping[str, str]) -> Reading:
    """Return the answer of a posted form; "not sure" and empty fields are unknown, never zero."""
    reading = Reading()
    investment = _number(form, "actual_investment", reading, 0, LARGEST_INVESTMENT_WAN)
    tonnes = _number(
        form, "actual_abatement", reading, -LARGEST_ABATEMENT_TCO2, LARGEST_ABATEMENT_TCO2
    )
    reading.computed_tco2_per_year = _metered(form, reading)
    method = _choice(form, "measurement_method", MeasurementMethod, reading)
    if tonnes is None and reading.computed_tco2_per_year is not None:
        tonnes = Decimal(repr(reading.computed_tco2_per_year))
        method = method or MeasurementMethod.METERED
    stage = _choice(form, "stage", LeadStage, reading)
    if stage is not None and stage not in ANSWERABLE_STAGES:
        reading.problems.append(FieldProblem(field="stage", rule="choose_one"))
    comment = form.get("comment", "").replace("\r\n", "\n").strip()
    if len(comment) > MAX_COMMENT_CHARACTERS:
        values = {"max": MAX_COMMENT_CHARACTERS}
        reading.problems.append(FieldProblem(field="comment", rule="too_long", values=values))
    barrier = _choice(form, "barrier", Barrier, reading)
    if stage in {LeadStage.STALLED, LeadStage.DECLINED} and barrier is None:
        reading.problems.append(FieldProblem(field="barrier", rule="reason_needed"))
    satisfaction = form.get("satisfaction", "")
    if satisfaction not in {"", UNSURE, "1", "2", "3", "4", "5"}:
        reading.problems.append(FieldProblem(field="satisfaction", rule="choose_one"))
        satisfaction = ""
    if reading.problems:
        return reading
    reading.answer = Answer(
        stage=stage,
        actual_investment_yuan=None if investment is None else investment * YUAN_PER_WAN_YUAN,
        actual_abatement_tco2_per_year=None if tonnes is None else float(tonnes),
        measurement_method=method,
        barrier=barrier,
        satisfaction=int(satisfaction) if satisfaction.isdecimal() else None,
        comment=comment or None,
    )
    return reading


def values_of(outcome: Outcome | None) -> dict[str, str]:
    """Return a saved answer as the form's values."""
    if outcome is None:
        return {}
    investment = outcome.actual_investment_yuan
    tonnes = outcome.actual_abatement_tco2_per_year
    method = outcome.measurement_method
    return {
        "stage": outcome.stage.value if outcome.stage else UNSURE,
        "barrier": outcome.barrier.value if outcome.barrier else "",
        "actual_investment": "" if investment is None else plain(investment / YUAN_PER_WAN_YUAN),
        "actual_abatement": "" if tonnes is None else plain(Decimal(repr(tonnes))),
        "measurement_method": method.value if method else "",
        "satisfaction": str(outcome.satisfaction or ""),
        "comment": outcome.comment or "",
    }


def plain(value: Decimal) -> str:
    """Return a number without exponent and trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def factor_tco2_per_mwh() -> float:
    """Return the grid factor the notice prescribes (附件2 十)."""
    return default_factor_set().grid_emission_factor_tco2_per_mwh


def _metered(form: Mapping[str, str], reading: Reading) -> float | None:
    before = _number(form, "meter_before", reading, 0, LARGEST_READING_KWH)
    after = _number(form, "meter_after", reading, 0, LARGEST_READING_KWH)
    if (before is None) == (after is None):
        if before is None or after is None:
            return None
        saved_mwh = float(before - after) / KWH_PER_MWH
        return round(saved_mwh * factor_tco2_per_mwh(), 6)
    missing = "meter_after" if after is None else "meter_before"
    if not any(problem.field == missing for problem in reading.problems):
        reading.problems.append(FieldProblem(field=missing, rule="both_readings"))
    return None


def _number(
    form: Mapping[str, str], name: str, reading: Reading, low: float, high: float
) -> Decimal | None:
    text = unicodedata.normalize("NFKC", form.get(name, "")).strip()
    text = text.replace(",", "").replace(" ", "").replace("\N{MINUS SIGN}", "-")
    if not text or form.get(f"{name}_unknown"):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    rule, values = "", {}
    if not math.isfinite(value):
        rule = "not_a_number"
    elif value < Decimal(repr(low)):
        rule, values = "too_small", {"min": f"{low:g}"}
    elif value > Decimal(repr(high)):
        rule, values = "too_large", {"max": f"{int(high):,}"}
    if rule:
        reading.problems.append(FieldProblem(field=name, rule=rule, values=values))
        return None
    return value


def _choice(form: Mapping[str, str], name: str, kind: type[Code], reading: Reading) -> Code | None:
    given = form.get(name, "")
    if given in {"", UNSURE}:
        return None
    found = next((code for code in kind if code.value == given), None)
    if found is None:
        reading.problems.append(FieldProblem(field=name, rule="choose_one"))
    return found
