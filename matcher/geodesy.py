"""Distances and bearings on the mean sphere, vectorized: for ranking, not for surveying."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.units import EARTH_RADIUS_KM

_FULL_CIRCLE_DEG = 360.0
SPHERE_ERROR_SHARE = 0.0057
"""Largest relative difference from the WGS-84 geodesic. Source: tested against geopy's geodesic,
docs/decisions/0012-great-circle-for-ranking.md."""


def great_circle_km(
    latitude_deg: ArrayLike,
    longitude_deg: ArrayLike,
    to_latitude_deg: ArrayLike,
    to_longitude_deg: ArrayLike,
) -> NDArray[np.float64]:
    """Return great-circle distances by the haversine formula.

    d = 2 R asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)) with R = EARTH_RADIUS_KM.

    Parameters
    ----------
    latitude_deg, longitude_deg, to_latitude_deg, to_longitude_deg : array_like
        WGS-84 degrees of any shapes that broadcast; NaN = unknown.

    Returns
    -------
    numpy.ndarray
        Distances in km, of the broadcast shape, in [0, πR]; NaN where any coordinate is unknown.
        They differ from the geodesic by at most `SPHERE_ERROR_SHARE`.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.
    """
    phi_1, lambda_1, phi_2, lambda_2 = _radians(
        latitude_deg, longitude_deg, to_latitude_deg, to_longitude_deg
    )
    half_chord_squared = (
        np.sin((phi_2 - phi_1) / 2.0) ** 2
        + np.cos(phi_1) * np.cos(phi_2) * np.sin((lambda_2 - lambda_1) / 2.0) ** 2
    )
    # Rounding may lift antipodes just above one, where the arcsine is undefined.
    angle = 2.0 * np.arcsin(np.sqrt(np.clip(half_chord_squared, 0.0, 1.0)))
    return np.asarray(EARTH_RADIUS_KM * angle, dtype=np.float64)


def initial_bearing_deg(
    latitude_deg: ArrayLike,
    longitude_deg: ArrayLike,
    to_latitude_deg: ArrayLike,
    to_longitude_deg: ArrayLike,
) -> NDArray[np.float64]:
    """Return the bearings at which great circles leave the first points.

    θ = atan2(sin Δλ cos φ₂, cos φ₁ sin φ₂ − sin φ₁ cos φ₂ cos Δλ).

    Parameters
    ----------
    latitude_deg, longitude_deg, to_latitude_deg, to_longitude_deg : array_like
        WGS-84 degrees of any shapes that broadcast; NaN = unknown.

    Returns
    -------
    numpy.ndarray
        Degrees clockwise from north in [0, 360); 0 for coinciding points; NaN where unknown.
    """
    phi_1, lambda_1, phi_2, lambda_2 = _radians(
        latitude_deg, longitude_deg, to_latitude_deg, to_longitude_deg
    )
    delta = lambda_2 - lambda_1
    east = np.sin(delta) * np.cos(phi_2)
    north = np.cos(phi_1) * np.sin(phi_2) - np.sin(phi_1) * np.cos(phi_2) * np.cos(delta)
    degrees = np.degrees(np.arctan2(east, north))
    # A tiny negative angle plus 360 rounds to 360 itself: fold it back to north.
    turned = np.where(degrees < 0.0, degrees + _FULL_CIRCLE_DEG, degrees)
    return np.asarray(np.where(turned >= _FULL_CIRCLE_DEG, 0.0, turned), dtype=np.float64)


def _radians(*degrees: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    return tuple(np.radians(np.asarray(value, dtype=np.float64)) for value in degrees)
