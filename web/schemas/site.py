"""Where a need is, in requests."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from data.vocabulary import Datum
from matcher.services.match_requests import Site
from web.schemas.base import RequestModel
from web.schemas.codes import RegionCode


class SiteIn(RequestModel):
    """A region, or an address, or coordinates (swapped ones are put right, with a warning)."""

    region_code: RegionCode | None = None
    address: Annotated[str | None, Field(max_length=300)] = None
    latitude_deg: Annotated[float | None, Field(ge=-180, le=180)] = None
    longitude_deg: Annotated[float | None, Field(ge=-180, le=180)] = None
    datum: Annotated[Datum, Field(description="Datum of the coordinates.")] = Datum.WGS84

    @model_validator(mode="after")
    def _has_both_coordinates(self) -> Self:
        if (self.latitude_deg is None) != (self.longitude_deg is None):
            raise PydanticCustomError("coordinates_incomplete", "one coordinate is missing")
        return self

    def as_site(self) -> Site:
        """Return it as the use cases take it."""
        return Site(
            address=(self.address or "").strip() or None,
            region_code=self.region_code,
            latitude_deg=self.latitude_deg,
            longitude_deg=self.longitude_deg,
            datum=self.datum,
        )
