"""What a field may hold: the same limits as those of every import, so that a draft is accepted."""

from decimal import Decimal

from data.field_limits import (
    ADDRESS_LENGTH,
    LARGEST_MONEY_YUAN,
    LARGEST_MONTHS,
    LARGEST_NUMBER,
    LARGEST_YEARS,
    LONG_TEXT_LENGTH,
    NAME_LENGTH,
    SHORT_TEXT_LENGTH,
    UNIT_LENGTH,
)
from data.reference.field_dictionary import FieldEntry

_NAMES = frozenset({"name", "recommending_unit"})
_UNITS = frozenset({"activity_unit", "capacity_unit"})
_SIGNED = frozenset({"annual_benefit_yuan", "abatement_cost_yuan_per_tco2", "co_benefits"})
_ABOVE_ZERO = frozenset({"service_life_years"})
_LARGEST = {
    "month": Decimal(str(LARGEST_MONTHS)),
    "year": Decimal(str(LARGEST_YEARS)),
    "share": Decimal(1),
    "yuan": LARGEST_MONEY_YUAN,
    "yuan/year": LARGEST_MONEY_YUAN,
}
_ABSOLUTE_ZERO_CELSIUS = Decimal("-273.15")


def longest_text(entry: FieldEntry) -> int:
    """Return how many characters the field may hold."""
    if entry.record == "applicant_contact":
        return SHORT_TEXT_LENGTH
    if entry.field in _NAMES:
        return NAME_LENGTH
    if entry.field == "address":
        return ADDRESS_LENGTH
    return UNIT_LENGTH if entry.field in _UNITS else LONG_TEXT_LENGTH


def is_within(entry: FieldEntry, value: Decimal) -> bool:
    """Return whether the field may hold the number, in the unit stored."""
    largest = _LARGEST.get(entry.unit, Decimal(str(LARGEST_NUMBER)))
    if entry.field in _ABOVE_ZERO:
        return Decimal(0) < value <= largest
    if entry.unit == "degree Celsius":
        return _ABSOLUTE_ZERO_CELSIUS <= value <= largest
    return (-largest if entry.field in _SIGNED else Decimal(0)) <= value <= largest
