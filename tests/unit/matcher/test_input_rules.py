"""Calculators refuse what they are not defined for, and name the argument."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.input_rules import InvalidInputError, finite, not_negative, positive, share

RULES = {
    "finite": (finite, math.isfinite),
    "positive": (positive, lambda value: math.isfinite(value) and value > 0),
    "not_negative": (not_negative, lambda value: math.isfinite(value) and value >= 0),
    "share": (share, lambda value: 0 <= value <= 1),
}


@pytest.mark.parametrize("rule", RULES)
@given(value=st.floats())
def test_a_rule_returns_what_it_allows_and_refuses_the_rest(rule, value):
    check, allows = RULES[rule]

    if allows(value):
        assert check("rate", value) == value
    else:
        with pytest.raises(InvalidInputError, match="rate") as refused:
            check("rate", value)
        assert refused.value.argument == "rate"
        assert refused.value.rule in {rule, "finite"}


def test_what_is_not_finite_is_said_to_be_so():
    with pytest.raises(InvalidInputError) as refused:
        positive("rate", math.nan)

    assert refused.value.rule == "finite"
