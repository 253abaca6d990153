"""Signal: how much of the demand's temperatures the technology covers."""

import numpy as np

from matcher.profiles import Band, FloatArray


def temperature_signal(
    low_celsius: FloatArray, high_celsius: FloatArray, demand_celsius: Band | None
) -> FloatArray:
    r"""Score the covered share of the demand's temperature band.

    .. math:: s = \frac{|[a, b] \cap [l, h]|}{b - a}, \quad
              s = [l \le a \le h] \text{ for } a = b

    Parameters
    ----------
    low_celsius, high_celsius : (n,) float
        Bounds :math:`l, h` of the technology's band; infinite where open, NaN without a rule. [°C]
    demand_celsius : (low, high) or None
        Band :math:`a, b` of the demand, equal for one figure; a bound of None is open, and the
        other one is then scored as one figure. None when unknown. [°C]

    Returns
    -------
    (n,) float
        Signal in [0, 1]; NaN where either side is unknown. [unitless]

    References
    ----------
    .. [1] docs/decisions/0045-scale-and-temperature.md.
    """
    if demand_celsius is None or demand_celsius == (None, None):
        return np.full(len(low_celsius), np.nan)
    low, high = _closed(demand_celsius)
    if high > low:
        covered = np.minimum(high_celsius, high) - np.maximum(low_celsius, low)
        share: FloatArray = np.clip(covered / (high - low), 0.0, 1.0)
        return share
    inside = ((low_celsius <= low) & (low <= high_celsius)).astype(np.float64)
    inside[np.isnan(low_celsius)] = np.nan
    return inside


def _closed(band: Band) -> tuple[float, float]:
    """Return finite bounds: an open side takes the figure of the other one."""
    low, high = band
    known = low if low is not None else high
    if known is None:
        raise ValueError("a band needs a bound")
    return (known if low is None else low), (known if high is None else high)
