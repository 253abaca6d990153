"""What a list is narrowed to: several values of one filter widen it, several filters narrow it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from data.vocabulary import (
    CatalogueEvidence,
    CatalogueScope,
    CatalogueStatus,
    CostBand,
    TechnologyStage,
)
from matcher.search.columns import (
    FIELDS,
    SCOPES,
    STAGES,
    STATUSES,
    TOPICS,
    TYPES,
    Bools,
    Codes,
    Numbers,
    SearchColumns,
)

BAND_BOUNDS: Mapping[CostBand, tuple[float, float]] = {
    CostBand.SAVES: (-np.inf, 0.0),
    CostBand.LOW: (0.0, 100.0),
    CostBand.MIDDLE: (100.0, 300.0),
    CostBand.HIGH: (300.0, np.inf),
}
"""Above the first, up to the second. Source: docs/decisions/0180-atlas.md."""

_PROVINCE_UNIT, _PREFECTURE_UNIT = 10_000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """Values by filter; an empty one is no limit.

    Parameters
    ----------
    directions
        Codes of categories (x), types (x.y) and topics (x.y.zz).
    fields
        Chinese labels of fields of application.
    regions
        Region codes of owners; a province holds its prefectures.
    """

    directions: frozenset[str] = frozenset()
    stages: frozenset[TechnologyStage] = frozenset()
    fields: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    batches: frozenset[int] = frozenset()
    costs: frozenset[CostBand] = frozenset()
    scopes: frozenset[CatalogueScope] = frozenset()
    evidence: frozenset[CatalogueEvidence] = frozenset()
    statuses: frozenset[CatalogueStatus] = frozenset()

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, one.name) for one in fields(self))


def masks(columns: SearchColumns, wanted: SearchFilter, *, verified: Bools) -> dict[str, Bools]:
    """Return which rows pass each filter that is set, by its name.

    Parameters
    ----------
    verified : array of bool
        Rows with a verified project. Shape (n,).
    """
    found: dict[str, Bools] = {}
    if wanted.directions:
        found["directions"] = direction_mask(columns, wanted.directions)
    if wanted.stages:
        found["stages"] = _is_one_of(columns.stage, STAGES, wanted.stages)
    if wanted.fields:
        found["fields"] = _has_one_of(columns.fields, FIELDS, wanted.fields)
    if wanted.regions:
        found["regions"] = _in_regions(columns.region, wanted.regions)
    if wanted.batches:
        found["batches"] = np.isin(columns.batch, sorted(wanted.batches))
    if wanted.costs:
        found["costs"] = _any([band_mask(columns.cost, one) for one in wanted.costs])
    if wanted.scopes:
        found["scopes"] = _is_one_of(columns.scope, SCOPES, wanted.scopes)
    if wanted.evidence:
        has = evidence_masks(columns, verified)
        # Evidence adds up: who asks for two kinds wants both.
        found["evidence"] = _all([has[one] for one in wanted.evidence])
    if wanted.statuses:
        found["statuses"] = _is_one_of(columns.status, STATUSES, wanted.statuses)
    return found


def direction_mask(columns: SearchColumns, directions: frozenset[str]) -> Bools:
    """Return the rows of any of these categories, types and topics."""
    wanted_types = {one for one in TYPES if one in directions or one[:1] in directions}
    wanted_topics = {one for one in TOPICS if one in directions}
    found = _is_one_of(columns.type, TYPES, wanted_types)
    return found | _has_one_of(columns.topics, TOPICS, wanted_topics) if wanted_topics else found


def band_mask(cost: Numbers, band: CostBand) -> Bools:
    """Return the rows whose unit cost lies in a band."""
    if band is CostBand.UNKNOWN:
        return np.isnan(cost)
    low, high = BAND_BOUNDS[band]
    return (cost > low) & (cost <= high)


def evidence_masks(columns: SearchColumns, verified: Bools) -> dict[CatalogueEvidence, Bools]:
    """Return which rows have each kind of evidence."""
    return {
        CatalogueEvidence.APPRAISED: columns.is_appraised,
        CatalogueEvidence.CASES: columns.has_cases,
        CatalogueEvidence.VERIFIED: verified,
    }


def all_but(found: Mapping[str, Bools], name: str, base: Bools) -> Bools:
    """Return the rows of `base` that pass every filter except one: what its counts are of."""
    result = base.copy()
    for one, mask in found.items():
        if one != name:
            result &= mask
    return result


def _is_one_of(column: Codes, known: tuple[str, ...], wanted: frozenset[str] | set[str]) -> Bools:
    return np.isin(column, [known.index(one) for one in sorted(wanted)])


def _has_one_of(column: Codes, known: tuple[str, ...], wanted: frozenset[str] | set[str]) -> Bools:
    codes = [known.index(one) for one in sorted(wanted) if one in known]
    return np.asarray(np.isin(column, codes).any(axis=1), dtype=np.bool_)


def _in_regions(region: Codes, wanted: frozenset[str]) -> Bools:
    found = np.zeros(len(region), dtype=np.bool_)
    for code in sorted(wanted):
        unit = _unit(code)
        found |= region // unit == int(code) // unit
    return found


def _unit(code: str) -> int:
    if code.endswith("0000"):
        return _PROVINCE_UNIT
    return _PREFECTURE_UNIT if code.endswith("00") else 1


def _any(found: list[Bools]) -> Bools:
    return np.asarray(np.logical_or.reduce(found), dtype=np.bool_)


def _all(found: list[Bools]) -> Bools:
    return np.asarray(np.logical_and.reduce(found), dtype=np.bool_)
