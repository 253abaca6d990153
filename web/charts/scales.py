"""Scales: from data to pixels, and round numbers for ticks."""

import math
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
NO_SPAN = 1e-9
"""Ranges narrower than this have one tick: no number people plot is that small."""


@dataclass(frozen=True)
class Linear:
    """Straight-line scale from [low, high] in data to [start, end] in pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Give the pixel of a value; the start when the data have no extent."""
        extent = self.high - self.low
        if extent <= 0:
            return self.start
        return self.start + (value - self.low) / extent * (self.end - self.start)


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Give about `wanted` round numbers within [low, high], ascending.

    Returns
    -------
    list[float]
        Multiples of 1, 2, 2.5 or 5 × 10ⁿ; one number when the range is empty.
    """
    span = high - low
    if not math.isfinite(span) or span <= NO_SPAN:
        return [low] if math.isfinite(low) else []
    rough = span / max(wanted, 1)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = min((factor * magnitude for factor in STEPS), key=lambda size: abs(size - rough))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def padded(
    values: list[float], *, share: float = 0.1, with_zero: bool = True
) -> tuple[float, float]:
    """Give the range of values with a margin, by default including zero.

    Returns
    -------
    tuple[float, float]
        Low and high, never equal.
    """
    low, high = min(values), max(values)
    if with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    margin = (high - low) * share or 1.0
    return (low - margin if low < 0 else low), high + margin
