"""What is usual: ranges of figures and of their ratios, and how much straying from them costs.

The ranges are wide on purpose: they only have to tell figures apart that are ten thousand (or the
service life, or twelve) times each other. Decision 0141 says where each comes from.
"""

import math
from dataclasses import dataclass
from typing import Final

LOWEST_LIFE_YEARS: Final = 3.0
HIGHEST_LIFE_YEARS: Final = 50.0
"""Service lives outside are questioned. Source: PRODUCT 4, decision 0141."""

LEAST_INCREMENT_SHARE: Final = 0.02
"""Least share of the investment that a new build adds, where the increment is unknown."""

NATIONAL_EMISSIONS_TCO2_PER_YEAR: Final = 1.3e10
"""China's greenhouse gases of 2018 without land use; decision 0141."""

LARGEST_NATIONAL_SHARE: Final = 0.3
"""Share of them that one technology, adopted everywhere, can avoid at most; decision 0141."""


@dataclass(frozen=True, slots=True)
class Usual:
    """A range that is usual, and how many decades outside it are one standard deviation."""

    low: float
    high: float
    decades: float

    def loss(self, value: float) -> float:
        """Return 0 inside the range, growing with the square of the distance outside it."""
        size = abs(value)
        if self.low <= size <= self.high or size == 0:
            return 0.0
        edge = self.low if size < self.low else self.high
        return 0.5 * (math.log10(size / edge) / self.decades) ** 2


INVESTMENT_YUAN: Final = Usual(2e5, 3e10, 0.5)
CONVENTIONAL_SHARE: Final = Usual(0.1, 10.0, 0.5)
ABATEMENT_TCO2_PER_YEAR: Final = Usual(20.0, 3e7, 0.5)
UNIT_COST_YUAN_PER_TCO2: Final = Usual(0.5, 5e3, 0.5)
INVESTMENT_YUAN_PER_ANNUAL_TCO2: Final = Usual(10.0, 6e4, 0.5)
BENEFIT_YUAN_PER_TCO2: Final = Usual(2.0, 2e4, 0.5)
SIMPLE_PAYBACK_YEARS: Final = Usual(0.2, 40.0, 0.4)
PAYBACK_YEARS: Final = Usual(0.3, 30.0, 0.25)
SERVICE_LIFE_YEARS: Final = Usual(LOWEST_LIFE_YEARS, HIGHEST_LIFE_YEARS, 0.1)
CONSTRUCTION_DECADES: Final = 0.12


def construction_months(investment_yuan: float | None) -> Usual:
    """Return the usual construction period of a project of this size; decision 0141."""
    if investment_yuan is None:
        return Usual(1.0, 84.0, CONSTRUCTION_DECADES)
    millions = max(investment_yuan / 1e6, 1.0)
    return Usual(0.7 * millions**0.25, min(18 * millions**0.22, 84.0), CONSTRUCTION_DECADES)


POTENTIAL_TCO2_PER_YEAR: Final = Usual(1e4, 1e9, 0.5)
INVESTMENT_2030_YUAN: Final = Usual(1e7, 2e12, 0.5)
ADOPTION_SHARE: Final = Usual(2e-4, 1.0, 0.4)
ADOPTION_SHARE_2030: Final = Usual(0.01, 1.0, 0.12)
ADOPTION_GROWTH: Final = Usual(1.0, 40.0, 0.5)
NATIONAL_UNITS: Final = Usual(5.0, 1e7, 0.5)
