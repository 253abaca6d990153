"""Reductions over the cases of each technology (ragged rows given by offsets)."""

from typing import NamedTuple

import numpy as np

from matcher.profiles import BoolArray, FloatArray, IntArray


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


def segment_any(values: BoolArray, offsets: IntArray) -> BoolArray:
    """Return whether any value of each segment is true; false for an empty one."""
    found = np.zeros(len(offsets) - 1, dtype=np.bool_)
    filled = np.flatnonzero(np.diff(offsets))
    if len(filled):
        found[filled] = np.logical_or.reduceat(values, offsets[filled])
    return found


class Members(NamedTuple):
    """The values of some segments, one segment after the other."""

    positions: IntArray
    """Where each value stands among all values. (m,)"""
    owners: IntArray
    """For each value the place of its segment among those asked for. (m,)"""
    offsets: IntArray
    """Where the values of each segment asked for begin and end among these. (k + 1,)"""


def segment_members(offsets: IntArray, segments: IntArray) -> Members:
    """Return the values of the given segments, in the order of the segments."""
    starts = offsets[segments]
    counts = offsets[segments + 1] - starts
    new_offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    owners = np.repeat(np.arange(len(segments)), counts)
    positions = np.arange(new_offsets[-1]) + (starts - new_offsets[:-1])[owners]
    return Members(positions, owners, new_offsets)
