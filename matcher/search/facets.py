"""How many technologies stand behind each choice of a filter, its own filter left out."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from data.vocabulary import CostBand
from matcher.search.columns import (
    FIELDS,
    SCOPES,
    STAGES,
    STATUSES,
    TOPICS,
    TYPES,
    Bools,
    Codes,
    SearchColumns,
)
from matcher.search.filters import all_but, band_mask, evidence_masks

Facets = dict[str, Counter[str]]
"""Counts by filter and value."""

_PROVINCE_UNIT = 10_000


def facet_counts(
    columns: SearchColumns, found: Mapping[str, Bools], *, base: Bools, verified: Bools
) -> Facets:
    """Return counts by filter and value.

    Parameters
    ----------
    found
        Rows that pass each filter that is set.
    base, verified
        Rows that may be shown and suit the words; rows with a verified project. Shape (n,).

    Returns
    -------
    `types` and `topics` by code, the others by the filter's values; regions by province. Choices
    without any technology are absent.
    """
    direction = all_but(found, "directions", base)
    kept = {name: all_but(found, name, base) for name in _SIMPLE}
    costs, evidence = all_but(found, "costs", base), all_but(found, "evidence", base)
    evidence_rows = evidence & found.get("evidence", np.True_)
    return {
        "types": _counted(columns.type[direction], TYPES),
        "topics": _counted(columns.topics[direction], TOPICS),
        "stages": _counted(columns.stage[kept["stages"]], STAGES),
        "fields": _counted(columns.fields[kept["fields"]], FIELDS),
        "regions": _provinces(columns.region[kept["regions"]]),
        "batches": _numbers(columns.batch[kept["batches"]]),
        "scopes": _counted(columns.scope[kept["scopes"]], SCOPES),
        "statuses": _counted(columns.status[kept["statuses"]], STATUSES),
        "costs": _positive({one: band_mask(columns.cost, one) & costs for one in CostBand}),
        "evidence": _positive(
            {one: mask & evidence_rows for one, mask in evidence_masks(columns, verified).items()}
        ),
    }


_SIMPLE = ("stages", "fields", "regions", "batches", "scopes", "statuses")


def _counted(codes: Codes, names: Sequence[str]) -> Counter[str]:
    """Count each code once for each row that has it; -1 is nothing."""
    counts = np.bincount(codes.ravel() + 1, minlength=len(names) + 1)[1:]
    return Counter({str(names[i]): int(counts[i]) for i in np.flatnonzero(counts).tolist()})


def _numbers(values: Codes) -> Counter[str]:
    numbers, counts = np.unique(values[values >= 0], return_counts=True)
    return Counter(dict(zip(map(str, numbers.tolist()), counts.tolist(), strict=True)))


def _provinces(regions: Codes) -> Counter[str]:
    return _numbers(np.where(regions > 0, regions // _PROVINCE_UNIT * _PROVINCE_UNIT, -1))


def _positive(found: Mapping[str, Bools]) -> Counter[str]:
    counts = {str(name): int(np.count_nonzero(mask)) for name, mask in found.items()}
    return Counter({name: count for name, count in counts.items() if count})
