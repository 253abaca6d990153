import inspect
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import abatement
from matcher.abatement.factor import (
    GJ_PER_T,
    GJ_PER_WAN_NM3,
    GWP_UNIT,
    KG_PER_M3,
    TC_PER_TJ,
    TCO2_PER_GJ,
    TCO2_PER_MWH,
    TCO2_PER_T,
    TCO2_PER_TCE,
    UNITLESS,
    Factor,
)
from matcher.input_rules import InvalidInputError

GRID = Factor(0.5703, "grid.cn.ets.2022", TCO2_PER_MWH)
HEAT = Factor(0.11, "heat.default", TCO2_PER_GJ)
DIESEL = Factor(3.0959096373333326, "fuel.diesel.co2", TCO2_PER_T)
METHANE = Factor(28, "gwp.CH4.AR5", GWP_UNIT)
DENSITY = Factor(0.67, "example.density", KG_PER_M3)
BOILER = Factor(0.089001, "example.boiler", TCO2_PER_GJ)
amounts = st.floats(0, 1e9)
shares = st.floats(0, 1)

CALLS = {
    "electricity_saved": lambda x: abatement.electricity_saved(x, grid=GRID),
    "standard_coal_saved": lambda x: abatement.standard_coal_saved(
        x, coal=Factor(2.66, "example", TCO2_PER_TCE)
    ),
    "fuel_mass_saved": lambda x: abatement.fuel_mass_saved(
        x,
        net_calorific_value=Factor(19.57, "e", GJ_PER_T),
        carbon_content=Factor(26.1, "e", TC_PER_TJ),
        oxidation=Factor(0.93, "e", UNITLESS),
    ),
    "gas_volume_saved": lambda x: abatement.gas_volume_saved(
        x,
        net_calorific_value=Factor(389.31, "e", GJ_PER_WAN_NM3),
        carbon_content=Factor(15.3, "e", TC_PER_TJ),
        oxidation=Factor(0.99, "e", UNITLESS),
    ),
    "fuel_energy_saved": lambda x: abatement.fuel_energy_saved(
        x, carbon_content=Factor(26.1, "e", TC_PER_TJ), oxidation=Factor(0.93, "e", UNITLESS)
    ),
    "heat_saved": lambda x: abatement.heat_saved(x, heat=HEAT),
    "steam_saved": lambda x: abatement.steam_saved(x, steam_enthalpy_kj_per_kg=2768.4, heat=HEAT),
    "renewable_generation": lambda x: abatement.renewable_generation(x, grid=GRID),
    "renewable_lifetime": lambda x: abatement.renewable_lifetime(
        x, grid=GRID, degradation_share_per_year=0.005, service_life_years=25
    ),
    "methane_destroyed": lambda x: abatement.methane_destroyed(x, density=DENSITY, gwp=METHANE),
    "methane_destroyed_net": lambda x: abatement.methane_destroyed_net(
        x, density=DENSITY, gwp=METHANE
    ),
    "refrigerant_substituted": lambda x: abatement.refrigerant_substituted(
        x, leak_share_per_year=0.1, old_gwp=METHANE, new_gwp=Factor(1, "gwp.CO2", GWP_UNIT)
    ),
    "gas_destroyed": lambda x: abatement.gas_destroyed(x, gwp=METHANE),
    "vehicle_electrified": lambda x: abatement.vehicle_electrified(
        x,
        diesel_l_per_100km=35,
        diesel_density_kg_per_l=0.835,
        diesel=DIESEL,
        electricity_kwh_per_km=1.4,
        grid=GRID,
    ),
    "carbon_captured": lambda x: abatement.carbon_captured(
        x, electricity_kwh_per_t=300, heat_gj_per_t=2.4, grid=GRID, heat=HEAT
    ),
    "boiler_replaced_by_heat_pump": lambda x: abatement.boiler_replaced_by_heat_pump(
        x, boiler_efficiency_share=0.75, coefficient_of_performance=3, fuel=BOILER, grid=GRID
    ),
    "ecosystem_sink": lambda x: abatement.ecosystem_sink(
        x, net_increment_tco2_per_ha_year=5, leakage_share=0.1, buffer_share=0.2
    ),
}


@pytest.mark.parametrize("method", CALLS)
@given(amount=amounts)
def test_tonnes_grow_in_proportion_to_the_amount(method, amount):
    once, twice = CALLS[method](amount), CALLS[method](2 * amount)

    assert twice.tco2 == pytest.approx(2 * once.tco2)


@pytest.mark.parametrize("method", CALLS)
def test_result_names_its_method_and_factors(method):
    result = CALLS[method](1.0)

    assert result.method == method
    assert all(factor.factor_id for factor in result.factors)
    assert len(result.factors) > 0 or method == "ecosystem_sink"


@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("amount", [-1.0, math.nan, math.inf])
def test_amount_that_is_no_amount_is_refused_by_name(method, amount):
    with pytest.raises(InvalidInputError) as refused:
        CALLS[method](amount)

    first_argument = next(iter(inspect.signature(getattr(abatement, method)).parameters))
    assert refused.value.argument == first_argument
    assert refused.value.rule == ("not_negative" if amount == -1 else "finite")


def test_factor_of_another_unit_is_refused():
    with pytest.raises(InvalidInputError) as refused:
        abatement.electricity_saved(1000, grid=HEAT)

    assert (refused.value.argument, refused.value.rule) == ("grid", "unit")


