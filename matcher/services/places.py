"""Where a need is: from what was given to one position, or to a question (RULINGS 6)."""

from dataclasses import dataclass
from math import nan

from data.geocoding import (
    AmbiguousPlaceError,
    PlaceCandidate,
    PlaceNotFoundError,
    resolve_place,
)
from data.models import Demand, Park
from data.reference import UnknownCodeError, climate_zone_of
from data.vocabulary import ClimateZone, PositionPrecision
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.match_requests import Site
from matcher.services.runtime import Runtime


class AmbiguousSiteError(InvalidError):
    """The address fits several places; the person chooses one of `candidates`."""

    def __init__(self, address: str, candidates: tuple[PlaceCandidate, ...]) -> None:
        names = "、".join(candidate.name for candidate in candidates[:5])
        super().__init__(
            [
                FieldProblem(
                    field="site.address",
                    rule="address_ambiguous",
                    values={"address": address, "candidates": names},
                )
            ]
        )
        self.candidates = candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlace:
    """A position, or that it is unknown."""

    region_code: str | None = None
    address: str | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    precision: PositionPrecision | None = None
    warnings: tuple[str, ...] = ()

    @classmethod
    def unknown(cls) -> "SitePlace":
        """Return a place of which nothing is known."""
        return cls()

    @classmethod
    def of_park(cls, park: Park) -> "SitePlace":
        """Return a park's place."""
        return cls(
            region_code=park.region_code,
            address=park.address or park.name,
            latitude_deg=park.latitude_deg,
            longitude_deg=park.longitude_deg,
            precision=park.position_precision,
        )

    @classmethod
    def of_demand(cls, demand: Demand) -> "SitePlace":
        """Return the place stored with a demand."""
        return cls(
            region_code=demand.region_code,
            address=demand.address,
            latitude_deg=demand.latitude_deg,
            longitude_deg=demand.longitude_deg,
            precision=demand.position_precision,
        )

    @property
    def coordinates_deg(self) -> tuple[float, float]:
        """Return latitude and longitude, NaN where unknown."""
        if self.latitude_deg is None or self.longitude_deg is None:
            return nan, nan
        return self.latitude_deg, self.longitude_deg

    @property
    def climate_zone(self) -> ClimateZone | None:
        """Return the province's zone; approximate, never excluding (RULINGS 30)."""
        if self.region_code is None:
            return None
        try:
            return climate_zone_of(self.region_code).zone
        except UnknownCodeError:
            return None


def place_of(runtime: Runtime, site: Site) -> SitePlace:
    """Return the position of a site as given.

    Raises
    ------
    AmbiguousSiteError
        If the address fits several places.
    InvalidError
        If the address or code names no place, or the coordinates are none.
    """
    if site.is_empty:
        return SitePlace.unknown()
    try:
        place = _resolve(runtime, site)
    except AmbiguousPlaceError as error:
        raise AmbiguousSiteError(site.address or "", error.candidates) from error
    except PlaceNotFoundError as error:
        problem = FieldProblem(
            field="site.address", rule="address_not_found", values={"address": error.query}
        )
        raise InvalidError([problem]) from error
    except UnknownCodeError as error:
        raise InvalidError(
            [
                FieldProblem(
                    field="site.region_code",
                    rule="unknown_code",
                    values={"value": site.region_code},
                )
            ]
        ) from error
    except ValueError as error:
        raise InvalidError(
            [FieldProblem(field="site.latitude_deg", rule="not_a_position")]
        ) from error
    return place


def _resolve(runtime: Runtime, site: Site) -> SitePlace:
    place = resolve_place(
        runtime.geocoder,
        address=site.address,
        region_code=site.region_code,
        latitude_deg=site.latitude_deg,
        longitude_deg=site.longitude_deg,
        datum=site.datum,
    )
    return SitePlace(
        region_code=place.region_code,
        address=place.address,
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        precision=place.precision,
        warnings=tuple(warning.value for warning in place.warnings),
    )
