"""What stands around an entry: its history, who uses it, what is alike, what took its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import Technology
from data.queries import catalogue
from data.queries import technology_history as reads
from data.vocabulary import CatalogueStatus, LeadStage, ReviewState
from matcher.search.columns import FIELDS, TOPICS, TYPES, SearchColumns
from matcher.services.changes import TECHNOLOGY
from matcher.services.errors import NotReadyError
from matcher.services.runtime import Runtime

SHOWN_SIMILAR = 4
LEAST_COSINE = 0.3
"""How many entries are called alike, and from which cosine.
Source: docs/decisions/0193-entry-page.md."""

_ASKED = 60


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One thing that happened; `reason` is a code, only for those who may know the entry."""

    day: date
    state: ReviewState
    is_update: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class SimilarEntry:
    """An entry of another owner that is alike, and what both share."""

    technology_id: int
    name: str
    cosine: float
    topics: tuple[str, ...]
    fields: tuple[str, ...]
    has_same_type: bool


def history(session: Session, technology: Technology) -> list[HistoryItem]:
    """Return what happened to an entry and to those it superseded, newest first."""
    line = [technology, *reads.predecessors(session, technology)]
    ids = [one.id for one in line]
    events = reads.public_events(session, ids)
    found = [
        HistoryItem(
            local_day(row["at"]),
            row["to_state"],
            row["to_state"] is ReviewState.PUBLISHED and row["technology_id"] != ids[-1],
            row["reason"],
        )
        for row in events
        if row["to_state"] is not ReviewState.SUPERSEDED or row["technology_id"] == technology.id
    ]
    told = {row["technology_id"] for row in events if row["to_state"] is ReviewState.PUBLISHED}
    found += [
        HistoryItem(one.published_on, ReviewState.PUBLISHED, one.id != ids[-1], None)
        for one in line
        if one.published_on is not None and one.id not in told
    ]
    return sorted(found, key=lambda item: item.day, reverse=True)


def successor_of(session: Session, technology_id: int) -> Technology | None:
    """Return the published entry in whose favour an entry left the catalogue; None: there is none.

    Only for an entry that is marked as superseded: of anything else the answer tells nothing.
    """
    one = session.get(Technology, technology_id)
    if one is None or one.catalogue_status is not CatalogueStatus.SUPERSEDED:
        return None
    return reads.successor(session, technology_id)


def projects_in_use(session: Session, technology_id: int) -> tuple[int, int]:
    """Return how many projects of an entry run, and how many of those are verified."""
    counts = reads.projects_in_use(session, technology_id)
    verified = counts.get(LeadStage.VERIFIED, 0)
    return counts.get(LeadStage.COMMISSIONED, 0) + verified, verified


def similar(session: Session, runtime: Runtime, technology: Technology) -> tuple[SimilarEntry, ...]:
    """Return published entries of other owners that are nearest in meaning, nearest first.

    Nothing while the catalogue is being read, or for an entry without a vector.
    """
    try:
        state = runtime.catalogue.current(session)
    except NotReadyError:
        return ()
    space_id = runtime.catalogue.space_id
    stored = catalogue.stored_vectors(
        session, kind=TECHNOLOGY, space_id=space_id, ids=[technology.id]
    )
    if technology.id not in stored:
        return ()
    vector = np.frombuffer(stored[technology.id][1], dtype="<f4").astype(np.float32)
    columns = runtime.search.current(session).columns
    ids, cosines = state.vectors.search(vector, _ASKED, allowed=columns.ids)
    owner = -1 if technology.organization_id is None else technology.organization_id
    found: list[SimilarEntry] = []
    rows = columns.rows_of(ids)
    for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True):
        is_own = owner >= 0 and int(columns.organization[row]) == owner
        if row < 0 or is_own or int(columns.ids[row]) == technology.id or cosine < LEAST_COSINE:
            continue
        found.append(_entry(columns, row, cosine, technology))
    return tuple(found[:SHOWN_SIMILAR])


def _entry(columns: SearchColumns, row: int, cosine: float, technology: Technology) -> SimilarEntry:
    code = int(columns.type[row])
    return SimilarEntry(
        technology_id=int(columns.ids[row]),
        name=str(columns.names[row]),
        cosine=cosine,
        topics=_shared(columns.topics[row].tolist(), TOPICS, technology.technology_topics),
        fields=_shared(columns.fields[row].tolist(), FIELDS, technology.fields),
        has_same_type=code >= 0 and TYPES[code] == technology.technology_type,
    )


def _shared(codes: Sequence[int], names: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    return tuple(names[code] for code in codes if code >= 0 and names[code] in own)
