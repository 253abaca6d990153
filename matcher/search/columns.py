"""Technologies as columns: one array a property, rows ascending by id.

A filter is then a comparison of arrays: a hundred thousand entries take a few milliseconds with
all counts, where a statement for each count takes seconds
(docs/decisions/0190-catalogue-search.md).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from data.reference.fields import fields as application_fields
from data.reference.taxonomy import technology_types, topics
from data.vocabulary import CatalogueScope, CatalogueStatus, TechnologyStage
from matcher.search.row import SearchRow

Codes = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

TYPES = tuple(technology_types())
TOPICS = tuple(topics())
FIELDS = tuple(field.label_zh for field in application_fields().values())
STAGES = tuple(TechnologyStage)
SCOPES = tuple(CatalogueScope)
STATUSES = tuple(CatalogueStatus)
"""What the codes of the columns count through; -1 is unknown."""


@dataclass(frozen=True, eq=False)
class SearchColumns:
    """One row a technology. Shapes (n,), topics and fields (n, k) padded with -1."""

    ids: Ids
    organization: Codes
    status: Codes
    type: Codes
    topics: Codes
    fields: Codes
    stage: Codes
    region: Codes
    batch: Codes
    scope: Codes
    published: Codes
    """Day as an ordinal; 0 = unknown."""

    potential: Numbers
    cost: Numbers
    is_appraised: Bools
    has_cases: Bools
    names: Texts
    labels: Texts

    def __len__(self) -> int:
        """Return the number of technologies."""
        return len(self.ids)

    @cached_property
    def name_keys(self) -> Texts:
        """Names as they sort: GB 18030 puts the common characters in the order of their pinyin."""
        keys = np.empty(len(self), dtype=object)
        keys[:] = [name.encode("gb18030", "replace") for name in self.names]
        return keys

    @cached_property
    def name_ranks(self) -> npt.NDArray[np.int64]:
        """Place of each row in the order of names, equal ones by id."""
        keys = self.name_keys
        ranks = np.empty(len(self), dtype=np.int64)
        ranks[sorted(range(len(self)), key=keys.__getitem__)] = np.arange(len(self))
        return ranks

    @cached_property
    def label_text(self) -> str:
        """All labels as one text, a zero before each: one search instead of one a row."""
        return "".join(f"\0{label}" for label in self.labels)

    @cached_property
    def label_starts(self) -> Ids:
        """Where each label's zero stands in `label_text`, and the end."""
        lengths = np.fromiter((len(one) + 1 for one in self.labels), np.int64, len(self))
        return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def rows_of(self, ids: Ids) -> npt.NDArray[np.int64]:
        """Return the row of each id, -1 where there is none."""
        if not len(self):
            return np.full(len(ids), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.ids, ids), len(self) - 1)
        return np.where(self.ids[place] == ids, place, -1)

    def with_changes(self, rows: Sequence[SearchRow], changed: Collection[int]) -> "SearchColumns":
        """Return the columns with the changed ids left out and `rows` taken in."""
        kept = ~np.isin(self.ids, np.fromiter(changed, np.int64, len(changed)))
        fresh = build_columns(rows)
        order = np.argsort(np.concatenate([self.ids[kept], fresh.ids]), kind="stable")
        joined: dict[str, Any] = {
            one.name: _joined(getattr(self, one.name)[kept], getattr(fresh, one.name))[order]
            for one in fields(self)
        }
        return SearchColumns(**joined)

    def with_inferred_topics(self, topic_of: dict[int, str]) -> "SearchColumns":
        """Return the columns with the topics of those that name none taken from their texts."""
        place = {code: number for number, code in enumerate(TOPICS)}
        changed = self.topics.copy() if self.topics.shape[1] else _padded([()] * len(self), width=1)
        ids = np.fromiter(topic_of, np.int64, len(topic_of))
        rows = self.rows_of(ids)
        codes = np.array([place.get(code, -1) for code in topic_of.values()], dtype=np.int32)
        open_rows = rows >= 0
        open_rows[open_rows] = changed[rows[open_rows], 0] < 0
        changed[rows[open_rows], 0] = codes[open_rows]
        return replace(self, topics=changed)


def build_columns(rows: Sequence[SearchRow]) -> SearchColumns:
    """Return the columns of rows, ascending by id."""
    rows = sorted(rows, key=lambda row: row.technology_id)
    topic_codes = {code: number for number, code in enumerate(TOPICS)}
    field_codes = {label: number for number, label in enumerate(FIELDS)}
    return SearchColumns(
        ids=np.array([row.technology_id for row in rows], dtype=np.int64),
        organization=_ints([row.organization_id for row in rows]),
        status=_coded([row.catalogue_status for row in rows], STATUSES),
        type=_coded([row.technology_type for row in rows], TYPES),
        topics=_padded([_known(row.topics, topic_codes) for row in rows]),
        fields=_padded([_known(row.fields, field_codes) for row in rows]),
        stage=_coded([row.stage for row in rows], STAGES),
        region=_ints([int(row.owner_region_code or -1) for row in rows]),
        batch=_ints([row.batch_id for row in rows]),
        scope=_coded([row.scope for row in rows], SCOPES),
        published=_ints([row.published_on.toordinal() if row.published_on else 0 for row in rows]),
        potential=_floats([row.abatement_potential_2030_tco2_per_year for row in rows]),
        cost=_floats([row.cost_yuan_per_tco2 for row in rows]),
        is_appraised=np.array([row.is_appraised for row in rows], dtype=np.bool_),
        has_cases=np.array([row.has_cases for row in rows], dtype=np.bool_),
        names=_objects([row.name for row in rows]),
        labels=_objects([row.label for row in rows]),
    )


def _ints(values: Sequence[int | None]) -> Codes:
    return np.array([-1 if value is None else value for value in values], dtype=np.int32)


def _floats(values: Sequence[float | None]) -> Numbers:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _objects(values: Sequence[str]) -> Texts:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _coded(values: Sequence[str | None], known: Sequence[str]) -> Codes:
    code = {value: number for number, value in enumerate(known)}
    return np.array([code.get(value or "", -1) for value in values], dtype=np.int32)


def _known(values: Sequence[str], code: dict[str, int]) -> tuple[int, ...]:
    return tuple(code[value] for value in values if value in code)


def _padded(values: Sequence[tuple[int, ...]], *, width: int = 0) -> Codes:
    width = max((len(one) for one in values), default=0) or width
    made = np.full((len(values), width), -1, dtype=np.int32)
    for row, one in enumerate(values):
        made[row, : len(one)] = one
    return made


def _joined(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if first.ndim == 1:
        return np.concatenate([first, second])
    width = max(first.shape[1], second.shape[1])
    return np.concatenate(
        [
            np.pad(one, ((0, 0), (0, width - one.shape[1])), constant_values=-1)
            for one in (first, second)
        ]
    )
