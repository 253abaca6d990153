import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher import costs
from matcher.costs import NEVER
from matcher.input_rules import InvalidInputError

investments = st.floats(1e3, 1e10)
benefits = st.floats(1e3, 1e10)
tonnes = st.floats(1, 1e7)
lives = st.floats(1, 60)
rates = st.floats(0, 0.5)
factors = st.floats(1e-3, 1e3)


@given(investment=investments, yearly=tonnes, life=lives, by=factors)
def test_unit_cost_does_not_change_when_money_and_tonnes_grow_alike(investment, yearly, life, by):
    cost = costs.retrofit_unit_cost_yuan_per_tco2(
        investment, abatement_tco2_per_year=yearly, service_life_years=life
    )
    scaled = costs.retrofit_unit_cost_yuan_per_tco2(
        investment * by, abatement_tco2_per_year=yearly * by, service_life_years=life
    )

    assert scaled == pytest.approx(cost)


@given(investment=investments, yearly=tonnes, life=lives)
def test_implied_life_of_a_computed_cost_is_the_life(investment, yearly, life):
    cost = costs.retrofit_unit_cost_yuan_per_tco2(
        investment, abatement_tco2_per_year=yearly, service_life_years=life
    )

    implied = costs.implied_service_life_years(
        investment, abatement_tco2_per_year=yearly, stated_cost_yuan_per_tco2=cost
    )

    assert implied == pytest.approx(life)


def test_cheaper_new_build_has_a_negative_unit_cost():
    cost = costs.new_build_unit_cost_yuan_per_tco2(
        2e7, conventional_investment_yuan=2.4e7, abatement_tco2_per_year=4000, service_life_years=20
    )

    assert cost == pytest.approx(-50)


@pytest.mark.parametrize(
    ("yearly", "life", "argument"),
    [
        (0, 15, "abatement_tco2_per_year"),
        (-5, 15, "abatement_tco2_per_year"),
        (5000, 0, "service_life_years"),
        (math.nan, 15, "abatement_tco2_per_year"),
    ],
)
def test_unit_cost_without_tonnes_or_life_is_refused(yearly, life, argument):
    with pytest.raises(InvalidInputError) as refused:
        costs.retrofit_unit_cost_yuan_per_tco2(
            1e7, abatement_tco2_per_year=yearly, service_life_years=life
        )

    assert refused.value.argument == argument


def test_stated_cost_of_zero_implies_no_life():
    with pytest.raises(InvalidInputError) as refused:
        costs.implied_service_life_years(
            1e7, abatement_tco2_per_year=5000, stated_cost_yuan_per_tco2=0
        )

    assert refused.value.rule == "not_zero"


@given(
    investment=st.lists(investments, min_size=4, max_size=4),
    yearly=tonnes,
    life=lives,
)
def test_many_unit_costs_equal_the_single_ones(investment, yearly, life):
    many = costs.unit_costs_yuan_per_tco2(
        np.array(investment),
        conventional_investment_yuan=np.array([0, 0, 0, investment[3] / 2]),
        abatement_tco2_per_year=np.full(4, yearly),
        service_life_years=np.full(4, life),
    )

    single = costs.retrofit_unit_cost_yuan_per_tco2(
        investment[0], abatement_tco2_per_year=yearly, service_life_years=life
    )
    new_build = costs.new_build_unit_cost_yuan_per_tco2(
        investment[3],
        conventional_investment_yuan=investment[3] / 2,
        abatement_tco2_per_year=yearly,
        service_life_years=life,
    )
    assert many[0] == pytest.approx(single)
    assert many[3] == pytest.approx(new_build)


def test_unknown_inputs_of_many_unit_costs_stay_unknown():
    nan = math.nan
    many = costs.unit_costs_yuan_per_tco2(
        np.array([nan, 1e7, 1e7, 1e7, 1e7, 1e7]),
        conventional_investment_yuan=np.array([0, nan, 0, 0, 0, 0]),
        abatement_tco2_per_year=np.array([5e3, 5e3, nan, 0, -5, 5e3]),
        service_life_years=np.array([15, 15, 15, 15, 15, 0.0]),
    )

    assert np.isnan(many).all()


@given(rate=rates, life=lives)
def test_annuity_factor_lies_between_zero_and_the_life(rate, life):
    factor = costs.present_value_factor_years(rate, life)

    assert 0 < factor <= life * (1 + 1e-12)
    assert costs.capital_recovery_factor_per_year(rate, life) == pytest.approx(1 / factor)


def test_annuity_at_eight_percent_over_fifteen_years():
    assert costs.present_value_factor_years(0.08, 15) == pytest.approx(8.559479, abs=1e-6)
    assert costs.capital_recovery_factor_per_year(0.08, 15) == pytest.approx(0.1168295, abs=1e-7)


@given(investment=investments, benefit=benefits, more=st.floats(1, 10))
def test_payback_never_grows_with_the_benefit(investment, benefit, more):
    longer = costs.simple_payback_years(investment, benefit)
    shorter = costs.simple_payback_years(investment, benefit * more)

    assert shorter <= longer


@given(investment=investments, benefit=benefits, rate=rates)
def test_dynamic_payback_is_never_sooner_than_the_simple_one(investment, benefit, rate):
    simple = costs.simple_payback_years(investment, benefit)
    dynamic = costs.dynamic_payback_years(investment, benefit, discount_rate=rate)

    assert dynamic is NEVER or dynamic >= simple * (1 - 1e-9)
    assert (dynamic is NEVER) == (rate > 0 and investment * rate / benefit >= 1)


