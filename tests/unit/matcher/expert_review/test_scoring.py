import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.expert_review import read_system, result_of, score_problems, total

SYSTEM = read_system(
    {
        "spread_limit": 20,
        "indicators": [
            {"code": "a", "name_zh": "甲", "name_en": "A", "weight": 3, "max_points": 100},
            {"code": "b", "name_zh": "乙", "name_en": "B", "weight": 1, "max_points": 10},
        ],
    }
)
points = st.floats(0, 1)
sheets = st.builds(lambda a, b: {"a": 100 * a, "b": 10 * b}, points, points)


def test_a_total_weighs_shares_of_full_marks():
    assert total(SYSTEM, {"a": 100, "b": 10}) == pytest.approx(100)
    assert total(SYSTEM, {"a": 0, "b": 10}) == pytest.approx(25)
    assert total(SYSTEM, {"a": 80, "b": 5}) == pytest.approx(72.5)


def test_a_result_has_mean_spread_and_means_by_indicator():
    found = result_of(SYSTEM, [{"a": 80, "b": 8}, {"a": 60, "b": 6}, {"a": 70, "b": 7}])

    assert (found.count, found.is_flagged) == (3, True)
    assert found.mean == pytest.approx(70)
    assert found.spread == pytest.approx(20)
    assert found.indicator_means == pytest.approx({"a": 70, "b": 7})


def test_without_scores_nothing_is_known_and_one_expert_has_no_spread():
    empty, single = result_of(SYSTEM, []), result_of(SYSTEM, [{"a": 50, "b": 5}])

    assert (empty.count, empty.mean, empty.spread, empty.is_flagged) == (0, None, None, False)
    assert (single.mean, single.spread, single.is_flagged) == (pytest.approx(50), None, False)


@settings(max_examples=100, deadline=None)
@given(st.lists(sheets, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_the_mean_lies_between_the_experts_and_their_order_changes_nothing(given_sheets, random):
    found = result_of(SYSTEM, given_sheets)
    totals = [total(SYSTEM, one) for one in given_sheets]

    assert min(totals) - 1e-9 <= found.mean <= max(totals) + 1e-9
    assert 0 <= found.mean <= 100 + 1e-9
    shares = SYSTEM.shares()
    by_indicator = (
        shares["a"] * found.indicator_means["a"] + shares["b"] * 10 * found.indicator_means["b"]
    )
    assert found.mean == pytest.approx(by_indicator, abs=1e-9)
    shuffled = [*given_sheets]
    random.shuffle(shuffled)
    assert result_of(SYSTEM, shuffled) == found


@settings(max_examples=50, deadline=None)
@given(sheets, st.sampled_from(["a", "b"]), st.floats(0, 1))
def test_more_points_never_lower_a_total(sheet, code, share):
    most = {"a": 100, "b": 10}[code]
    better = sheet | {code: sheet[code] + share * (most - sheet[code])}

    assert total(SYSTEM, better) >= total(SYSTEM, sheet) - 1e-9


def test_points_out_of_range_or_missing_are_named_in_the_order_of_the_sheet():
    def rules(scores, *, is_final):
        return [(p.code, p.rule) for p in score_problems(SYSTEM, scores, is_final=is_final)]

    assert rules({}, is_final=False) == []
    assert rules({}, is_final=True) == [("a", "required"), ("b", "required")]
    assert rules({"a": -1, "b": 10.1}, is_final=False) == [("a", "too_small"), ("b", "too_large")]
    assert rules({"a": math.nan, "b": 10}, is_final=True) == [("a", "not_a_number")]
