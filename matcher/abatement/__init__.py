"""Abatement calculators: typed, pure, factors as arguments, signs kept (附件2 十)."""

from matcher.abatement.electricity import (
    declining_years,
    electricity_saved,
    renewable_generation,
    renewable_lifetime,
)
from matcher.abatement.factor import Abatement, Factor
from matcher.abatement.fuels import (
    fuel_energy_saved,
    fuel_mass_saved,
    gas_volume_saved,
    heat_saved,
    standard_coal_saved,
    steam_saved,
)
from matcher.abatement.gases import (
    gas_destroyed,
    methane_destroyed,
    methane_destroyed_net,
    methane_to_power,
    refrigerant_substituted,
)
from matcher.abatement.potential import (
    baseline_minus_project,
    ecosystem_sink,
    emission_reduction_share,
    national_potential_tco2_per_year,
)
from matcher.abatement.substitutions import (
    boiler_replaced_by_heat_pump,
    carbon_captured,
    vehicle_electrified,
)

__all__ = [
    "Abatement",
    "Factor",
    "baseline_minus_project",
    "boiler_replaced_by_heat_pump",
    "carbon_captured",
    "declining_years",
    "ecosystem_sink",
    "electricity_saved",
    "emission_reduction_share",
    "fuel_energy_saved",
    "fuel_mass_saved",
    "gas_destroyed",
    "gas_volume_saved",
    "heat_saved",
    "methane_destroyed",
    "methane_destroyed_net",
    "methane_to_power",
    "national_potential_tco2_per_year",
    "refrigerant_substituted",
    "renewable_generation",
    "renewable_lifetime",
    "standard_coal_saved",
    "steam_saved",
    "vehicle_electrified",
]
