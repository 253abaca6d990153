"""Pareto fronts: order without trading one good for the other."""

import numpy as np

from matcher.profiles import FloatArray, IntArray


def pareto_fronts(first: FloatArray, second: FloatArray) -> IntArray:
    """Return the front of each point: 0 where no point is better in both, 1 without those, ….

    Parameters
    ----------
    first, second : (n,) float
        Two goods, more is better; NaN counts as less than anything known.

    Returns
    -------
    (n,) int
        Front numbers from 0; equal points share a front.

    References
    ----------
    .. [1] S. Taylor, "The ranking of negative-cost emissions reduction measures", Energy Policy 48
       (2012), 430-438; RULINGS 3.
    """
    goods = np.nan_to_num(np.column_stack([first, second]), nan=-np.inf)
    fronts = np.full(len(goods), -1, dtype=np.int64)
    left = np.arange(len(goods))
    number = 0
    while len(left):
        points = goods[left]
        no_worse = (points[:, None] >= points[None]).all(axis=2)
        better = (points[:, None] > points[None]).any(axis=2)
        dominated = (no_worse & better).any(axis=0)
        fronts[left[~dominated]] = number
        left, number = left[dominated], number + 1
    return fronts
