"""First-level thermal design zones (GB 50176-2016) by province: approximate, never excluding."""

from dataclasses import dataclass
from functools import lru_cache

from data.reference.files import read_rows, split_list
from data.reference.labels import UnknownCodeError
from data.vocabulary import ClimateZone


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceClimate:
    """The zone of a province's capital, and other zones that reach into the province."""

    region_code: str
    zone: ClimateZone
    also_present: tuple[ClimateZone, ...]
    precision: str
    source: str

    @property
    def zones(self) -> frozenset[ClimateZone]:
        """Every zone found in the province."""
        return frozenset({self.zone, *self.also_present})


@lru_cache(maxsize=1)
def climate_zones() -> dict[str, ProvinceClimate]:
    """Return the zones of each province by its code."""
    return {
        row["region_code"]: ProvinceClimate(
            region_code=row["region_code"],
            zone=ClimateZone(row["climate_zone"]),
            also_present=tuple(ClimateZone(zone) for zone in split_list(row["also_present"])),
            precision=row["precision"],
            source=row["source"],
        )
        for row in read_rows("climate_zones.csv")
    }


def climate_zone_of(region_code: str) -> ProvinceClimate:
    """Return the zones of the province that `region_code` lies in.

    The answer is approximate: it may rank, but must not exclude (RULINGS 30,
    docs/decisions/0010-climate-zones-by-province.md).

    Raises
    ------
    UnknownCodeError
        If the code's first two digits name no province.
    """
    found = climate_zones().get(region_code[:2] + "0000")
    if found is None:
        raise UnknownCodeError("region_code", region_code)
    return found
