import math
from copy import deepcopy

import pytest

from data.reference.indicators import default_indicators
from matcher.expert_review import IndicatorSystemError, read_system


def test_the_default_system_is_whole_in_both_languages():
    system = read_system(default_indicators())

    assert [one.name_zh for one in system.indicators] == [
        "先进性",
        "成熟度",
        "减排效果",
        "经济性",
        "推广前景",
        "可核验性",
    ]
    assert sum(system.shares().values()) == pytest.approx(1)
    assert all(one.guidance("zh") and one.guidance("en") for one in system.indicators)
    assert system.indicators[0].name("en") == "Advancement"
    assert read_system(system.as_data()) == system


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        (lambda d, _: d["indicators"].clear(), "indicators", "too_few_items"),
        (lambda d, all_: all_.extend(all_ * 3), "indicators", "too_many_items"),
        (lambda _, a: a[1].update(code="advancement"), "indicators.2.code", "indicator_twice"),
        (lambda _, a: a[0].update(code="a b"), "indicators.1.code", "bad_format"),
        (lambda _, a: a[0].update(name_en=" "), "indicators.1.name_en", "required"),
        (lambda _, a: a[0].update(weight=0), "indicators.1.weight", "too_small"),
        (lambda _, a: a[0].update(weight=math.nan), "indicators.1.weight", "not_a_number"),
        (lambda _, a: a[0].update(weight=True), "indicators.1.weight", "not_a_number"),
        (lambda _, a: a[0].update(max_points=101), "indicators.1.max_points", "too_large"),
        (lambda _, a: a[0].update(guidance_zh="长" * 601), "indicators.1.guidance_zh", "too_long"),
        (lambda d, _: d.update(spread_limit=0), "spread_limit", "too_small"),
    ],
)
def test_what_cannot_be_used_is_named(change, field, rule):
    data = deepcopy(default_indicators())
    change(data, data["indicators"])

    with pytest.raises(IndicatorSystemError) as caught:
        read_system(data)

    assert (caught.value.field, caught.value.rule) == (field, rule)
