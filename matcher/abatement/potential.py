"""Differences, sinks and national potentials: abatement that needs no emission factor."""

from matcher.abatement.factor import Abatement
from matcher.input_rules import InvalidInputError, finite, not_negative, positive, share


def baseline_minus_project(baseline_tco2: float, project_tco2: float) -> Abatement:
    """Tonnes avoided as baseline less project, for cases that state both.

    Parameters
    ----------
    baseline_tco2, project_tco2 : float
        Emissions of the comparison technology and of the project over the same period. [tCO2e]

    Returns
    -------
    Abatement
        The difference, sign kept. [tCO2e]

    Raises
    ------
    InvalidInputError
        If an argument is not finite.

    References
    ----------
    .. [1] 环办气候〔2024〕2号 附件2 十 (说明对比的是哪一种技术).
    """
    difference = finite("baseline_tco2", baseline_tco2) - finite("project_tco2", project_tco2)
    return Abatement(difference, "baseline_minus_project", ())


def emission_reduction_share(before_tco2: float, after_tco2: float) -> float:
    r"""Share by which emissions fall (form field 碳排放较行业平均水平的下降比例).

    .. math:: r = (E_{before} - E_{after}) / E_{before}

    Parameters
    ----------
    before_tco2 : float
        Emissions before, or the sector's average, positive. [tCO2e]
    after_tco2 : float
        Emissions after, not negative. [tCO2e]

    Returns
    -------
    float
        At most 1; negative when emissions rise. [1]

    Raises
    ------
    InvalidInputError
        If `before_tco2` is not positive or `after_tco2` is negative.
    """
    before = positive("before_tco2", before_tco2)
    return (before - not_negative("after_tco2", after_tco2)) / before


def ecosystem_sink(
    area_ha: float,
    *,
    net_increment_tco2_per_ha_year: float,
    leakage_share: float,
    buffer_share: float,
) -> Abatement:
    r"""Tonnes stored per year by an ecosystem above its baseline (type 3.2).

    .. math:: AE = S \cdot \Delta \cdot (1 - l - b)

    Parameters
    ----------
    area_ha : float
        Area, not negative. [ha]
    net_increment_tco2_per_ha_year : float
        Net increment above the baseline; a degrading site is negative. [tCO2/(ha year)]
    leakage_share, buffer_share : float
        Shares deducted for leakage and for the non-permanence buffer; together at most 1.

    Returns
    -------
    Abatement
        Tonnes per year, sign kept. [tCO2/year]

    Raises
    ------
    InvalidInputError
        If an argument is out of range. No argument has a default: these numbers are site data.
    """
    area = not_negative("area_ha", area_ha)
    increment = finite("net_increment_tco2_per_ha_year", net_increment_tco2_per_ha_year)
    deducted = share("leakage_share", leakage_share) + share("buffer_share", buffer_share)
    if deducted > 1:
        raise InvalidInputError("buffer_share", "leakage_and_buffer_at_most_one", deducted)
    return Abatement(area * increment * (1 - deducted), "ecosystem_sink", ())


def national_potential_tco2_per_year(
    applicable_unit_count: float, *, abatement_per_unit_tco2_per_year: float, adoption_share: float
) -> float:
    """Yearly abatement when a share of all applicable units has adopted (form: 2030 potential).

    Call it with the expected 2030 share for the form's figure; with the difference to today's
    share for the increment shown beside it.

    Parameters
    ----------
    applicable_unit_count : float
        Units in the country the technology could serve, not negative.
    abatement_per_unit_tco2_per_year : float
        Abatement of one unit. [tCO2/year]
    adoption_share : float
        Share that has adopted, in [0, 1].

    Returns
    -------
    float
        Potential. [tCO2/year]

    Raises
    ------
    InvalidInputError
        If an argument is out of range.

    References
    ----------
    .. [1] 环办气候〔2024〕2号 附件2 九.
    """
    units = not_negative("applicable_unit_count", applicable_unit_count)
    per_unit = finite("abatement_per_unit_tco2_per_year", abatement_per_unit_tco2_per_year)
    return units * per_unit * share("adoption_share", adoption_share)
