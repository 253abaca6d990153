"""The published catalogue as the atlas draws it, kept in memory until something changes."""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from data.queries import atlas as reads
from data.queries import catalogue
from data.reference.taxonomy import topics
from data.vocabulary import AtlasSize
from matcher.atlas.entries import AtlasEntry
from matcher.atlas.tree import Node, make_tree
from matcher.services.case_costs import unit_cost_of

MOST_CHANGED = 500
"""Changed technologies read one by one; more of them and the whole catalogue is read again."""


@dataclass(frozen=True, slots=True, eq=False)
class AtlasSnapshot:
    """All published technologies at one change of the database."""

    version: tuple[int, datetime | None]
    entries: Mapping[int, AtlasEntry]
    """By id, ascending."""

    topics: Mapping[int, tuple[str, ...]]
    """Topics each technology answers: all that its owner named, else the inferred one."""

    trees: dict[AtlasSize, Node] = field(default_factory=dict)
    """The whole tree by what sizes it, made when first asked for."""

    def tree(self, measure: AtlasSize) -> Node:
        """Return the tree of everything."""
        if measure not in self.trees:
            self.trees[measure] = make_tree(self.entries.values(), list(topics()), measure=measure)
        return self.trees[measure]


class SnapshotCache:
    """The last snapshot of this process; what changed is read again at the next request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: AtlasSnapshot | None = None

    def current(self, session: Session) -> AtlasSnapshot:
        """Return the snapshot that contains every change this session can see."""
        version = reads.version(session)
        kept = self._kept
        if kept is not None and kept.version == version:
            return kept
        with self._lock:
            if self._kept is None or self._kept.version != version:
                self._kept = _followed(session, self._kept, version)
            return self._kept


def _followed(
    session: Session, kept: AtlasSnapshot | None, version: tuple[int, datetime | None]
) -> AtlasSnapshot:
    """Return the snapshot of a version: the kept one with what changed, or all read anew."""
    if kept is None or kept.version[1] != version[1] or kept.version[0] > version[0]:
        return _read(session, version)
    changes = catalogue.changes_since(session, kept.version[0])
    ids = {subject_id for kind, subject_id in changes if kind == reads.TECHNOLOGY}
    if len(ids) > MOST_CHANGED:
        return _read(session, version)
    if not ids:
        return replace(kept, version=version)
    fresh = _read(session, version, sorted(ids))
    entries = {key: one for key, one in kept.entries.items() if key not in ids}
    named = {key: one for key, one in kept.topics.items() if key not in ids}
    return AtlasSnapshot(
        version, dict(sorted((entries | dict(fresh.entries)).items())), named | dict(fresh.topics)
    )


def _read(
    session: Session,
    version: tuple[int, datetime | None],
    ids: Sequence[int] | None = None,
) -> AtlasSnapshot:
    cases: dict[int, list[RowMapping]] = defaultdict(list)
    for row in reads.published_cases(session, ids):
        cases[row["technology_id"]].append(row)
    rows = reads.published(session, ids)
    return AtlasSnapshot(
        version,
        {row["id"]: _entry(row, cases.get(row["id"], [])) for row in rows},
        {
            row["id"]: tuple(row["technology_topics"]) or ((row["topic"],) if row["topic"] else ())
            for row in rows
        },
    )


def _entry(row: RowMapping, cases: Sequence[RowMapping]) -> AtlasEntry:
    stated = row["technology_topics"]
    tonnes = [_number(c["abatement_tco2_per_year"]) for c in cases]
    known_tonnes = [value for value in tonnes if value is not None]
    costs = [cost for cost in map(unit_cost_of, cases) if cost is not None]
    return AtlasEntry(
        technology_id=row["id"],
        name=row["name"],
        technology_type=row["technology_type"],
        topic=stated[0] if stated else row["topic"],
        is_topic_inferred=not stated,
        stage=row["stage"],
        fields=tuple(row["fields"]),
        owner_region_code=row["region_code"],
        potential_tco2_per_year=row["abatement_potential_2030_tco2_per_year"],
        case_tco2_per_year=sum(known_tonnes) if known_tonnes else None,
        cost_yuan_per_tco2=median(costs) if costs else None,
        x=row["x"],
        y=row["y"],
    )


def _number(value: Any) -> float | None:  # noqa: ANN401 - float, Decimal or None
    return None if value is None else float(value)
