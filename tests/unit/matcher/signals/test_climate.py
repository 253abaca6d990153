"""A stated zone scores one, another one half: approximate zones never count as a zero."""

import numpy as np

from data.vocabulary import ClimateZone
from matcher.codes import CLIMATE_ZONES, mask_of
from matcher.signals.climate import climate_signal

MASKS = np.array(
    [
        mask_of((ClimateZone.COLD, ClimateZone.MILD), CLIMATE_ZONES),
        mask_of((ClimateZone.MILD,), CLIMATE_ZONES),
        0,
    ],
    dtype=np.uint8,
)


def test_zones_stated_and_not():
    value = climate_signal(MASKS, ClimateZone.COLD)

    assert value[:2].tolist() == [1.0, 0.5]
    assert np.isnan(value[2])


def test_a_site_of_unknown_climate_leaves_it_unknown():
    assert np.isnan(climate_signal(MASKS, None)).all()
