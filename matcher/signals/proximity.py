"""Signal: how near the technology's service point or nearest case is."""

from matcher.profiles import FloatArray

HALF_DISTANCE_KM = 500.0
"""Distance at which the signal is one half. [km] Source: docs/decisions/0043-proximity.md."""


def proximity_signal(
    distance_km: FloatArray, *, half_distance_km: float = HALF_DISTANCE_KM
) -> FloatArray:
    r"""Score nearness: one on site, one half at the half distance, never quite zero.

    .. math:: s = \frac{d_0}{d_0 + d}

    Parameters
    ----------
    distance_km : (n,) float
        Distance :math:`d` from the site to the nearer of service point and nearest case; NaN
        where a place is unknown. [km]
    half_distance_km : float
        Half distance :math:`d_0`, positive. [km]

    Returns
    -------
    (n,) float
        Signal in (0, 1], falling in distance; NaN stays NaN. [unitless]

    Raises
    ------
    ValueError
        If the half distance is not positive.

    References
    ----------
    .. [1] docs/decisions/0043-proximity.md.
    """
    if half_distance_km <= 0:
        raise ValueError(f"half distance must be positive, got {half_distance_km}")
    value: FloatArray = half_distance_km / (half_distance_km + distance_km)
    return value
