"""The published catalogue as search columns, kept in memory in step with the change sequence."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from data.queries import catalogue
from data.queries import catalogue_search as reads
from matcher.search.columns import SearchColumns, build_columns
from matcher.search.row import SearchRow
from matcher.services.case_costs import unit_cost_of
from matcher.services.changes import TECHNOLOGY


@dataclass(frozen=True, slots=True, eq=False)
class SearchSnapshot:
    """All published technologies at one change of the database."""

    change_seq: int
    placed_at: datetime | None
    stated: SearchColumns
    """With the topics that owners named, only."""

    columns: SearchColumns
    """With topics inferred where none is named, as the atlas shows them."""


class SearchCache:
    """The last snapshot of this process; only what changed is read again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: SearchSnapshot | None = None

    def current(self, session: Session) -> SearchSnapshot:
        """Return the snapshot that contains every change this session can see."""
        last, placed_at = catalogue.latest_change(session), reads.placed_at(session)
        kept = self._kept
        if kept is not None and kept.change_seq >= last and kept.placed_at == placed_at:
            return kept
        with self._lock:
            made = self._made(session, last, placed_at)
            self._kept = made
            return made

    def _made(self, session: Session, last: int, placed_at: datetime | None) -> SearchSnapshot:
        kept = self._kept
        if kept is None:
            stated = build_columns(read_rows(session, catalogue.matchable_ids(session)))
        elif kept.change_seq < last:
            changes = catalogue.changes_since(session, kept.change_seq)
            changed = sorted({one for kind, one in changes if kind == TECHNOLOGY})
            rows = read_rows(session, reads.published_among(session, changed))
            stated = kept.stated.with_changes(rows, changed) if changed else kept.stated
        else:
            stated = kept.stated
        last = max(last, kept.change_seq if kept else 0)
        if kept is not None and stated is kept.stated and kept.placed_at == placed_at:
            return SearchSnapshot(last, placed_at, stated, kept.columns)
        topics = reads.inferred_topics(session)
        return SearchSnapshot(last, placed_at, stated, stated.with_inferred_topics(topics))


def read_rows(session: Session, ids: Sequence[int]) -> list[SearchRow]:
    """Return what search knows of some technologies, whatever their status."""
    found: list[SearchRow] = []
    for technologies, cases in reads.chunks(session, ids):
        by_technology: dict[int, list[RowMapping]] = defaultdict(list)
        for case in cases:
            by_technology[case["technology_id"]].append(case)
        found += [_row(one, by_technology.get(one["id"], [])) for one in technologies]
    return found


def _row(row: RowMapping, cases: Sequence[RowMapping]) -> SearchRow:
    costs = [cost for cost in map(unit_cost_of, cases) if cost is not None]
    owner = row["owner_name"] or ""
    return SearchRow(
        technology_id=row["id"],
        organization_id=row["organization_id"],
        catalogue_status=row["catalogue_status"],
        technology_type=row["technology_type"],
        topics=tuple(row["technology_topics"]),
        fields=tuple(row["fields"]),
        stage=row["stage"],
        owner_region_code=row["owner_region_code"],
        batch_id=row["batch_id"],
        scope=row["scope"],
        published_on=row["published_on"],
        name=row["name"],
        label=f"{row['name']}\n{owner}\n{row['external_id']}".lower(),
        abatement_potential_2030_tco2_per_year=row["abatement_potential_2030_tco2_per_year"],
        cost_yuan_per_tco2=median(costs) if costs else None,
        is_appraised=bool(row["appraisal"].strip()),
        has_cases=bool(cases),
    )