@given(investment=investments, benefit=benefits, rate=st.floats(1e-4, 0.3))
def test_net_present_value_is_zero_over_the_dynamic_payback(investment, benefit, rate):
    payback = costs.dynamic_payback_years(investment, benefit, discount_rate=rate)
    assume(payback is not NEVER)

    value = costs.net_present_value_yuan(
        investment, benefit, discount_rate=rate, service_life_years=payback
    )

    assert value == pytest.approx(0, abs=investment * 1e-6)


@pytest.mark.parametrize("benefit", [0, -1e6])
def test_investment_without_benefit_never_pays_back(benefit):
    assert costs.simple_payback_years(1e7, benefit) is NEVER
    assert costs.dynamic_payback_years(1e7, benefit, discount_rate=0.08) is NEVER
    assert costs.internal_rate_of_return(1e7, benefit, service_life_years=15) is None


def test_construction_delays_the_payback():
    assert costs.simple_payback_years(1000, 250, construction_years=0.5) == pytest.approx(4.5)


@given(investment=investments, benefit=benefits, life=lives)
def test_net_present_value_is_zero_at_the_internal_rate(investment, benefit, life):
    rate = costs.internal_rate_of_return(investment, benefit, service_life_years=life)
    assume(rate is not None and rate >= 0)

    value = costs.net_present_value_yuan(
        investment, benefit, discount_rate=rate, service_life_years=life
    )

    assert value == pytest.approx(0, abs=max(investment, benefit) * 1e-6)


def test_benefits_below_the_investment_have_a_negative_internal_rate():
    rate = costs.internal_rate_of_return(1000, 50, service_life_years=10)

    assert rate is not None
    assert -0.9 < rate < 0
    growth = sum(50 / (1 + rate) ** year for year in range(1, 11))
    assert growth == pytest.approx(1000)


def test_hopeless_investment_has_no_internal_rate():
    assert costs.internal_rate_of_return(1e9, 1, service_life_years=1) is None


@given(investment=investments, yearly=tonnes, life=lives, rate=rates)
def test_levelised_cost_is_never_below_the_undiscounted_one(investment, yearly, life, rate):
    undiscounted = costs.retrofit_unit_cost_yuan_per_tco2(
        investment, abatement_tco2_per_year=yearly, service_life_years=life
    )
    levelised = costs.levelised_cost_yuan_per_tco2(
        investment, abatement_tco2_per_year=yearly, discount_rate=rate, service_life_years=life
    )

    assert levelised >= undiscounted * (1 - 1e-9)


@given(investment=investments, benefit=benefits, yearly=tonnes, life=lives, rate=rates)
def test_measure_breaks_even_at_its_break_even_price(investment, benefit, yearly, life, rate):
    terms = {
        "abatement_tco2_per_year": yearly,
        "discount_rate": rate,
        "service_life_years": life,
    }
    net = costs.net_levelised_cost_yuan_per_tco2(investment, benefit, **terms)
    price = costs.break_even_carbon_price_yuan_per_tco2(net)

    with_price = costs.benefit_with_carbon_price_yuan(
        benefit, carbon_price_yuan_per_tco2=price, abatement_tco2_per_year=yearly
    )

    value = costs.net_present_value_yuan(
        investment, with_price, discount_rate=rate, service_life_years=life
    )
    assert value >= -1e-6 * max(investment, with_price * life)
    assert price == 0 or value == pytest.approx(0, abs=1e-6 * max(investment, with_price * life))


def test_case_scales_to_a_site_by_activity():
    scaled = costs.scale_to_site_tco2_per_year(
        5000, case=costs.Activity(200, "万 m2"), site=costs.Activity(50, "万m2")
    )

    assert scaled == pytest.approx(1250)


@pytest.mark.parametrize(
    ("case", "site", "argument", "rule"),
    [
        ((None, "t"), (1, "t"), "case.amount", "missing"),
        ((math.nan, "t"), (1, "t"), "case.amount", "missing"),
        ((1, None), (1, "t"), "case.unit", "missing"),
        ((1, "t"), (None, "t"), "site.amount", "missing"),
        ((1, "t"), (1, " "), "site.unit", "missing"),
        ((1, "t"), (1, "MWh"), "site.unit", "same_unit"),
        ((0, "t"), (1, "t"), "case.amount", "positive"),
    ],
)
def test_scaling_refuses_and_says_which_figure_is_missing(case, site, argument, rule):
    with pytest.raises(InvalidInputError) as refused:
        costs.scale_to_site_tco2_per_year(
            5000, case=costs.Activity(*case), site=costs.Activity(*site)
        )

    assert (refused.value.argument, refused.value.rule) == (argument, rule)


def test_ten_and_twenty_percent_on_one_stream_make_twenty_eight():
    assert costs.combined_reduction_share([0.1, 0.2]) == pytest.approx(0.28)


@given(shares=st.lists(st.floats(0, 1), max_size=6))
def test_combined_reduction_is_a_share_no_larger_than_the_sum(shares):
    combined = costs.combined_reduction_share(shares)

    assert -1e-12 <= combined <= min(1, sum(shares)) + 1e-12
    assert combined >= max(shares, default=0) - 1e-12
