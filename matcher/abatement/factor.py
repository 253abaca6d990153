"""A factor with its identity, and the tonnes computed with it."""

from dataclasses import dataclass
from typing import Final

from matcher.input_rules import InvalidInputError, finite

CO2_PER_CARBON: Final = 44 / 12
"""Tonnes of CO2 per tonne of carbon, by molar mass. [tCO2/tC]"""

CO2_PER_METHANE: Final = 44 / 16
"""Tonnes of CO2 from burning one tonne of methane, by molar mass. [tCO2/tCH4]"""

KG_PER_T: Final = 1000.0
KWH_PER_MWH: Final = 1000.0
GJ_PER_MWH: Final = 3.6
GJ_PER_TCE: Final = 29.3076
"""Energy of one tonne of standard coal (7000 kcal/kg). [GJ/tce] Source: GB/T 2589-2020."""

TCO2_PER_MWH: Final = "tCO2/MWh"
TCO2_PER_TCE: Final = "tCO2/tce"
TCO2_PER_GJ: Final = "tCO2/GJ"
TCO2_PER_T: Final = "tCO2/t"
TC_PER_TJ: Final = "tC/TJ"
GJ_PER_T: Final = "GJ/t"
GJ_PER_WAN_NM3: Final = "GJ/10^4 Nm3"
KG_PER_M3: Final = "kg/m3"
GWP_UNIT: Final = "kgCO2e/kg"
UNITLESS: Final = "1"


@dataclass(frozen=True, slots=True)
class Factor:
    """A number from a published set, with the id under which it is published.

    Attributes
    ----------
    value : float
        The factor, in `unit`.
    factor_id : str
        Id in the factor set, stored with every result so that it can be checked later.
    unit : str
        One of the unit names of this module; a calculator refuses another unit.
    """

    value: float
    factor_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class Abatement:
    """Tonnes avoided, and how they were computed.

    Attributes
    ----------
    tco2 : float
        Avoided emissions over the period of the amounts given; negative when the project emits
        more than its baseline (never clamped). [tCO2e]
    method : str
        Name of the method, as in docs/decisions/0030-calculators.md.
    factors : tuple of Factor
        The factors used, in the order of the formula.
    """

    tco2: float
    method: str
    factors: tuple[Factor, ...]


def factor_value(argument: str, factor: Factor, unit: str) -> float:
    """Return the factor's value, refusing another unit, NaN and negative values.

    Raises
    ------
    InvalidInputError
        If the unit is not `unit` (rule ``unit``), or the value is not finite and >= 0.
    """
    if factor.unit != unit:
        raise InvalidInputError(argument, "unit", f"{factor.unit}, expected {unit}")
    value = finite(argument, factor.value)
    if value < 0:
        raise InvalidInputError(argument, "not_negative", value)
    return value
