"""Non-CO2 gases: methane, refrigerants, process gases (methods A6, A7, A8)."""

from matcher.abatement.factor import (
    CO2_PER_METHANE,
    GWP_UNIT,
    KG_PER_M3,
    KG_PER_T,
    TCO2_PER_MWH,
    Abatement,
    Factor,
    factor_value,
)
from matcher.input_rules import not_negative, share


def methane_destroyed(methane_m3: float, *, density: Factor, gwp: Factor) -> Abatement:
    r"""Tonnes avoided by destroying methane, its combustion CO2 not deducted (A6a).

    .. math:: AE = V \cdot \rho \cdot GWP / 1000

    Parameters
    ----------
    methane_m3 : float
        Pure methane destroyed over the period, not negative. [m3]
    density : Factor
        Density of methane at the conditions of the volume. [kg/m3]
    gwp : Factor
        Global warming potential of methane. [kgCO2e/kg]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2e]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    methane_t = _methane_t(methane_m3, density)
    tco2 = methane_t * factor_value("gwp", gwp, GWP_UNIT)
    return Abatement(tco2, "methane_destroyed", (density, gwp))


def methane_destroyed_net(methane_m3: float, *, density: Factor, gwp: Factor) -> Abatement:
    """Tonnes avoided by burning methane, net of the CO2 from burning it (A6b).

    Parameters and errors are those of `methane_destroyed`.

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2e]
    """
    gross = methane_destroyed(methane_m3, density=density, gwp=gwp).tco2
    net = gross - _methane_t(methane_m3, density) * CO2_PER_METHANE
    return Abatement(net, "methane_destroyed_net", (density, gwp))


def methane_to_power(
    methane_m3: float, *, density: Factor, gwp: Factor, generation_mwh: float, grid: Factor
) -> Abatement:
    """Tonnes avoided by burning methane for power, with the grid power displaced (A6c).

    Parameters
    ----------
    methane_m3, density, gwp
        As in `methane_destroyed`.
    generation_mwh : float
        Power generated and used or fed in over the period, not negative. [MWh]
    grid : Factor
        Grid emission factor. [tCO2/MWh]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2e]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    net = methane_destroyed_net(methane_m3, density=density, gwp=gwp).tco2
    generation = not_negative("generation_mwh", generation_mwh)
    displaced = generation * factor_value("grid", grid, TCO2_PER_MWH)
    return Abatement(net + displaced, "methane_to_power", (density, gwp, grid))


def refrigerant_substituted(
    charge_kg: float, *, leak_share_per_year: float, old_gwp: Factor, new_gwp: Factor
) -> Abatement:
    r"""Tonnes avoided per year by a refrigerant of lower warming potential (A7a).

    .. math:: AE = m \cdot l \cdot (GWP_{old} - GWP_{new}) / 1000

    Parameters
    ----------
    charge_kg : float
        Charge of the system, not negative. [kg]
    leak_share_per_year : float
        Share of the charge that leaks each year, in [0, 1].
    old_gwp, new_gwp : Factor
        Global warming potentials; a worse new refrigerant gives a negative result. [kgCO2e/kg]

    Returns
    -------
    Abatement
        Tonnes per year, sign kept. [tCO2e/year]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    leaked = not_negative("charge_kg", charge_kg) * share(
        "leak_share_per_year", leak_share_per_year
    )
    difference = factor_value("old_gwp", old_gwp, GWP_UNIT) - factor_value(
        "new_gwp", new_gwp, GWP_UNIT
    )
    return Abatement(leaked * difference / KG_PER_T, "refrigerant_substituted", (old_gwp, new_gwp))


def gas_destroyed(destroyed_t: float, *, gwp: Factor) -> Abatement:
    """Tonnes of CO2 equivalent avoided by destroying or recovering a gas, by mass (A7b, A7c, A8).

    Parameters
    ----------
    destroyed_t : float
        HFC-23, SF6, N2O, ... destroyed or recovered over the period, not negative. [t]
    gwp : Factor
        Global warming potential of the gas. [kgCO2e/kg]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2e]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    destroyed = not_negative("destroyed_t", destroyed_t)
    return Abatement(destroyed * factor_value("gwp", gwp, GWP_UNIT), "gas_destroyed", (gwp,))


def _methane_t(methane_m3: float, density: Factor) -> float:
    volume = not_negative("methane_m3", methane_m3)
    return volume * factor_value("density", density, KG_PER_M3) / KG_PER_T
