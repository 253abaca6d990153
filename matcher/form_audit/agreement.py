"""Whether stated figures agree with computed ones, given how people round."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

UNIT_COST_TOLERANCE_SHARE: Final = 0.10
"""Source: formulas of the unit cost; decision 0140."""

PAYBACK_TOLERANCE_SHARE: Final = 0.15
"""Wider than the unit cost's: taxes and running-in are counted differently; decision 0140."""

_MOST_DECIMALS: Final = 9
_SMALLEST, _LARGEST = 1e-9, 1e20


def is_usable(value: float) -> bool:
    """Return whether a figure can be reckoned with: finite, and zero or of a size people write."""
    return value == 0 or _SMALLEST <= abs(value) <= _LARGEST


@lru_cache(maxsize=4096)
def half_last_digit(value: float) -> float:
    """Return half a unit of the last digit written: 0.5 for 133, 0.05 for 1.8."""
    for decimals in range(_MOST_DECIMALS):
        if math.isclose(value, round(value, decimals), rel_tol=1e-12, abs_tol=1e-12):
            return 0.5 * 10.0**-decimals
    return 0.0


def half_last_digit_of_years(years: float) -> float:
    """Return half the last digit of a time that was written in years or in whole months."""
    months = years * 12
    in_months = 0.5 / 12 if math.isclose(months, round(months), abs_tol=1e-6) else 0.0
    return max(half_last_digit(years), in_months)


def strayed_share(stated: float, expected: float, *, slack: float) -> float:
    """Return by what share of `expected` the stated value strays beyond its rounding `slack`."""
    apart = max(abs(stated - expected) - slack, 0.0)
    if apart == 0:
        return 0.0
    return apart / abs(expected) if expected else math.inf


def middle(values: Sequence[float]) -> float | None:
    """Return the geometric mean of positive values; None of none."""
    if not values:
        return None
    return math.exp(sum(math.log(value) for value in values) / len(values))
