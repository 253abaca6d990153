"""Small integer codes and bit masks in which columns hold code-list values."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from data.vocabulary import (
    CatalogueStatus,
    ClimateZone,
    EnergyCarrier,
    ProjectType,
    TechnologyStage,
    Term,
)

STATUSES = tuple(CatalogueStatus)
STAGES = tuple(TechnologyStage)
PROJECT_TYPES = tuple(ProjectType)
CLIMATE_ZONES = tuple(ClimateZone)
CARRIERS = tuple(EnergyCarrier)
UNKNOWN_CODE = -1
TYPE_PARTS = 2

Value = TypeVar("Value", bound=Hashable)


def code_of(value: Term | None, terms: Sequence[Term]) -> int:
    """Return the position of a value in its code list, -1 when unknown."""
    return UNKNOWN_CODE if value is None else terms.index(value)


def mask_of(values: Collection[Term], terms: Sequence[Term]) -> int:
    """Return a bit mask with the bit of each value's position in its code list; 0 for none."""
    return sum(1 << terms.index(value) for value in set(values))


def type_code(code: str | None) -> int:
    """Return category times ten plus type (2.1 and 2.1.03 are 21), -1 when unknown or malformed."""
    parts = (code or "").split(".")[:TYPE_PARTS]
    if len(parts) < TYPE_PARTS or not all(len(part) == 1 and part.isdecimal() for part in parts):
        return UNKNOWN_CODE
    return int(parts[0]) * 10 + int(parts[1])


class Codebook(Generic[Value]):
    """Numbers distinct values in the order they are met; a number once given stays."""

    def __init__(self, known: Iterable[Value] = ()) -> None:
        self._codes: dict[Value, int] = {}
        for value in known:
            self.code(value)

    def code(self, value: Value) -> int:
        """Return the number of a value, the next free one if it is new."""
        return self._codes.setdefault(value, len(self._codes))

    def values(self) -> tuple[Value, ...]:
        """Return the values in the order of their numbers."""
        return tuple(self._codes)
