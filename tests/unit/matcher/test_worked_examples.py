"""Every row of worked_examples.json, each a test."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher import abatement, costs
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

EXAMPLES = json.loads(Path(__file__).with_name("worked_examples.json").read_text("utf-8"))


def grid(value: float) -> Factor:
    return Factor(value, "example.grid", TCO2_PER_MWH)


def factor(value: float, unit: str) -> Factor:
    return Factor(value, "example", unit)


def fuel_mass(amount, ncv, cc, of):
    if ncv > 100:  # a gas: GJ per 10^4 Nm3
        saved, ncv_unit = abatement.gas_volume_saved, GJ_PER_WAN_NM3
    else:
        saved, ncv_unit = abatement.fuel_mass_saved, GJ_PER_T
    return saved(
        amount,
        net_calorific_value=factor(ncv, ncv_unit),
        carbon_content=factor(cc, TC_PER_TJ),
        oxidation=factor(of, UNITLESS),
    ).tco2


METHODS: dict[str, Callable[..., object]] = {
    "electricity_saved": lambda kwh, ef_t_per_mwh: (
        abatement.electricity_saved(kwh, grid=grid(ef_t_per_mwh)).tco2
    ),
    "tce_saved": lambda tce, ef: (
        abatement.standard_coal_saved(tce, coal=factor(ef, TCO2_PER_TCE)).tco2
    ),
    "fuel_mass": fuel_mass,
    "fuel_energy_tce": lambda tce, cc, of: (
        abatement.fuel_energy_saved(
            tce, carbon_content=factor(cc, TC_PER_TJ), oxidation=factor(of, UNITLESS)
        ).tco2
    ),
    "heat": lambda gj, ef: abatement.heat_saved(gj, heat=factor(ef, TCO2_PER_GJ)).tco2,
    "steam": lambda t, h_kj_per_kg, h_feed, ef: (
        abatement.steam_saved(
            t,
            steam_enthalpy_kj_per_kg=h_kj_per_kg,
            feed_water_enthalpy_kj_per_kg=h_feed,
            heat=factor(ef, TCO2_PER_GJ),
        ).tco2
    ),
    "renewable": lambda mwh, ef: abatement.renewable_generation(mwh, grid=grid(ef)).tco2,
    "renewable_life": lambda mwh, ef, d, n: (
        abatement.renewable_lifetime(
            mwh, grid=grid(ef), degradation_share_per_year=d, service_life_years=n
        ).tco2
    ),
    "methane": lambda m3, rho, gwp: (
        abatement.methane_destroyed(
            m3, density=factor(rho, KG_PER_M3), gwp=factor(gwp, GWP_UNIT)
        ).tco2
    ),
    "methane_net": lambda m3, rho, gwp: (
        abatement.methane_destroyed_net(
            m3, density=factor(rho, KG_PER_M3), gwp=factor(gwp, GWP_UNIT)
        ).tco2
    ),
    "methane_net_power": lambda m3, rho, gwp, mwh, ef: (
        abatement.methane_to_power(
            m3,
            density=factor(rho, KG_PER_M3),
            gwp=factor(gwp, GWP_UNIT),
            generation_mwh=mwh,
            grid=grid(ef),
        ).tco2
    ),
    "refrigerant": lambda kg, leak, gwp_old, gwp_new: (
        abatement.refrigerant_substituted(
            kg,
            leak_share_per_year=leak,
            old_gwp=factor(gwp_old, GWP_UNIT),
            new_gwp=factor(gwp_new, GWP_UNIT),
        ).tco2
    ),
    "gas_destroyed": lambda t, gwp: abatement.gas_destroyed(t, gwp=factor(gwp, GWP_UNIT)).tco2,
    "ev_truck": lambda km, l_per_100km, kg_per_l, ef_diesel, kwh_per_km, ef: (
        abatement.vehicle_electrified(
            km,
            diesel_l_per_100km=l_per_100km,
            diesel_density_kg_per_l=kg_per_l,
            diesel=factor(ef_diesel, TCO2_PER_T),
            electricity_kwh_per_km=kwh_per_km,
            grid=grid(ef),
        ).tco2
    ),
    "ccus": lambda t, kwh_per_t, gj_per_t, ef, ef_heat: (
        abatement.carbon_captured(
            t,
            electricity_kwh_per_t=kwh_per_t,
            heat_gj_per_t=gj_per_t,
            grid=grid(ef),
            heat=factor(ef_heat, TCO2_PER_GJ),
        ).tco2
    ),
    "boiler_to_heat_pump": lambda gj, eta, cop, ef_gj, ef: (
        abatement.boiler_replaced_by_heat_pump(
            gj,
            boiler_efficiency_share=eta,
            coefficient_of_performance=cop,
            fuel=factor(ef_gj, TCO2_PER_GJ),
            grid=grid(ef),
        ).tco2
    ),
    "unit_cost_retrofit": lambda invest_yuan, ae, n: costs.retrofit_unit_cost_yuan_per_tco2(
        invest_yuan, abatement_tco2_per_year=ae, service_life_years=n
    ),
    "unit_cost_new": lambda invest_low, invest_conv, ae, n: costs.new_build_unit_cost_yuan_per_tco2(
        invest_low,
        conventional_investment_yuan=invest_conv,
        abatement_tco2_per_year=ae,
        service_life_years=n,
    ),
    "unit_cost_retrofit_decline": lambda invest_yuan, ae, n, decline: (
        costs.retrofit_unit_cost_yuan_per_tco2(
            invest_yuan,
            abatement_tco2_per_year=ae,
            service_life_years=n,
            decline_share_per_year=decline,
        )
    ),
    "implied_life": lambda invest_yuan, ae, unit_cost: costs.implied_service_life_years(
        invest_yuan, abatement_tco2_per_year=ae, stated_cost_yuan_per_tco2=unit_cost
    ),
    "simple_payback": lambda invest, benefit: costs.simple_payback_years(
        investment_yuan=invest, annual_benefit_yuan=benefit
    ),
    "dynamic_payback": lambda invest, benefit, i: costs.dynamic_payback_years(
        invest, benefit, discount_rate=i
    ),
    "npv": lambda invest, benefit, i, n: costs.net_present_value_yuan(
        invest, benefit, discount_rate=i, service_life_years=n
    ),
    "irr": lambda invest, benefit, n: costs.internal_rate_of_return(
        invest, benefit, service_life_years=n
    ),
    "levelised_gross_yuan_t": lambda invest_yuan, ae, i, n: costs.levelised_cost_yuan_per_tco2(
        invest_yuan, abatement_tco2_per_year=ae, discount_rate=i, service_life_years=n
    ),
    "levelised_net_yuan_t": lambda invest_yuan, benefit_yuan, ae, i, n: (
        costs.net_levelised_cost_yuan_per_tco2(
            invest_yuan,
            benefit_yuan,
            abatement_tco2_per_year=ae,
            discount_rate=i,
            service_life_years=n,
        )
    ),
    "mac_undiscounted": lambda invest_yuan, benefit_yuan, ae, n: costs.marginal_cost_yuan_per_tco2(
        invest_yuan, benefit_yuan, abatement_tco2_per_year=ae, service_life_years=n
    ),
}


@pytest.mark.parametrize("example", EXAMPLES, ids=[row["id"] for row in EXAMPLES])
def test_worked_example_comes_out_as_written(example):
    result = METHODS[example["method"]](**example["inputs"])

    assert result == pytest.approx(example["expected"], abs=example["tolerance"])


def test_every_method_of_the_page_is_used():
    assert {row["method"] for row in EXAMPLES} == set(METHODS)
