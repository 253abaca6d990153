"""Filters of the catalogue as they stand in its address; the same names as in the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from data.reference import divisions, technology_types
from data.reference.taxonomy import taxonomy, topics
from data.vocabulary import (
    CatalogueEvidence,
    CatalogueScope,
    CatalogueSort,
    CatalogueStatus,
    CostBand,
    TechnologyStage,
)
from matcher.search.columns import FIELDS
from matcher.search.conditions import wanted_of
from matcher.services.actor import Actor
from matcher.services.catalogue_search import Search
from web.regions import region_name

FILTERS = (
    "category", "type", "topic", "stage", "field", "region_code", "batch", "cost", "scope",
    "evidence", "status",
)  # fmt: skip
NAMES = ("query", *FILTERS, "sort")
LONGEST_QUERY = 200
MOST_VALUES = 40
"""Values of one filter that an address may name."""

Given = Mapping[str, Sequence[str]]


def given_values(args: "MultiDict[str, str]") -> dict[str, list[str]]:
    """Return the filters of an address: every name may be repeated."""
    return {
        name: [value.replace("\0", "").strip() for value in args.getlist(name)][:MOST_VALUES]
        for name in NAMES
        if args.getlist(name)
    }


def read_search(
    given: Given, actor: Actor | None, batches: Mapping[str, int]
) -> tuple[Search, dict[str, list[str]], str]:
    """Return a search, the values in it that are known, and the unknown ones, left out.

    Parameters
    ----------
    batches
        Ids of batches by code.
    """
    known = _known(actor, batches)
    kept: dict[str, list[str]] = {}
    unknown: list[str] = []
    for name in FILTERS:
        for value in given.get(name, ()):
            if value in known[name]:
                kept.setdefault(name, []).append(value)
            elif value:
                unknown.append(f"{name}={value[:40]}")
    query = " ".join(given.get("query", ())).strip()[:LONGEST_QUERY]
    sort = next(iter(given.get("sort", ())), "")
    if query:
        kept["query"] = [query]
    if sort in set(CatalogueSort):
        kept["sort"] = [sort]
    search = Search(
        query=query,
        wanted=wanted_of(kept, batches),
        sort=CatalogueSort(sort) if "sort" in kept else None,
    )
    return search, kept, ", ".join(unknown)


def _known(actor: Actor | None, batches: Mapping[str, int]) -> dict[str, Any]:
    return {
        "category": {category.code for category in taxonomy()},
        "type": technology_types(),
        "topic": topics(),
        "stage": set(TechnologyStage),
        "field": FIELDS,
        "region_code": divisions(),
        "batch": batches,
        "cost": set(CostBand),
        "scope": set(CatalogueScope),
        "evidence": set(CatalogueEvidence),
        "status": set(CatalogueStatus) if actor is not None else set(),
    }


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
