"""A case carried over to a site, and measures that share one stream."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.input_rules import InvalidInputError, finite, positive, share


@dataclass(frozen=True, slots=True)
class Activity:
    """Size of a case or of a site.

    Attributes
    ----------
    amount : float or None
        The number, positive; None when unknown.
    unit : str or None
        Its unit as recorded (MWh, t, m2, kW, ...); None when unknown.
    """

    amount: float | None
    unit: str | None


def scale_to_site_tco2_per_year(
    case_abatement_tco2_per_year: float, *, case: Activity, site: Activity
) -> float:
    r"""Abatement of a case carried over to a site in proportion to activity.

    .. math:: AE_{site} = AE_{case} \cdot X_{site} / X_{case}

    Parameters
    ----------
    case_abatement_tco2_per_year : float
        Abatement of the case, of either sign. [tCO2/year]
    case, site : Activity
        Activities in the same unit, compared without case and blanks.

    Returns
    -------
    float
        [tCO2/year]

    Raises
    ------
    InvalidInputError
        Rule ``missing`` names the absent figure (``case.amount``, ``site.unit``, ...), rule
        ``same_unit`` two different units; a scale-up over different units is never guessed.
    """
    yearly = finite("case_abatement_tco2_per_year", case_abatement_tco2_per_year)
    case_amount, case_unit = _known("case", case)
    site_amount, site_unit = _known("site", site)
    if case_unit != site_unit:
        raise InvalidInputError("site.unit", "same_unit", f"{site.unit}, case has {case.unit}")
    return yearly * site_amount / case_amount


def combined_reduction_share(reduction_shares: Sequence[float]) -> float:
    r"""Reduction of several measures on the same baseline stream.

    .. math:: r = 1 - \prod_i (1 - r_i)

    Parameters
    ----------
    reduction_shares : sequence of float
        Reduction of each measure alone, in [0, 1].

    Returns
    -------
    float
        In [0, 1], never the plain sum; 0 for no measure. [1]

    Raises
    ------
    InvalidInputError
        If one is outside [0, 1].
    """
    return 1 - math.prod(1 - share("reduction_shares", each) for each in reduction_shares)


def _known(whose: str, activity: Activity) -> tuple[float, str]:
    if activity.amount is None or math.isnan(activity.amount):
        raise InvalidInputError(f"{whose}.amount", "missing", activity.amount)
    if activity.unit is None or not activity.unit.strip():
        raise InvalidInputError(f"{whose}.unit", "missing", activity.unit)
    unit = "".join(activity.unit.split()).casefold()
    return positive(f"{whose}.amount", activity.amount), unit
