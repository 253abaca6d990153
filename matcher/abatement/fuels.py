"""Fuels, heat and steam saved (methods A2, A3, A4)."""

from typing import Final

from matcher.abatement.factor import (
    CO2_PER_CARBON,
    GJ_PER_T,
    GJ_PER_TCE,
    GJ_PER_WAN_NM3,
    TC_PER_TJ,
    TCO2_PER_GJ,
    TCO2_PER_TCE,
    UNITLESS,
    Abatement,
    Factor,
    factor_value,
)
from matcher.input_rules import InvalidInputError, finite, not_negative

GJ_PER_TJ: Final = 1000.0
KJ_PER_KG_PER_GJ_PER_T: Final = 1000.0

FEED_WATER_ENTHALPY_KJ_PER_KG: Final = 83.74
"""Enthalpy of feed water at 20 °C, the zero of the steam method. [kJ/kg]

Source: docs/decisions/0030-calculators.md.
"""


def standard_coal_saved(saved_tce: float, *, coal: Factor) -> Abatement:
    """Tonnes avoided by saving standard coal, by a factor per tce (A2a).

    Parameters
    ----------
    saved_tce : float
        Standard coal saved over the period, not negative. [tce]
    coal : Factor
        Emission factor; no default exists, the common 2.66 is unverified. [tCO2/tce]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    saved = not_negative("saved_tce", saved_tce)
    return Abatement(
        saved * factor_value("coal", coal, TCO2_PER_TCE), "standard_coal_saved", (coal,)
    )


def fuel_mass_saved(
    saved_t: float, *, net_calorific_value: Factor, carbon_content: Factor, oxidation: Factor
) -> Abatement:
    r"""Tonnes avoided by saving a solid or liquid fuel, by mass (A2b).

    .. math:: AE = m \cdot NCV \cdot CC \cdot OF \cdot \tfrac{44}{12} / 1000

    Parameters
    ----------
    saved_t : float
        Fuel saved over the period, not negative. [t]
    net_calorific_value : Factor
        Net calorific value. [GJ/t]
    carbon_content : Factor
        Carbon per unit of energy. [tC/TJ]
    oxidation : Factor
        Share of the carbon that is oxidised, in [0, 1]. [1]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    energy = not_negative("saved_t", saved_t) * factor_value(
        "net_calorific_value", net_calorific_value, GJ_PER_T
    )
    tco2 = _combustion_tco2(energy, carbon_content, oxidation)
    return Abatement(tco2, "fuel_mass_saved", (net_calorific_value, carbon_content, oxidation))


def gas_volume_saved(
    saved_wan_nm3: float, *, net_calorific_value: Factor, carbon_content: Factor, oxidation: Factor
) -> Abatement:
    r"""Tonnes avoided by saving a fuel gas, by volume (A3).

    .. math:: AE = V \cdot NCV \cdot CC \cdot OF \cdot \tfrac{44}{12} / 1000

    Parameters
    ----------
    saved_wan_nm3 : float
        Gas saved over the period at standard conditions, not negative. [10^4 Nm3]
    net_calorific_value : Factor
        Net calorific value. [GJ/10^4 Nm3]
    carbon_content : Factor
        Carbon per unit of energy. [tC/TJ]
    oxidation : Factor
        Share of the carbon that is oxidised, in [0, 1]. [1]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    energy = not_negative("saved_wan_nm3", saved_wan_nm3) * factor_value(
        "net_calorific_value", net_calorific_value, GJ_PER_WAN_NM3
    )
    tco2 = _combustion_tco2(energy, carbon_content, oxidation)
    return Abatement(tco2, "gas_volume_saved", (net_calorific_value, carbon_content, oxidation))


def fuel_energy_saved(saved_tce: float, *, carbon_content: Factor, oxidation: Factor) -> Abatement:
    r"""Tonnes avoided by saving a fuel, by energy in standard coal (A2c).

    .. math:: AE = E \cdot 29.3076 \cdot CC \cdot OF \cdot \tfrac{44}{12} / 1000

    Parameters
    ----------
    saved_tce : float
        Energy saved over the period, not negative. [tce]
    carbon_content : Factor
        Carbon per unit of energy. [tC/TJ]
    oxidation : Factor
        Share of the carbon that is oxidised, in [0, 1]. [1]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    energy = not_negative("saved_tce", saved_tce) * GJ_PER_TCE
    tco2 = _combustion_tco2(energy, carbon_content, oxidation)
    return Abatement(tco2, "fuel_energy_saved", (carbon_content, oxidation))


def heat_saved(saved_gj: float, *, heat: Factor) -> Abatement:
    """Tonnes avoided by saving purchased heat (A4a).

    Parameters
    ----------
    saved_gj : float
        Heat saved over the period, not negative. [GJ]
    heat : Factor
        Emission factor of the heat. [tCO2/GJ]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.
    """
    saved = not_negative("saved_gj", saved_gj)
    return Abatement(saved * factor_value("heat", heat, TCO2_PER_GJ), "heat_saved", (heat,))


def steam_saved(
    saved_t: float,
    *,
    steam_enthalpy_kj_per_kg: float,
    heat: Factor,
    feed_water_enthalpy_kj_per_kg: float = FEED_WATER_ENTHALPY_KJ_PER_KG,
) -> Abatement:
    r"""Tonnes avoided by saving steam, by mass and enthalpy (A4b).

    .. math:: AE = m \cdot (h - h_0) / 1000 \cdot EF

    Parameters
    ----------
    saved_t : float
        Steam saved over the period, not negative. [t]
    steam_enthalpy_kj_per_kg : float
        Enthalpy of the steam, above that of the feed water. [kJ/kg]
    heat : Factor
        Emission factor of the heat. [tCO2/GJ]
    feed_water_enthalpy_kj_per_kg : float
        Enthalpy of the feed water. [kJ/kg]

    Returns
    -------
    Abatement
        Tonnes over the same period. [tCO2]

    Raises
    ------
    InvalidInputError
        If an argument is out of range, or the steam holds no more heat than its feed water.
    """
    saved = not_negative("saved_t", saved_t)
    steam = finite("steam_enthalpy_kj_per_kg", steam_enthalpy_kj_per_kg)
    feed = not_negative("feed_water_enthalpy_kj_per_kg", feed_water_enthalpy_kj_per_kg)
    if steam <= feed:
        raise InvalidInputError("steam_enthalpy_kj_per_kg", "above_feed_water", steam)
    energy_gj = saved * (steam - feed) / KJ_PER_KG_PER_GJ_PER_T
    return Abatement(energy_gj * factor_value("heat", heat, TCO2_PER_GJ), "steam_saved", (heat,))


def _combustion_tco2(energy_gj: float, carbon_content: Factor, oxidation: Factor) -> float:
    carbon = factor_value("carbon_content", carbon_content, TC_PER_TJ)
    oxidised = factor_value("oxidation", oxidation, UNITLESS)
    if oxidised > 1:
        raise InvalidInputError("oxidation", "share", oxidised)
    return energy_gj / GJ_PER_TJ * carbon * oxidised * CO2_PER_CARBON
