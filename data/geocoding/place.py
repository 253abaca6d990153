"""What a geocoder answers with: places, candidates, warnings, and its errors."""

from dataclasses import dataclass
from typing import Any, Protocol

from data.reference import Division, ReferencePark, full_name
from data.vocabulary import PositionPrecision, Term


class PlaceWarning(Term):
    """What a person should know about a position that was accepted."""

    COORDINATES_MAYBE_SWAPPED = (
        "coordinates_maybe_swapped",
        "经度和纬度疑似填反，已对调，请核对",
        "Latitude and longitude look swapped and were turned round; please check",
    )
    OUTSIDE_CHINA = (
        "outside_china",
        "该位置不在中国境内，请核对",
        "The position lies outside China; please check",
    )
    REGION_ESTIMATED = (
        "region_estimated",
        "行政区划按最近的区县中心推断，请核对",
        "The administrative region was taken from the nearest county center; please check",
    )
    ADDRESS_NOT_FOUND = (
        "address_not_found",
        "未能识别该地址，已使用行政区划中心位置",
        "The address was not recognized; the center of the region was used",
    )
    ADDRESS_OUTSIDE_REGION = (
        "address_outside_region",
        "地址与行政区划代码不一致，已使用行政区划中心位置",
        "Address and region code disagree; the center of the region was used",
    )
    ADDRESS_AMBIGUOUS = (
        "address_ambiguous",
        "地址在该行政区划内对应多个地点，已使用行政区划中心位置",
        "The address fits several places in the region; the center of the region was used",
    )
    PARK_PLACE_UNCONFIRMED = (
        "park_place_unconfirmed",
        "园区所在市县未经核实，请确认",
        "The city of this park was not verified; please confirm",
    )
    POSITION_APPROXIMATE = (
        "position_approximate",
        "该行政区划的位置为近似值",
        "The position of this region is approximate",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """One place that a text may mean; WGS-84."""

    region_code: str
    name: str
    latitude_deg: float
    longitude_deg: float
    precision: PositionPrecision
    warnings: tuple[PlaceWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A resolved position in WGS-84; `region_code` is None where the place has none (abroad)."""

    region_code: str | None
    latitude_deg: float
    longitude_deg: float
    precision: PositionPrecision
    address: str | None
    warnings: tuple[PlaceWarning, ...]


class PlaceNotFoundError(ValueError):
    """No place was recognized in the text."""

    def __init__(self, query: str) -> None:
        super().__init__(f"no place was recognized in {query!r}")
        self.query = query


class AmbiguousPlaceError(ValueError):
    """The text fits several places; a person must choose among `candidates`."""

    def __init__(self, query: str, candidates: tuple[PlaceCandidate, ...]) -> None:
        names = ", ".join(candidate.name for candidate in candidates)
        super().__init__(f"{query!r} fits several places: {names}")
        self.query = query
        self.candidates = candidates


class Geocoder(Protocol):
    """What resolves addresses: any geopy geocoder, offline or online.

    `geocode` returns a `geopy.location.Location` or None where nothing was found. Its `raw` holds
    `region_code`, `precision` and `warnings` for geocoders of this package. It raises
    `AmbiguousPlaceError` where the text fits several places.
    """

    def geocode(self, query: str) -> Any:  # noqa: ANN401 - geopy ships no types
        """Return the location that `query` names, or None."""
        ...


def candidate_of_division(item: Division) -> PlaceCandidate:
    """Return the center of a division as a candidate."""
    approximate = item.position_precision == "approximate"
    return PlaceCandidate(
        region_code=item.region_code,
        name=full_name(item.region_code),
        latitude_deg=item.latitude_deg,
        longitude_deg=item.longitude_deg,
        precision=item.precision,
        warnings=(PlaceWarning.POSITION_APPROXIMATE,) if approximate else (),
    )


def candidate_of_park(park: ReferencePark) -> PlaceCandidate:
    """Return the center of a park's city or county as a candidate."""
    return PlaceCandidate(
        region_code=park.region_code,
        name=f"{park.name}（{full_name(park.region_code)}）",
        latitude_deg=park.latitude_deg,
        longitude_deg=park.longitude_deg,
        precision=PositionPrecision.PARK,
        warnings=(PlaceWarning.PARK_PLACE_UNCONFIRMED,) if park.needs_confirmation else (),
    )
