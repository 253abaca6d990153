"""Signal: how much of what matching asks for the owner has stated."""

from math import isnan

from matcher.profiles import CaseProfile, TechnologyProfile

MIN_CASES_FOR_FULL_EVIDENCE = 2
"""推广类 asks for two cases (附件2, RULINGS 26)."""


def evidence_share(technology: TechnologyProfile) -> float:
    r"""Return the share of the facts that matching asks for which the owner stated.

    .. math:: e = \frac{1}{8} \sum_{f=1}^{8} [f \text{ is stated}]

    The facts: the type, the stage, the owner's place, any applicability rule, a second case, and
    of the best documented case its investment with tonnes, its service life and its benefit.

    Parameters
    ----------
    technology : TechnologyProfile
        One technology; None, NaN and empty tuples count as not stated.

    Returns
    -------
    float
        Share in [0, 1]. It is shown and lowers confidence; it is no part of the score, where
        unknown parts have their own adjustment. [unitless]

    References
    ----------
    .. [1] docs/decisions/0041-evidence-adjustment.md.
    """
    facts = (
        technology.technology_type is not None,
        technology.stage is not None,
        not isnan(technology.owner_latitude_deg) and not isnan(technology.owner_longitude_deg),
        _has_rule(technology),
        len(technology.cases) >= MIN_CASES_FOR_FULL_EVIDENCE,
    )
    case_facts = max(
        (_case_facts(case) for case in technology.cases), key=sum, default=(False,) * 3
    )
    return (sum(facts) + sum(case_facts)) / (len(facts) + len(case_facts))


def _has_rule(technology: TechnologyProfile) -> bool:
    return bool(
        technology.sectors
        or technology.project_types
        or technology.temperature_celsius
        or technology.capacity
        or technology.climate_zones
        or technology.energy_carriers
    )


def _case_facts(case: CaseProfile) -> tuple[bool, ...]:
    has_cost_inputs = not isnan(case.investment_yuan) and not isnan(case.abatement_tco2_per_year)
    return (
        has_cost_inputs,
        not isnan(case.service_life_years),
        not isnan(case.annual_benefit_yuan),
    )
