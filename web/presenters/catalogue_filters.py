"""Filters of the catalogue as they stand in its address; the same names as in the API."""

from collections.abc import Mapping
from typing import Any

from data.queries.technologies import SORTS, TechnologyFilter
from data.reference import divisions, technology_types
from data.reference.taxonomy import taxonomy
from data.vocabulary import CatalogueStatus, TechnologyStage
from matcher.services.actor import Actor
from web.regions import region_name

NAMES = ("query", "category", "type", "stage", "region_code", "status", "sort")
LONGEST_QUERY = 200


def catalogue_filter(given: Mapping[str, str], actor: Actor | None) -> tuple[TechnologyFilter, str]:
    """Return the filter of an address, and the unknown values in it that were left out."""
    known: Mapping[str, object] = {
        "category": {category.code for category in taxonomy()},
        "type": technology_types(),
        "stage": set(TechnologyStage),
        "region_code": divisions(),
        "status": set(CatalogueStatus) if actor is not None else set(),
    }
    values = {name: given.get(name, "").strip() for name in known}
    unknown = [f"{n}={v[:40]}" for n, v in values.items() if v and v not in known[n]]  # type: ignore[operator]
    kept = {n: v if v in known[n] else "" for n, v in values.items()}  # type: ignore[operator]
    return (
        TechnologyFilter(
            query=given.get("query", "").replace("\0", "").strip()[:LONGEST_QUERY],
            category=kept["category"],
            technology_type=kept["type"],
            stage=TechnologyStage(kept["stage"]) if kept["stage"] else None,
            region_code=kept["region_code"],
            status=CatalogueStatus(kept["status"]) if kept["status"] else None,
        ),
        ", ".join(unknown),
    )


def sort_key(given: str | None) -> str:
    """Return the order of the list; the newest first unless another known one is asked for."""
    return given if given in SORTS else SORTS[0]


def kept_values(given: Mapping[str, str], *without: str) -> dict[str, Any]:
    """Return the filters of the address that a link or a form carries on."""
    return {n: given[n] for n in NAMES if given.get(n) and n not in without}


def province_options(language: str) -> list[dict[str, str]]:
    """Return the provinces to choose from."""
    return [
        {"value": code, "label": region_label(code, language)}
        for code, item in divisions().items()
        if item.level == "province"
    ]


def region_label(code: str, language: str) -> str:
    """Return a region's name; nothing for no region."""
    return region_name(code, language) or ""
