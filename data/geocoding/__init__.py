"""Geocoding, offline first; geopy is imported when a geocoder is first built."""

from functools import lru_cache
from typing import TYPE_CHECKING

from data.geocoding.place import (
    AmbiguousPlaceError,
    Geocoder,
    Place,
    PlaceCandidate,
    PlaceNotFoundError,
    PlaceWarning,
)
from data.geocoding.resolve import nearest_county_code, resolve_place

if TYPE_CHECKING:
    from data.geocoding.offline import OfflineGeocoder

__all__ = [
    "AmbiguousPlaceError",
    "Geocoder",
    "Place",
    "PlaceCandidate",
    "PlaceNotFoundError",
    "PlaceWarning",
    "nearest_county_code",
    "offline_geocoder",
    "resolve_place",
]


@lru_cache(maxsize=1)
def offline_geocoder() -> "OfflineGeocoder":
    """Return the geocoder that needs no network."""
    from data.geocoding.offline import OfflineGeocoder

    return OfflineGeocoder()
