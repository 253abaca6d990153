"""A geopy geocoder that needs no network: parks and divisions of the reference data."""

from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from data.geocoding.address_search import search
from data.geocoding.place import AmbiguousPlaceError, PlaceCandidate, candidate_of_division
from data.reference import division


class NoNetworkAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy ships no types
    """An adapter that refuses every request, so that offline stays offline."""

    def get_json(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        """Refuse."""
        raise RuntimeError("the offline geocoder makes no requests")

    def get_text(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        """Refuse."""
        raise RuntimeError("the offline geocoder makes no requests")


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """Resolves park names, counties, prefectures and provinces of China, in Chinese or English."""

    def __init__(self) -> None:
        super().__init__(adapter_factory=NoNetworkAdapter)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Any:  # noqa: ANN401 - geopy ships no types
        """Return the place that `query` names.

        Parameters
        ----------
        query : str
            A full or partial address, a park, a place in English or pinyin, or a region code.
        exactly_one : bool
            False returns every candidate as a list instead of raising.
        timeout : object
            Ignored: nothing is asked of a network.

        Returns
        -------
        geopy.location.Location, list of them, or None
            None where nothing was recognized. `raw` holds `region_code`, `precision`
            (PositionPrecision), `candidates`, `matched_text` and `warnings`.

        Raises
        ------
        AmbiguousPlaceError
            If several places fit and `exactly_one` is true.
        """
        found = search(query)
        if not found.candidates:
            return None
        if not exactly_one:
            return [
                _location(item, found.candidates, found.matched_text) for item in found.candidates
            ]
        if len(found.candidates) > 1:
            raise AmbiguousPlaceError(query, found.candidates)
        return _location(found.candidates[0], found.candidates, found.matched_text)

    def geocode_region(self, region_code: str) -> Any:  # noqa: ANN401 - geopy ships no types
        """Return the center of a division as a geopy location.

        Raises
        ------
        UnknownCodeError
            If there is no such division.
        """
        candidate = candidate_of_division(division(region_code))
        return _location(candidate, (candidate,), region_code)


def _location(
    item: PlaceCandidate, candidates: tuple[PlaceCandidate, ...], matched_text: str
) -> Any:  # noqa: ANN401 - geopy ships no types
    raw = {
        "region_code": item.region_code,
        "precision": item.precision,
        "candidates": candidates,
        "matched_text": matched_text,
        "warnings": item.warnings,
    }
    return Location(item.name, (item.latitude_deg, item.longitude_deg), raw)
