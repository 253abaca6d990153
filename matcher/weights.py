"""Weights of the three parts, as a demand sets them and as they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType
from typing import Self

PARTS = ("fit", "location", "abatement_cost")

DEFAULT_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"fit": 0.60, "location": 0.15, "abatement_cost": 0.25}
)
"""Source: RULINGS 2; docs/decisions/0044-fit-signals.md."""


class WeightsError(ValueError):
    """Weights that cannot be used.

    Attributes
    ----------
    field : str
        Name of the wrong weight, or `weights` when all together are wrong.
    rule : str
        `known_name`, `finite`, `not_negative` or `not_all_zero`.
    """

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field} breaks the rule '{rule}'")
        self.field = field
        self.rule = rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of the parts, not negative, summing to one."""

    fit: float
    location: float
    abatement_cost: float

    @classmethod
    def normalised(cls, given: Mapping[str, float] | None = None) -> Self:
        r"""Return weights summing to one; a missing one takes its default first.

        .. math:: w_k' = w_k / \sum_j w_j

        Raises
        ------
        WeightsError
            If a name is not a part, a weight is negative or not finite, or all are zero.

        References
        ----------
        .. [1] RULINGS 2.
        """
        for name, weight in (given or {}).items():
            if name not in PARTS:
                raise WeightsError(name, "known_name")
            if not isfinite(weight):
                raise WeightsError(name, "finite")
            if weight < 0:
                raise WeightsError(name, "not_negative")
        raw = {**DEFAULT_WEIGHTS, **(given or {})}
        greatest = max(raw.values())
        if greatest == 0:
            raise WeightsError("weights", "not_all_zero")
        scaled = {name: raw[name] / greatest for name in PARTS}  # no overflow in the sum
        total = sum(scaled.values())
        return cls(**{name: weight / total for name, weight in scaled.items()})

    def as_mapping(self) -> dict[str, float]:
        """Return the weights by part."""
        return {"fit": self.fit, "location": self.location, "abatement_cost": self.abatement_cost}
