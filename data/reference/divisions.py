"""行政区划: provinces, prefectures and counties of the 2024 list with their centers."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from data.reference.files import read_rows
from data.reference.labels import UnknownCodeError
from data.vocabulary import PositionPrecision

Level = Literal["province", "prefecture", "county"]
_LEVELS: dict[str, Level] = {
    "province": "province",
    "prefecture": "prefecture",
    "county": "county",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """An administrative division; the position is its seat's or center's, WGS-84.

    `position_precision` is "center", or "approximate" where no source gave a position.
    """

    region_code: str
    name: str
    level: Level
    parent_code: str
    latitude_deg: float
    longitude_deg: float
    position_precision: str
    coordinate_source: str

    @property
    def precision(self) -> PositionPrecision:
        """How exact a position taken from this division is."""
        return PositionPrecision(self.level)

    @property
    def province_code(self) -> str:
        """The code of the province this division lies in."""
        return self.region_code[:2] + "0000"


@lru_cache(maxsize=1)
def divisions() -> dict[str, Division]:
    """Return the 3,213 divisions by code, in the order of the codes' list."""
    return {
        row["region_code"]: Division(
            region_code=row["region_code"],
            name=row["name"],
            level=_LEVELS[row["level"]],
            parent_code=row["parent_code"],
            latitude_deg=float(row["latitude_deg"]),
            longitude_deg=float(row["longitude_deg"]),
            position_precision=row["precision"],
            coordinate_source=row["coordinate_source"],
        )
        for row in read_rows("divisions.csv.xz")
    }


def division(region_code: str) -> Division:
    """Return the division with this code.

    Raises
    ------
    UnknownCodeError
        If the code is not in the 2024 list.
    """
    found = divisions().get(region_code)
    if found is None:
        raise UnknownCodeError("region_code", region_code)
    return found


def ancestors(region_code: str) -> tuple[Division, ...]:
    """Return the division and what contains it, province first.

    Raises
    ------
    UnknownCodeError
        If the code is not in the 2024 list.
    """
    chain = [division(region_code)]
    while chain[0].parent_code:
        chain.insert(0, division(chain[0].parent_code))
    return tuple(chain)


def full_name(region_code: str) -> str:
    """Return the Chinese name with what contains it, such as 江苏省苏州市虎丘区.

    Raises
    ------
    UnknownCodeError
        If the code is not in the 2024 list.
    """
    return "".join(item.name for item in ancestors(region_code))


def contains(region_code: str, inner_code: str) -> bool:
    """Tell whether `inner_code` is `region_code` or lies within it.

    Raises
    ------
    UnknownCodeError
        If `inner_code` is not in the 2024 list.
    """
    return any(item.region_code == region_code for item in ancestors(inner_code))


@lru_cache(maxsize=1)
def english_names() -> dict[str, tuple[str, ...]]:
    """Return English names of provinces and prefectures by code, the preferred one first."""
    return {
        row["region_code"]: (row["name_en"], row["also_en"])
        if row["also_en"]
        else (row["name_en"],)
        for row in read_rows("place_names_en.csv")
    }


def region_label(region_code: str, language: str) -> str:
    """Return the division's name; English only where known, else the Chinese name.

    Raises
    ------
    UnknownCodeError
        If the code is not in the 2024 list.
    """
    item = division(region_code)
    if language.startswith("zh"):
        return item.name
    return english_names().get(region_code, (item.name,))[0]
