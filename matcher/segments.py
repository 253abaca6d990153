"""Reductions over the cases of each technology (ragged rows given by offsets)."""

import numpy as np

from matcher.profiles import FloatArray, IntArray


def segment_least(values: FloatArray, offsets: IntArray) -> FloatArray:
    """Return the least known value of each segment.

    Parameters
    ----------
    values : (m,) float
        Values of all segments, one after the other; NaN unknown.
    offsets : (n + 1,) int
        Segment i is `values[offsets[i]:offsets[i + 1]]`; segments may be empty.

    Returns
    -------
    (n,) float
        Least value of each segment; NaN where it has no known value.
    """
    least = np.full(len(offsets) - 1, np.nan)
    filled = np.flatnonzero(np.diff(offsets))
    if len(filled):
        least[filled] = np.fmin.reduceat(values, offsets[filled])
    return least


def segment_numbers(offsets: IntArray) -> IntArray:
    """Return for each value the number of the segment it belongs to."""
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
