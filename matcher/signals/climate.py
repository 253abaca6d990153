"""Signal: whether the technology is stated to suit the site's climate."""

import numpy as np

from data.vocabulary import ClimateZone
from matcher.codes import CLIMATE_ZONES
from matcher.columns import MaskArray
from matcher.profiles import FloatArray

OUTSIDE_VALUE = 0.5
"""Zones are by province and approximate, so a miss is no zero. Source: docs/decisions/0043."""


def climate_signal(climate_masks: MaskArray, zone: ClimateZone | None) -> FloatArray:
    """Score one in a stated climate zone, one half outside of all stated ones.

    Parameters
    ----------
    climate_masks : (n,) uint8
        Bit mask of the zones each technology states; 0 states none.
    zone : ClimateZone or None
        Zone of the site; None unknown.

    Returns
    -------
    (n,) float
        Signal in {0.5, 1}; NaN where either side is unknown. It never excludes. [unitless]

    References
    ----------
    .. [1] GB 50176-2016; RULINGS 30; docs/decisions/0043-proximity.md.
    """
    if zone is None:
        return np.full(len(climate_masks), np.nan)
    bit = np.uint8(1 << CLIMATE_ZONES.index(zone))
    value: FloatArray = np.where(climate_masks & bit, 1.0, OUTSIDE_VALUE)
    value[climate_masks == 0] = np.nan
    return value
