"""What passes the filters of the atlas, and in which band of cost it lies."""

import pytest

from data.vocabulary import AtlasSize, CostBand, TechnologyStage
from matcher.atlas.entries import AtlasEntry, cost_band, is_within


def entry(number: int = 1, **fields) -> AtlasEntry:
    values = {
        "technology_id": number,
        "name": f"示例技术 {number}",
        "technology_type": "2.1",
        "topic": "2.1.02",
        "is_topic_inferred": False,
        "stage": TechnologyStage.PROMOTION,
        "fields": ("钢铁",),
        "owner_region_code": "320500",
        "potential_tco2_per_year": 1000.0,
        "case_tco2_per_year": 10.0,
        "cost_yuan_per_tco2": 50.0,
    }
    return AtlasEntry(**(values | fields))


@pytest.mark.parametrize(
    ("cost", "band"),
    [
        (None, CostBand.UNKNOWN),
        (-5.0, CostBand.SAVES),
        (0.0, CostBand.SAVES),
        (0.1, CostBand.LOW),
        (100.0, CostBand.LOW),
        (300.0, CostBand.MIDDLE),
        (300.1, CostBand.HIGH),
    ],
)
def test_bands_of_cost_meet_without_gap(cost, band):
    assert cost_band(cost) is band
    assert entry(cost_yuan_per_tco2=cost).cost_band is band


def test_filters_are_kept_together():
    one = entry()

    assert is_within(one)
    assert is_within(one, field="钢铁", region_prefix="32", max_cost_yuan_per_tco2=50)
    assert not is_within(one, field="水泥")
    assert not is_within(one, region_prefix="33")
    assert not is_within(one, max_cost_yuan_per_tco2=49)


def test_an_unknown_cost_or_region_passes_no_limit():
    assert not is_within(entry(cost_yuan_per_tco2=None), max_cost_yuan_per_tco2=1e9)
    assert not is_within(entry(owner_region_code=None), region_prefix="32")


def test_sizes_stay_unknown_where_the_owner_did_not_say():
    one = entry(potential_tco2_per_year=None)

    assert one.size(AtlasSize.POTENTIAL) is None
    assert one.size(AtlasSize.TONNES) == 10
    assert one.size(AtlasSize.COUNT) == 1
