"""Emission, warming, energy and price factors with their sources; named factor sets."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from data.reference.files import read_json, read_rows
from data.reference.labels import UnknownCodeError, choose_label

_SEPARATOR = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One factor; `value_high` is set where the source gives a range from `value` upward.

    `region_code` is a province's code, 100000 for the nation, `grid-…` for a regional grid, or
    empty. `is_suggestion` marks a value that no source confirms: it may be offered with that
    mark, never used by default (RULINGS 30).
    """

    factor_id: str
    category: str
    name_zh: str
    name_en: str
    region_code: str
    value: float
    value_high: float | None
    unit: str
    data_year: int | None
    issuing_document: str
    source: str
    status: str
    note: str
    is_suggestion: bool

    def label(self, language: str) -> str:
        """Return the name in `language`; the Chinese name where there is no English one."""
        return choose_label(language, self.name_zh, self.name_en or self.name_zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSet:
    """A named, versioned choice of the grid factor; its id and value go with every result.

    `region_code` is None for a national value.
    """

    name: str
    version: str
    label_zh: str
    label_en: str
    grid_factor_id: str
    grid_emission_factor_tco2_per_mwh: float
    region_code: str | None
    source: str

    def label(self, language: str) -> str:
        """Return the label in `language` (zh or en)."""
        return choose_label(language, self.label_zh, self.label_en)


@lru_cache(maxsize=1)
def factors() -> dict[str, Factor]:
    """Return the factors that may be used by default, by id."""
    return {row["factor_id"]: _factor(row, is_suggestion=False) for row in read_rows("factors.csv")}


@lru_cache(maxsize=1)
def factor_suggestions() -> dict[str, Factor]:
    """Return unverified values by id: offered for editing, marked so, never defaults."""
    return {
        row["factor_id"]: _factor(row, is_suggestion=True)
        for row in read_rows("factor_suggestions.csv")
        if _is_number(row["value"])
    }


def default_factor_set() -> FactorSet:
    """Return the set that the notice prescribes for applications (附件2 十)."""
    return factor_set(_document()["default"])


def factor_set(name: str) -> FactorSet:
    """Return a set by name, such as `mee-2023`, or a regional variant such as `mee-2023/320000`.

    Raises
    ------
    UnknownCodeError
        If there is no such set, or it has no value for that region.
    """
    found = _sets().get(name)
    if found is None:
        raise UnknownCodeError("factor_set", name)
    return found


def factor_set_names() -> tuple[str, ...]:
    """Return the names of every set, regional variants after their national set."""
    return tuple(_sets())


def regional_factor_set(name: str, region_code: str | None) -> FactorSet:
    """Return the variant of set `name` for the province of `region_code`, else the national set.

    Parameters
    ----------
    name : str
        A national set's name.
    region_code : str or None
        Any division's code; None or a province without a published value gives the national set,
        which the result's own `region_code` (None) then shows.

    Raises
    ------
    UnknownCodeError
        If there is no set `name`.
    """
    national = factor_set(name)
    if region_code is None:
        return national
    return _sets().get(f"{name}{_SEPARATOR}{region_code[:2]}0000", national)


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    return read_json("factor_sets.json")


@lru_cache(maxsize=1)
def _sets() -> dict[str, FactorSet]:
    sets: dict[str, FactorSet] = {}
    for entry in _document()["sets"]:
        sets[entry["name"]] = _factor_set(entry, entry, None)
        for region_code, regional in entry["regional"].items():
            variant = _factor_set(entry, regional, region_code)
            sets[variant.name] = variant
    return sets


def _factor_set(entry: dict[str, Any], value: dict[str, Any], region_code: str | None) -> FactorSet:
    suffix = f"{_SEPARATOR}{region_code}" if region_code else ""
    return FactorSet(
        name=entry["name"] + suffix,
        version=entry["version"],
        label_zh=entry["label_zh"] + suffix,
        label_en=entry["label_en"] + suffix,
        grid_factor_id=value["grid_factor_id"],
        grid_emission_factor_tco2_per_mwh=float(value["value"]),
        region_code=region_code,
        source=value["source"],
    )


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal()


def _factor(row: dict[str, str], *, is_suggestion: bool) -> Factor:
    return Factor(
        factor_id=row["factor_id"],
        category=row["category"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        region_code=row["region_code"],
        value=float(row["value"]),
        value_high=float(row["value_high"]) if row["value_high"] else None,
        unit=row["unit"],
        data_year=int(row["data_year"]) if row["data_year"].isdecimal() else None,
        issuing_document=row["issuing_document"],
        source=row["source"],
        status=row["status"],
        note=row["note"],
        is_suggestion=is_suggestion,
    )