@pytest.mark.parametrize("value", [math.nan, -0.1, math.inf])
def test_factor_without_a_usable_value_is_refused(value):
    with pytest.raises(InvalidInputError) as refused:
        abatement.electricity_saved(1000, grid=Factor(value, "broken", TCO2_PER_MWH))

    assert refused.value.argument == "grid"


def test_electric_truck_on_a_dirty_grid_keeps_its_negative_sign():
    dirty = abatement.vehicle_electrified(
        100_000,
        diesel_l_per_100km=35,
        diesel_density_kg_per_l=0.835,
        diesel=DIESEL,
        electricity_kwh_per_km=1.4,
        grid=Factor(0.9, "dirty", TCO2_PER_MWH),
    )
    southern = abatement.vehicle_electrified(
        100_000,
        diesel_l_per_100km=35,
        diesel_density_kg_per_l=0.835,
        diesel=DIESEL,
        electricity_kwh_per_km=1.4,
        grid=Factor(0.4042, "grid.region.南方.2023", TCO2_PER_MWH),
    )

    assert dirty.tco2 < 0
    assert southern.tco2 == pytest.approx(33.89, abs=0.01)


def test_heat_pump_of_poor_performance_keeps_its_negative_sign():
    result = abatement.boiler_replaced_by_heat_pump(
        10_000, boiler_efficiency_share=0.95, coefficient_of_performance=1, fuel=BOILER, grid=GRID
    )

    assert result.tco2 < 0


def test_self_use_share_counts_only_what_is_used():
    result = abatement.renewable_generation(11_000, grid=GRID, self_use_share=0.8)

    assert result.tco2 == pytest.approx(5018.64)


def test_methane_by_ar6_is_a_little_less():
    ar6 = Factor(27.9, "gwp.CH4.AR6", GWP_UNIT)

    assert abatement.methane_destroyed(1e6, density=DENSITY, gwp=ar6).tco2 == pytest.approx(18_693)


@given(decline=shares, life=st.integers(1, 100))
def test_declining_years_equal_the_sum_of_yearly_outputs(decline, life):
    expected = math.fsum((1 - decline) ** year for year in range(life))

    assert abatement.declining_years(decline, life) == pytest.approx(expected)


@given(before=st.floats(1e-3, 1e9), after=amounts)
def test_reduction_is_at_most_the_whole(before, after):
    reduction = abatement.emission_reduction_share(before, after)

    assert reduction <= 1
    assert (reduction >= 0) == (after <= before)


@pytest.mark.parametrize("before", [0, -1, math.nan])
def test_reduction_without_emissions_before_is_refused(before):
    with pytest.raises(InvalidInputError) as refused:
        abatement.emission_reduction_share(before, 1)

    assert refused.value.argument == "before_tco2"


def test_baseline_less_project_keeps_its_sign():
    assert abatement.baseline_minus_project(100, 150).tco2 == -50


def test_sink_cannot_deduct_more_than_it_stores():
    with pytest.raises(InvalidInputError) as refused:
        abatement.ecosystem_sink(
            1, net_increment_tco2_per_ha_year=5, leakage_share=0.6, buffer_share=0.6
        )

    assert refused.value.argument == "buffer_share"


def test_degrading_site_is_a_source():
    sink = abatement.ecosystem_sink(
        10, net_increment_tco2_per_ha_year=-2, leakage_share=0, buffer_share=0.2
    )

    assert sink.tco2 == pytest.approx(-16)


@pytest.mark.parametrize(("adoption", "potential"), [(0.30, 3_000_000), (0.25, 2_500_000)])
def test_national_potential_follows_the_share_that_adopts(adoption, potential):
    tonnes = abatement.national_potential_tco2_per_year(
        2_000, abatement_per_unit_tco2_per_year=5_000, adoption_share=adoption
    )

    assert tonnes == pytest.approx(potential)


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (
            lambda: abatement.steam_saved(1, steam_enthalpy_kj_per_kg=80, heat=HEAT),
            "steam_enthalpy_kj_per_kg",
        ),
        (
            lambda: abatement.renewable_generation(1, grid=GRID, self_use_share=1.2),
            "self_use_share",
        ),
        (
            lambda: abatement.boiler_replaced_by_heat_pump(
                1, boiler_efficiency_share=0, coefficient_of_performance=3, fuel=BOILER, grid=GRID
            ),
            "boiler_efficiency_share",
        ),
        (
            lambda: abatement.boiler_replaced_by_heat_pump(
                1, boiler_efficiency_share=75, coefficient_of_performance=3, fuel=BOILER, grid=GRID
            ),
            "boiler_efficiency_share",
        ),
        (
            lambda: abatement.renewable_lifetime(
                1, grid=GRID, degradation_share_per_year=0.01, service_life_years=0
            ),
            "service_life_years",
        ),
        (
            lambda: abatement.fuel_energy_saved(
                1,
                carbon_content=Factor(26.1, "e", TC_PER_TJ),
                oxidation=Factor(93, "e", UNITLESS),
            ),
            "oxidation",
        ),
    ],
)
def test_argument_out_of_range_is_refused_by_name(call, argument):
    with pytest.raises(InvalidInputError) as refused:
        call()

    assert refused.value.argument == argument
