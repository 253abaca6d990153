"""The filter column of the catalogue: choices with counts, and the chips of those in force."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from data.reference.fields import fields
from data.reference.taxonomy import taxonomy, technology_types, topics
from data.vocabulary import (
    CatalogueEvidence,
    CatalogueScope,
    CatalogueStatus,
    CostBand,
    TechnologyStage,
    Term,
)
from matcher.search.facets import Facets
from web.i18n import current_language
from web.presenters.catalogue_filters import region_label

SHOWN_AT_ONCE = 8
"""Choices of one filter before the rest is folded away."""

Kept = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch to choose: its id, its code in addresses, its name."""

    batch_id: int
    code: str
    name: str


def here(kept: Kept, changes: Kept | None = None, *, endpoint: str = "catalogue.index") -> str:
    """Return the address of the list with some filters replaced; an empty one is left out."""
    values = {**kept, **(changes or {})}
    given: dict[str, Any] = {name: list(value) for name, value in values.items() if value}
    return url_for(endpoint, **given)


def facet_groups(facets: Facets, kept: Kept, batches: Sequence[Batch]) -> list[dict[str, Any]]:
    """Return the filters in the order of the column, each with the choices that lead anywhere."""
    language = current_language()
    by_id = {str(batch.batch_id): batch for batch in batches}
    batch_counts = Counter(
        {by_id[key].code: n for key, n in facets.get("batches", {}).items() if key in by_id}
    )
    batch_names = {batch.code: batch.name for batch in batches}
    regions = facets.get("regions", Counter())

    def province(code: str) -> str:
        return region_label(code, language)

    groups = [
        _terms(_("Stage"), "stage", TechnologyStage, facets.get("stages"), kept),
        _group(
            _("Field of application"), "field", _field_labels(language), facets.get("fields"), kept
        ),
        _terms(_("Abatement cost"), "cost", CostBand, facets.get("costs"), kept),
        _terms(_("Evidence"), "evidence", CatalogueEvidence, facets.get("evidence"), kept),
        _group(
            _("Region of the owner"),
            "region_code",
            {code: province(code) for code in [*regions, *kept.get("region_code", ())]},
            regions,
            kept,
            by_count=True,
        ),
        _terms(_("Catalogue"), "scope", CatalogueScope, facets.get("scopes"), kept),
        _group(_("Batch"), "batch", batch_names, batch_counts, kept, is_chinese=True),
    ]
    return [group for group in groups if group["items"]]


def status_group(facets: Facets, kept: Kept) -> dict[str, Any]:
    """Return the states of entries, for those who read more than the catalogue."""
    return _terms(_("State of the entry"), "status", CatalogueStatus, facets.get("statuses"), kept)


def direction_tree(facets: Facets, kept: Kept) -> list[dict[str, Any]]:
    """Return categories; the open one with its types, the open type with its topics."""
    language = current_language()
    counts = facets.get("types", Counter())
    chosen = [v for name in ("topic", "type", "category") for v in kept.get(name, ())]
    open_code = chosen[0] if len(chosen) == 1 else ""

    def link(name: str, code: str) -> str:
        changes: dict[str, Sequence[str]] = {"category": (), "type": (), "topic": ()}
        return here(kept, {**changes, name: () if code in chosen else (code,)})

    def choice(name: str, one: Any, count: int, below: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ANN401 - a category, type or topic
        return {
            "label": one.label(language),
            "count": count,
            "url": link(name, one.code),
            "current": one.code in chosen,
            "choices": below if open_code[: len(one.code)] == one.code else [],
        }

    topic_counts = facets.get("topics", Counter())
    tree = [
        {
            "label": _("All categories"),
            "count": sum(counts.values()),
            "url": here(kept, {"category": (), "type": (), "topic": ()}),
            "current": not chosen,
            "choices": [],
        }
    ]
    for category in taxonomy():
        types = [
            choice(
                "type",
                one,
                counts[one.code],
                [choice("topic", t, topic_counts[t.code], []) for t in one.topics],
            )
            for one in category.types
        ]
        total = sum(counts[one.code] for one in category.types)
        tree.append(choice("category", category, total, types))
    return tree


def chips(kept: Kept, batches: Sequence[Batch]) -> list[dict[str, Any]]:
    """Return the filters in force, each with the address of the list without it."""
    language = current_language()
    batch_names = {batch.code: batch.name for batch in batches}
    labels: dict[str, Callable[[str], str]] = {
        "query": lambda value: f"“{value}”",
        "category": lambda value: _direction(value, language),
        "type": lambda value: _direction(value, language),
        "topic": lambda value: _direction(value, language),
        "stage": lambda value: TechnologyStage(value).label(language),
        "field": lambda value: _field_labels(language).get(value, value),
        "region_code": lambda value: region_label(value, language),
        "batch": lambda value: batch_names.get(value, value),
        "cost": lambda value: CostBand(value).label(language),
        "scope": lambda value: CatalogueScope(value).label(language),
        "evidence": lambda value: CatalogueEvidence(value).label(language),
        "status": lambda value: CatalogueStatus(value).label(language),
    }
    return [
        {
            "label": label(value),
            "url": here(kept, {name: [v for v in kept[name] if v != value]}),
        }
        for name, label in labels.items()
        for value in kept.get(name, ())
    ]


def _direction(code: str, language: str) -> str:
    if code in topics():
        return topics()[code].label(language)
    categories = {category.code: category.label(language) for category in taxonomy()}
    types = {one.code: one.label(language) for one in technology_types().values()}
    return (categories | types).get(code, code)


def _field_labels(language: str) -> dict[str, str]:
    return {field.label_zh: field.label(language) for field in fields().values()}


def _terms(
    label: str, name: str, terms: type[Term], counts: Counter[str] | None, kept: Kept
) -> dict[str, Any]:
    language = current_language()
    return _group(label, name, {one.value: one.label(language) for one in terms}, counts, kept)


def _group(
    label: str,
    name: str,
    labels: Mapping[str, str],
    counts: Counter[str] | None,
    kept: Kept,
    *,
    by_count: bool = False,
    is_chinese: bool = False,
) -> dict[str, Any]:
    """Return one filter: a choice in force is taken back by its link, others join it."""
    chosen, counts = list(kept.get(name, ())), counts or Counter()
    values = [value for value in labels if counts[value] or value in chosen]
    if by_count:
        values.sort(key=lambda value: (-counts[value], value))
    items = [
        {
            "label": labels[value],
            "count": counts[value],
            "current": value in chosen,
            "url": here(
                kept,
                {name: [v for v in chosen if v != value] if value in chosen else [*chosen, value]},
            ),
        }
        for value in values
    ]
    return {
        "label": label,
        "items": items[:SHOWN_AT_ONCE],
        "more": items[SHOWN_AT_ONCE:],
        "is_chinese": is_chinese,
        "is_more_open": any(item["current"] for item in items[SHOWN_AT_ONCE:]),
    }
