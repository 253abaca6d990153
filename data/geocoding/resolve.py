"""From what people give for a place (address, code, coordinates) to one position in WGS-84."""

from functools import lru_cache
from typing import Any

import numpy as np

from data.datum import check_coordinates, to_wgs84
from data.geocoding.place import (
    AmbiguousPlaceError,
    Geocoder,
    Place,
    PlaceNotFoundError,
    PlaceWarning,
    candidate_of_division,
)
from data.reference import contains, division, divisions
from data.vocabulary import Datum, PositionPrecision


def resolve_place(
    geocoder: Geocoder,
    *,
    address: str | None = None,
    region_code: str | None = None,
    latitude_deg: float | None = None,
    longitude_deg: float | None = None,
    datum: Datum = Datum.WGS84,
) -> Place:
    """Return the position that is meant: coordinates first, then the address, then the region.

    Parameters
    ----------
    geocoder : Geocoder
        Resolves `address`.
    address : str or None
        Where coordinates are absent, resolved within the region where that is given.
    region_code : str or None
        A division's code.
    latitude_deg, longitude_deg : float or None
        Both or neither, in degrees of `datum`.
    datum : Datum
        Datum of the coordinates (RULINGS 6); WGS-84 is stored.

    Returns
    -------
    Place
        With warnings for whatever was assumed; nothing is guessed silently.

    Raises
    ------
    AmbiguousPlaceError
        If the address fits several places and no region code decides.
    PlaceNotFoundError
        If nothing was given, or the address was not recognized and there is no region code.
    UnknownCodeError
        If `region_code` is in no list.
    InvalidCoordinatesError
        If the coordinates are no position on Earth.
    """
    if region_code is not None:
        division(region_code)
    if latitude_deg is not None and longitude_deg is not None:
        return _from_coordinates(latitude_deg, longitude_deg, datum, address, region_code)
    if address:
        return _from_address(geocoder, address, region_code)
    if region_code is not None:
        return _from_region(region_code, None, ())
    raise PlaceNotFoundError("")


def nearest_county_code(latitude_deg: float, longitude_deg: float) -> str:
    """Return the code of the county whose center lies nearest to a WGS-84 position.

    The plane approximation is enough to tell neighbors apart; the result is an estimate.
    """
    codes, positions = _county_centers()
    east = (positions[:, 1] - longitude_deg) * np.cos(np.radians(latitude_deg))
    north = positions[:, 0] - latitude_deg
    return codes[int(np.argmin(east**2 + north**2))]


def _from_coordinates(
    latitude_deg: float,
    longitude_deg: float,
    datum: Datum,
    address: str | None,
    region_code: str | None,
) -> Place:
    checked = check_coordinates(latitude_deg, longitude_deg)
    warnings = [PlaceWarning(code) for code in checked.warnings]
    latitude_deg, longitude_deg = to_wgs84(checked.latitude_deg, checked.longitude_deg, datum)
    if region_code is None and PlaceWarning.OUTSIDE_CHINA not in warnings:
        region_code = nearest_county_code(latitude_deg, longitude_deg)
        warnings.append(PlaceWarning.REGION_ESTIMATED)
    return Place(
        region_code=region_code,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        precision=PositionPrecision.EXACT,
        address=address,
        warnings=tuple(warnings),
    )


def _from_address(geocoder: Geocoder, address: str, region_code: str | None) -> Place:
    try:
        location = geocoder.geocode(address)
    except AmbiguousPlaceError as error:
        if region_code is None:
            raise
        return _choose_within(error, address, region_code)
    if location is None:
        if region_code is None:
            raise PlaceNotFoundError(address)
        return _from_region(region_code, address, (PlaceWarning.ADDRESS_NOT_FOUND,))
    place = _from_location(location, address)
    if region_code is None or place.region_code is None:
        return place
    if contains(region_code, place.region_code):
        return place
    if contains(place.region_code, region_code):
        return _from_region(region_code, address, ())
    return _from_region(region_code, address, (PlaceWarning.ADDRESS_OUTSIDE_REGION,))


def _choose_within(error: AmbiguousPlaceError, address: str, region_code: str) -> Place:
    inside = [item for item in error.candidates if contains(region_code, item.region_code)]
    if len(inside) != 1:
        return _from_region(region_code, address, (PlaceWarning.ADDRESS_AMBIGUOUS,))
    return Place(
        region_code=inside[0].region_code,
        latitude_deg=inside[0].latitude_deg,
        longitude_deg=inside[0].longitude_deg,
        precision=inside[0].precision,
        address=address,
        warnings=inside[0].warnings,
    )


def _from_region(
    region_code: str, address: str | None, warnings: tuple[PlaceWarning, ...]
) -> Place:
    center = candidate_of_division(division(region_code))
    return Place(
        region_code=region_code,
        latitude_deg=center.latitude_deg,
        longitude_deg=center.longitude_deg,
        precision=center.precision,
        address=address,
        warnings=(*warnings, *center.warnings),
    )


def _from_location(location: Any, address: str) -> Place:  # noqa: ANN401 - geopy ships no types
    raw = location.raw if isinstance(location.raw, dict) else {}
    latitude_deg, longitude_deg = float(location.latitude), float(location.longitude)
    warnings = tuple(raw.get("warnings", ()))
    region_code = raw.get("region_code")
    if region_code not in divisions():
        checked = check_coordinates(latitude_deg, longitude_deg)
        if checked.warnings:
            region_code, warnings = None, (*warnings, PlaceWarning.OUTSIDE_CHINA)
        else:
            region_code = nearest_county_code(latitude_deg, longitude_deg)
            warnings = (*warnings, PlaceWarning.REGION_ESTIMATED)
    return Place(
        region_code=region_code,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        precision=raw.get("precision", PositionPrecision.EXACT),
        address=address,
        warnings=warnings,
    )


@lru_cache(maxsize=1)
def _county_centers() -> tuple[tuple[str, ...], np.ndarray[Any, np.dtype[np.float64]]]:
    counties = [item for item in divisions().values() if item.level == "county"]
    positions = np.array([(item.latitude_deg, item.longitude_deg) for item in counties])
    return tuple(item.region_code for item in counties), positions
