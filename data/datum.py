"""Conversion of Chinese map datums to WGS-84, which is what is stored.

GCJ-02 shifts WGS-84 positions in China by a trigonometric series in longitude and latitude;
BD-09 shifts GCJ-02 once more in polar form; CGCS2000 differs from WGS-84 by centimeters.
Checked on the vectors of docs/decisions/0013-datums-and-odd-coordinates.md.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from data.vocabulary import Datum

CoordinateWarning = Literal["coordinates_maybe_swapped", "outside_china"]

_SEMI_MAJOR_AXIS_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
"""Krasovsky 1940 ellipsoid, on which the GCJ-02 shift is scaled."""
_CENTER_LATITUDE_DEG = 35.0
_CENTER_LONGITUDE_DEG = 105.0
_BD_RATE = math.pi * 3000.0 / 180.0
_BD_OFFSET_LONGITUDE_DEG = 0.0065
_BD_OFFSET_LATITUDE_DEG = 0.006
_SOUTH_DEG, _NORTH_DEG = 0.8293, 55.8271
_WEST_DEG, _EAST_DEG = 72.004, 137.8347
"""The box within which GCJ-02 shifts at all; outside, it equals WGS-84."""
_INVERSE_TOLERANCE_DEG = 1e-10
_INVERSE_ROUNDS = 20
_LATITUDE_LIMIT_DEG, _LONGITUDE_LIMIT_DEG = 90.0, 180.0


class InvalidCoordinatesError(ValueError):
    """Coordinates that are no position on Earth in either order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCoordinates:
    """Coordinates in the order they must have meant, with warnings for the person who typed."""

    latitude_deg: float
    longitude_deg: float
    warnings: tuple[CoordinateWarning, ...]


def is_within_china_box(latitude_deg: float, longitude_deg: float) -> bool:
    """Tell whether a position lies in the rectangle around China in which GCJ-02 shifts."""
    return _SOUTH_DEG <= latitude_deg <= _NORTH_DEG and _WEST_DEG <= longitude_deg <= _EAST_DEG


def check_coordinates(latitude_deg: float, longitude_deg: float) -> CheckedCoordinates:
    """Accept coordinates, put a swapped pair right, and warn of what looks odd.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Degrees as typed, in any datum; must be known.

    Returns
    -------
    CheckedCoordinates
        With `coordinates_maybe_swapped` where the pair lies in China only the other way round
        (it is then turned round), `outside_china` where it lies there neither way.

    Raises
    ------
    InvalidCoordinatesError
        If a value is not finite, or the pair is no position on Earth in either order.
    """
    if not (math.isfinite(latitude_deg) and math.isfinite(longitude_deg)):
        raise InvalidCoordinatesError("coordinates must be finite numbers")
    if is_within_china_box(latitude_deg, longitude_deg):
        return CheckedCoordinates(
            latitude_deg=latitude_deg, longitude_deg=longitude_deg, warnings=()
        )
    if is_within_china_box(longitude_deg, latitude_deg):
        return CheckedCoordinates(
            latitude_deg=longitude_deg,
            longitude_deg=latitude_deg,
            warnings=("coordinates_maybe_swapped",),
        )
    if abs(latitude_deg) > _LATITUDE_LIMIT_DEG or abs(longitude_deg) > _LONGITUDE_LIMIT_DEG:
        raise InvalidCoordinatesError(
            f"{latitude_deg}, {longitude_deg} is no latitude and longitude"
        )
    return CheckedCoordinates(
        latitude_deg=latitude_deg, longitude_deg=longitude_deg, warnings=("outside_china",)
    )


def to_wgs84(latitude_deg: float, longitude_deg: float, datum: Datum) -> tuple[float, float]:
    """Return (latitude, longitude) in WGS-84 degrees of a position given in `datum`.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Degrees in `datum`.
    datum : Datum
        CGCS2000 is taken as WGS-84: they differ by centimeters.

    Returns
    -------
    tuple of float
        Latitude and longitude in degrees, good to 1e-9 degree against our own forward formula.
    """
    if datum is Datum.BD09:
        latitude_deg, longitude_deg = bd09_to_gcj02(latitude_deg, longitude_deg)
    if datum in (Datum.BD09, Datum.GCJ02):
        return gcj02_to_wgs84(latitude_deg, longitude_deg)
    return latitude_deg, longitude_deg


def wgs84_to_gcj02(latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
    """Return (latitude, longitude) in GCJ-02; unchanged outside the box around China."""
    if not is_within_china_box(latitude_deg, longitude_deg):
        return latitude_deg, longitude_deg
    north_m, east_m = _shift_m(
        longitude_deg - _CENTER_LONGITUDE_DEG, latitude_deg - _CENTER_LATITUDE_DEG
    )
    phi = math.radians(latitude_deg)
    scale = 1.0 - _ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    meridian_m = _SEMI_MAJOR_AXIS_M * (1.0 - _ECCENTRICITY_SQUARED) / scale**1.5
    parallel_m = _SEMI_MAJOR_AXIS_M / math.sqrt(scale) * math.cos(phi)
    return (
        latitude_deg + math.degrees(north_m / meridian_m),
        longitude_deg + math.degrees(east_m / parallel_m),
    )


def gcj02_to_wgs84(latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
    """Return (latitude, longitude) in WGS-84 by fixed-point inversion of the forward shift.

    The shift varies slowly (its gradient is below 1 %), so that each round gains two digits.
    """
    return _invert(wgs84_to_gcj02, latitude_deg, longitude_deg)


def gcj02_to_bd09(latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
    """Return (latitude, longitude) in BD-09 of a GCJ-02 position."""
    radius = math.hypot(longitude_deg, latitude_deg)
    radius += 0.00002 * math.sin(latitude_deg * _BD_RATE)
    angle = math.atan2(latitude_deg, longitude_deg)
    angle += 0.000003 * math.cos(longitude_deg * _BD_RATE)
    return (
        radius * math.sin(angle) + _BD_OFFSET_LATITUDE_DEG,
        radius * math.cos(angle) + _BD_OFFSET_LONGITUDE_DEG,
    )


def bd09_to_gcj02(latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
    """Return (latitude, longitude) in GCJ-02 by fixed-point inversion of the BD-09 shift."""
    return _invert(gcj02_to_bd09, latitude_deg, longitude_deg)


def _invert(
    forward: Callable[[float, float], tuple[float, float]],
    latitude_deg: float,
    longitude_deg: float,
) -> tuple[float, float]:
    guess_latitude, guess_longitude = latitude_deg, longitude_deg
    for _ in range(_INVERSE_ROUNDS):
        shifted_latitude, shifted_longitude = forward(guess_latitude, guess_longitude)
        error_latitude = shifted_latitude - latitude_deg
        error_longitude = shifted_longitude - longitude_deg
        guess_latitude -= error_latitude
        guess_longitude -= error_longitude
        if max(abs(error_latitude), abs(error_longitude)) < _INVERSE_TOLERANCE_DEG:
            break
    return guess_latitude, guess_longitude


def _shift_m(x: float, y: float) -> tuple[float, float]:
    """Return the shift northward and eastward in meters at x° east, y° north of the center."""
    pi = math.pi
    root = math.sqrt(abs(x))
    common = (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north += (20.0 * math.sin(y * pi) + 40.0 * math.sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * math.sin(y / 12.0 * pi) + 320.0 * math.sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east += (20.0 * math.sin(x * pi) + 40.0 * math.sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * math.sin(x / 12.0 * pi) + 300.0 * math.sin(x / 30.0 * pi)) * 2.0 / 3.0
    return north, east
