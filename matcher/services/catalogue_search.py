"""Use case of searching the catalogue: a page of what an actor may read, with counts beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy.orm import Session

from data.queries import catalogue_search as reads
from data.vocabulary import CatalogueSort
from matcher.search.columns import Bools, Ids, SearchColumns, build_columns
from matcher.search.facets import Facets, facet_counts
from matcher.search.filters import SearchFilter, all_but, masks
from matcher.search.order import Key, Ordering, merged, read_key, written_key
from matcher.search.relevance import Relevance
from matcher.services import access
from matcher.services.actor import Actor
from matcher.services.catalogue_words import suited, suited_by_words
from matcher.services.errors import FieldProblem, InvalidError
from matcher.services.runtime import Runtime
from matcher.services.search_snapshot import read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched for; without words the order by relevance is the newest first."""

    query: str = ""
    wanted: SearchFilter = field(default_factory=SearchFilter)
    sort: CatalogueSort | None = None

    @property
    def order(self) -> CatalogueSort:
        """The order in force."""
        if self.sort is None or (self.sort is CatalogueSort.RELEVANCE and not self.query):
            return CatalogueSort.RELEVANCE if self.query else CatalogueSort.NEWEST
        return self.sort


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of a search."""

    ids: tuple[int, ...]
    """Of this page, in order."""

    total: int
    facets: Facets
    """Counts by filter and value; empty if they were not asked for."""

    next_key: tuple[str, int] | None
    """Where the next page begins; None: this is the last."""

    near_ids: frozenset[int]
    """Of this page, those that only resemble the words."""

    is_words_only: bool
    """Whether meaning could not be compared, because the encoder is loading."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Some columns with what of them passes: the catalogue, or what else the actor may read."""

    columns: SearchColumns
    base: Bools
    kept: Bools
    filters: dict[str, Bools]
    verified: Bools
    relevance: Relevance | None


def search(
    session: Session,
    runtime: Runtime,
    *,
    actor: Actor | None,
    wanted: Search,
    after: tuple[str, int] | None = None,
    limit: int = 20,
    with_facets: bool = True,
) -> Found:
    """Return the entries this actor, or the public (None), may read that suit, in order.

    Raises
    ------
    InvalidError
        If `after` is no cursor of this order.
    """
    parts, is_words_only = _parts(session, runtime, actor, wanted)
    key = _key(after, wanted.order)
    ordered = []
    for part in parts:
        ordering = Ordering(part.columns, wanted.order, part.relevance)
        ordered.append((ordering, ordering.page(part.kept, after=key, limit=limit + 1)))
    page = merged(ordered, limit + 1)
    shown = [(int(parts[number].columns.ids[row]), parts[number], row) for _, number, row in page]
    last = page[limit - 1][0] if len(page) > limit else None
    return Found(
        ids=tuple(one for one, _, _ in shown[:limit]),
        total=sum(int(np.count_nonzero(part.kept)) for part in parts),
        facets=_facets(parts) if with_facets else {},
        next_key=None if last is None else (written_key(last), abs(int(last[-1]))),
        near_ids=frozenset(
            one
            for one, part, row in shown[:limit]
            if part.relevance is not None and not part.relevance.has_words[row]
        ),
        is_words_only=is_words_only,
    )


def matching_ids(
    session: Session, runtime: Runtime, *, wanted: Search, among: Sequence[int]
) -> list[int]:
    """Return those of some published entries that a search finds, ascending."""
    columns = runtime.search.current(session).columns
    verified_ids = np.asarray(reads.verified_ids(session), dtype=np.int64)
    answer = suited(session, runtime, columns, wanted.query) if wanted.query else None
    part = _part(columns, wanted, verified_ids, answer.relevance if answer else None)
    rows = columns.rows_of(np.asarray(sorted(among), dtype=np.int64))
    rows = rows[rows >= 0]
    return [int(one) for one in columns.ids[rows[part.kept[rows]]]]


def _parts(
    session: Session, runtime: Runtime, actor: Actor | None, wanted: Search
) -> tuple[list[_Part], bool]:
    columns = runtime.search.current(session).columns
    verified_ids = np.asarray(reads.verified_ids(session), dtype=np.int64)
    answer = suited(session, runtime, columns, wanted.query) if wanted.query else None
    parts = [_part(columns, wanted, verified_ids, answer.relevance if answer else None)]
    ids = reads.unpublished_ids(session, readable=access.technologies_readable_by(actor))
    if ids:
        others = build_columns(read_rows(session, ids))
        found = suited_by_words(session, others, wanted.query) if wanted.query else None
        parts.append(_part(others, wanted, verified_ids, found))
    return parts, answer is not None and answer.is_words_only


def _part(
    columns: SearchColumns,
    wanted: Search,
    verified_ids: Ids,
    found: Relevance | None,
) -> _Part:
    verified = np.isin(columns.ids, verified_ids)
    base = np.ones(len(columns), dtype=np.bool_) if found is None else found.kept
    filters = masks(columns, wanted.wanted, verified=verified)
    return _Part(columns, base, all_but(filters, "", base), filters, verified, found)


def _facets(parts: Sequence[_Part]) -> Facets:
    total: Facets = {}
    for part in parts:
        counts = facet_counts(part.columns, part.filters, base=part.base, verified=part.verified)
        for name, counted in counts.items():
            total[name] = total.get(name, Counter()) + counted
    return total


def _key(after: tuple[str, int] | None, order: CatalogueSort) -> Key | None:
    if after is None:
        return None
    try:
        return read_key(after[0], after[1], order)
    except ValueError as error:
        raise InvalidError([FieldProblem(field="cursor", rule="bad_cursor")]) from error
