"""The conditions of a search as values by name: what addresses and saved searches hold."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from data.vocabulary import (
    CatalogueEvidence,
    CatalogueScope,
    CatalogueStatus,
    CostBand,
    TechnologyStage,
    Term,
)
from matcher.search.filters import SearchFilter

Conditions = Mapping[str, Sequence[str]]
Kind = TypeVar("Kind", bound=Term)


def wanted_of(given: Conditions, batches: Mapping[str, int]) -> SearchFilter:
    """Return the filter of some conditions; values that no list knows any more are left out.

    Parameters
    ----------
    batches
        Ids of batches by code.
    """
    directions = [v for name in ("category", "type", "topic") for v in given.get(name, ())]
    return SearchFilter(
        directions=frozenset(directions),
        stages=_terms(TechnologyStage, given.get("stage", ())),
        fields=frozenset(given.get("field", ())),
        regions=frozenset(given.get("region_code", ())),
        batches=frozenset(batches[code] for code in given.get("batch", ()) if code in batches),
        costs=_terms(CostBand, given.get("cost", ())),
        scopes=_terms(CatalogueScope, given.get("scope", ())),
        evidence=_terms(CatalogueEvidence, given.get("evidence", ())),
        statuses=_terms(CatalogueStatus, given.get("status", ())),
    )


def _terms(kind: type[Kind], values: Sequence[str]) -> frozenset[Kind]:
    return frozenset(kind(value) for value in values if value in set(kind))
