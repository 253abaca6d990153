"""What a need says in figures and choices, and the words that say so."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from data.vocabulary import ProjectType
from data.vocabulary.quantities import QuantityKind as K
from matcher.quantities import limits
from matcher.quantities.choices import accepts_demonstration, project_type
from matcher.quantities.conditions import Band, site_area_m2, sole_band, temperature_band
from matcher.quantities.deadlines import Deadline, deadlines
from matcher.quantities.folding import folded
from matcher.quantities.quantity import Quantity
from matcher.quantities.reading import MAX_CHARACTERS, read_quantities

Readings: TypeAlias = dict[str, tuple[Any, int, int]]
"""Field name to its value and the span it was read from."""

_DAYS_PER_MONTH: Final = 365 / 12
UNIT_SUFFIXES: Final = (
    "_yuan_per_tco2",
    "_tco2_per_year",
    "_yuan",
    "_years",
    "_months",
    "_celsius",
    "_mpa",
    "_kv",
    "_m2",
    "_on",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the text a field was read from; the field is named as in `Understood`."""

    field: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """Fields read from a text; None where the text does not clearly say.

    Bands are (low, high) with None for an open bound and equal bounds for one figure. `evidence`
    has one entry for each field that is not None. `quantities` holds every number read, also those
    that became no field.
    """

    max_investment_yuan: float | None = None
    max_payback_years: float | None = None
    max_abatement_cost_yuan_per_tco2: float | None = None
    abatement_target_tco2_per_year: float | None = None
    temperature_celsius: Band | None = None
    pressure_mpa: Band | None = None
    voltage_kv: Band | None = None
    site_area_m2: Band | None = None
    needed_by_on: date | None = None
    max_construction_months: float | None = None
    project_type: ProjectType | None = None
    accepts_demonstration: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    quantities: tuple[Quantity, ...] = ()

    def without(self, names: Iterable[str]) -> "Understood":
        """Return the same without the named fields; a name may leave its unit out.

        Parameters
        ----------
        names : iterable of str
            ``max_investment`` as well as ``max_investment_yuan``; unknown names change nothing.
        """
        dropped = {each for each in FIELDS if {each, field_key(each)} & set(names)}
        kept = tuple(each for each in self.evidence if each.field not in dropped)
        unset: dict[str, Any] = dict.fromkeys(dropped)
        return replace(self, evidence=kept, **unset)


FIELDS: Final = tuple(
    each.name for each in fields(Understood) if each.name not in {"evidence", "quantities"}
)
"""Names of the fields that may be read, in a fixed order."""


def field_key(field: str) -> str:
    """Return the name of a field without its unit, as requests name it."""
    return next(
        (field.removesuffix(suffix) for suffix in UNIT_SUFFIXES if field.endswith(suffix)), field
    )


def understood(text: str, today: date) -> Understood:
    """Read what a need states clearly, and nothing it only may mean.

    Of several statements of one limit the loosest counts: a limit read too tight would drop
    technologies the demand wants. Approximate figures (约, 左右, 三百多万) never become limits.

    Parameters
    ----------
    text : str
        The need, Chinese or English.
    today : date
        What 今年, 明年 and "within 12 months" refer to.

    Returns
    -------
    Understood
        With the words behind every field.

    References
    ----------
    .. [1] docs/decisions/0032-quantities-in-text.md.
    """
    plain = folded(text[:MAX_CHARACTERS])
    quantities = read_quantities(text)
    read: Readings = {}
    _read_limits(plain, quantities, read)
    _read_conditions(plain, quantities, read)
    _read_deadline(plain, quantities, today, read)
    choices = {
        "project_type": project_type(plain),
        "accepts_demonstration": accepts_demonstration(plain),
    }
    for name, choice in choices.items():
        if choice is not None:
            read[name] = (choice.value, choice.start, choice.end)
    evidence = tuple(
        Evidence(name, text[read[name][1] : read[name][2]], *read[name][1:])
        for name in FIELDS
        if name in read
    )
    values = {name: value for name, (value, _, _) in read.items()}
    return Understood(**values, evidence=evidence, quantities=quantities)


_LIMITS: Final[dict[str, Callable[[str, Quantity], float | None]]] = {
    "max_investment_yuan": limits.investment_limit_yuan,
    "max_payback_years": limits.payback_limit_years,
    "max_abatement_cost_yuan_per_tco2": limits.unit_cost_limit_yuan_per_tco2,
    "abatement_target_tco2_per_year": limits.abatement_target_tco2_per_year,
    "max_construction_months": limits.construction_limit_months,
}


def _read_limits(plain: str, quantities: tuple[Quantity, ...], read: Readings) -> None:
    for name, limit in _LIMITS.items():
        for quantity in quantities:
            value = limit(plain, quantity)
            if value is not None and (name not in read or value > read[name][0]):
                read[name] = (value, quantity.start, quantity.end)


def _read_conditions(plain: str, quantities: tuple[Quantity, ...], read: Readings) -> None:
    conditions = {
        "temperature_celsius": temperature_band(plain, quantities),
        "pressure_mpa": sole_band(quantities, K.PRESSURE),
        "voltage_kv": sole_band(quantities, K.VOLTAGE),
        "site_area_m2": site_area_m2(plain, quantities),
    }
    for name, quantity in conditions.items():
        if quantity is not None:
            read[name] = ((quantity.low, quantity.high), quantity.start, quantity.end)


def _read_deadline(
    plain: str, quantities: tuple[Quantity, ...], today: date, read: Readings
) -> None:
    found = list(deadlines(plain, today))
    for quantity in quantities:
        months = limits.completion_within_months(plain, quantity)
        if months is not None and months <= limits.LONGEST_COMPLETION_MONTHS:
            found.append(Deadline(months_after(today, months), quantity.start, quantity.end))
    if found:
        latest = max(found, key=lambda each: (each.on, -each.start))
        read["needed_by_on"] = (latest.on, latest.start, latest.end)


def months_after(day: date, months: float) -> date:
    """Return the day a number of months later, the last of its month where it has no such day."""
    whole = int(months)
    year, month_index = divmod(day.year * 12 + day.month - 1 + whole, 12)
    month = month_index + 1
    reached = date(year, month, min(day.day, monthrange(year, month)[1]))
    return reached + timedelta(days=round((months - whole) * _DAYS_PER_MONTH))
