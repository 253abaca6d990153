"""Cost notions: the notice's unit cost (附件2 十二), discounted and net costs, paybacks."""

from matcher.costs.annuity import (
    DEFAULT_DISCOUNT_RATE,
    capital_recovery_factor_per_year,
    present_value_factor_years,
)
from matcher.costs.investment import (
    NEVER,
    Never,
    PaybackYears,
    dynamic_payback_years,
    internal_rate_of_return,
    net_present_value_yuan,
    simple_payback_years,
)
from matcher.costs.levelised import (
    benefit_with_carbon_price_yuan,
    break_even_carbon_price_yuan_per_tco2,
    levelised_cost_yuan_per_tco2,
    marginal_cost_yuan_per_tco2,
    net_levelised_cost_yuan_per_tco2,
)
from matcher.costs.scaling import Activity, combined_reduction_share, scale_to_site_tco2_per_year
from matcher.costs.three_costs import CostBasis, CostInputs, ThreeCosts, three_costs
from matcher.costs.unit_cost import (
    implied_service_life_years,
    lifetime_abatement_tco2,
    new_build_unit_cost_yuan_per_tco2,
    retrofit_unit_cost_yuan_per_tco2,
    unit_costs_yuan_per_tco2,
)

__all__ = [
    "DEFAULT_DISCOUNT_RATE",
    "NEVER",
    "Activity",
    "CostBasis",
    "CostInputs",
    "Never",
    "PaybackYears",
    "ThreeCosts",
    "benefit_with_carbon_price_yuan",
    "break_even_carbon_price_yuan_per_tco2",
    "capital_recovery_factor_per_year",
    "combined_reduction_share",
    "dynamic_payback_years",
    "implied_service_life_years",
    "internal_rate_of_return",
    "levelised_cost_yuan_per_tco2",
    "lifetime_abatement_tco2",
    "marginal_cost_yuan_per_tco2",
    "net_levelised_cost_yuan_per_tco2",
    "net_present_value_yuan",
    "new_build_unit_cost_yuan_per_tco2",
    "present_value_factor_years",
    "retrofit_unit_cost_yuan_per_tco2",
    "scale_to_site_tco2_per_year",
    "simple_payback_years",
    "three_costs",
    "unit_costs_yuan_per_tco2",
]
