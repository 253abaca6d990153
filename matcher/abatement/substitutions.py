"""One technology in place of another, net of its own energy (methods A9, A10, A11)."""

from matcher.abatement.factor import (
    GJ_PER_MWH,
    KG_PER_T,
    KWH_PER_MWH,
    TCO2_PER_GJ,
    TCO2_PER_MWH,
    TCO2_PER_T,
    Abatement,
    Factor,
    factor_value,
)
from matcher.input_rules import InvalidInputError, not_negative, positive


def vehicle_electrified(
    distance_km: float,
    *,
    diesel_l_per_100km: float,
    diesel_density_kg_per_l: float,
    diesel: Factor,
    electricity_kwh_per_km: float,
    grid: Factor,
) -> Abatement:
    r"""Tonnes avoided by an electric vehicle in place of a diesel one (A9).

    .. math:: AE = s\,(L/100)\,\rho/1000 \cdot EF_{diesel} - s\,e/1000 \cdot EF_{grid}

    Parameters
    ----------
    distance_km : float
        Distance driven over the period, not negative. [km]
    diesel_l_per_100km : float
        Consumption of the vehicle replaced, not negative. [L/100 km]
    diesel_density_kg_per_l : float
        Density of the diesel, positive. [kg/L]
    diesel : Factor
        Emission factor of diesel. [tCO2/t]
    electricity_kwh_per_km : float
        Consumption of the electric vehicle with charging losses, not negative. [kWh/km]
    grid : Factor
        Grid emission factor. [tCO2/MWh]

    Returns
    -------
    Abatement
        Tonnes over the same period; negative on a dirty grid, never clamped. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    distance = not_negative("distance_km", distance_km)
    litres = distance / 100 * not_negative("diesel_l_per_100km", diesel_l_per_100km)
    diesel_t = litres * positive("diesel_density_kg_per_l", diesel_density_kg_per_l) / KG_PER_T
    power_kwh = distance * not_negative("electricity_kwh_per_km", electricity_kwh_per_km)
    baseline = diesel_t * factor_value("diesel", diesel, TCO2_PER_T)
    project = power_kwh / KWH_PER_MWH * factor_value("grid", grid, TCO2_PER_MWH)
    return Abatement(baseline - project, "vehicle_electrified", (diesel, grid))


def carbon_captured(
    captured_t: float,
    *,
    electricity_kwh_per_t: float,
    heat_gj_per_t: float,
    grid: Factor,
    heat: Factor,
) -> Abatement:
    r"""Tonnes avoided by capture and storage or use, net of its own energy (A10).

    .. math:: AE = m - m\,e/1000 \cdot EF_{grid} - m\,q \cdot EF_{heat}

    Parameters
    ----------
    captured_t : float
        CO2 captured and kept over the period, not negative. [t]
    electricity_kwh_per_t, heat_gj_per_t : float
        Energy per tonne captured, not negative. [kWh/t], [GJ/t]
    grid, heat : Factor
        Emission factors of that energy. [tCO2/MWh], [tCO2/GJ]

    Returns
    -------
    Abatement
        Tonnes over the same period; negative when its energy emits more. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    captured = not_negative("captured_t", captured_t)
    power_mwh = captured * not_negative("electricity_kwh_per_t", electricity_kwh_per_t) / 1000
    heat_gj = captured * not_negative("heat_gj_per_t", heat_gj_per_t)
    own = power_mwh * factor_value("grid", grid, TCO2_PER_MWH)
    own += heat_gj * factor_value("heat", heat, TCO2_PER_GJ)
    return Abatement(captured - own, "carbon_captured", (grid, heat))


def boiler_replaced_by_heat_pump(
    heat_gj: float,
    *,
    boiler_efficiency_share: float,
    coefficient_of_performance: float,
    fuel: Factor,
    grid: Factor,
) -> Abatement:
    r"""Tonnes avoided by a heat pump in place of a boiler (A11).

    .. math:: AE = Q / \eta \cdot EF_{fuel} - Q / 3.6 / COP \cdot EF_{grid}

    Parameters
    ----------
    heat_gj : float
        Useful heat over the period, not negative. [GJ]
    boiler_efficiency_share : float
        Efficiency of the boiler, in (0, 1].
    coefficient_of_performance : float
        Seasonal heat per electricity of the heat pump, positive. [1]
    fuel : Factor
        Emission factor of the boiler's fuel. [tCO2/GJ]
    grid : Factor
        Grid emission factor. [tCO2/MWh]

    Returns
    -------
    Abatement
        Tonnes over the same period; negative on a dirty grid, never clamped. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    useful = not_negative("heat_gj", heat_gj)
    efficiency = positive("boiler_efficiency_share", boiler_efficiency_share)
    if efficiency > 1:
        raise InvalidInputError("boiler_efficiency_share", "share", efficiency)
    performance = positive("coefficient_of_performance", coefficient_of_performance)
    baseline = useful / efficiency * factor_value("fuel", fuel, TCO2_PER_GJ)
    project = useful / GJ_PER_MWH / performance * factor_value("grid", grid, TCO2_PER_MWH)
    return Abatement(baseline - project, "boiler_replaced_by_heat_pump", (fuel, grid))
