"""Named parks with their designations, for auto-completion and geocoding."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from data.reference.files import read_rows, split_list

_STATED = "stated in the park name"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkDesignation:
    """One designation of one park, with the year of approval where the source gives it."""

    name: str
    status: str
    approval_year: int | None
    evidence: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePark:
    """A named park; the position is the center of its city or county, never the park's own.

    `needs_confirmation` is true where no source states the city: a person must confirm it.
    `leading_industries` is empty where unknown.
    """

    name: str
    province: str
    city: str
    region_code: str
    latitude_deg: float
    longitude_deg: float
    needs_confirmation: bool
    leading_industries: str
    designations: tuple[ParkDesignation, ...]
    aliases: tuple[str, ...]

    @property
    def source(self) -> str:
        """Every source of this park's designations."""
        return "; ".join(dict.fromkeys(item.source for item in self.designations))


@lru_cache(maxsize=1)
def parks() -> tuple[ReferencePark, ...]:
    """Return every park once, its designations together, ordered by region code and name."""
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_rows("parks.csv"):
        grouped[row["name"]].append(row)
    aliases: dict[str, tuple[str, ...]] = {
        row["name"]: split_list(row["aliases"]) for row in read_rows("park_aliases.csv")
    }
    merged = [_park(rows, aliases.get(name, ())) for name, rows in grouped.items()]
    return tuple(sorted(merged, key=lambda park: (park.region_code, park.name)))


def _park(rows: list[dict[str, str]], aliases: tuple[str, ...]) -> ReferencePark:
    # A place stated in the park's own name outweighs one that somebody looked up.
    best = min(rows, key=lambda row: row["city_basis"] != _STATED)
    return ReferencePark(
        name=best["name"],
        province=best["province"],
        city=best["city"],
        region_code=best["region_code"],
        latitude_deg=float(best["latitude_deg"]),
        longitude_deg=float(best["longitude_deg"]),
        needs_confirmation=best["city_basis"] != _STATED,
        leading_industries=next(
            (row["leading_industries"] for row in rows if row["leading_industries"]), ""
        ),
        designations=tuple(_designation(row) for row in rows),
        aliases=aliases,
    )


def _designation(row: dict[str, str]) -> ParkDesignation:
    return ParkDesignation(
        name=row["designation"],
        status=row["status"],
        approval_year=int(row["approval_year"]) if row["approval_year"] else None,
        evidence=row["evidence"],
        source=row["source"],
    )
