"""Saved searches: kept under a name, looked through when entries are published."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from data.clock import local_day
from data.models import Notification, SavedSearch, Technology
from data.queries import batch_choices, catalogue
from data.queries import notifications as reads
from data.queries.catalogue_search import published_among
from data.vocabulary import NotificationKind
from matcher.search.conditions import wanted_of
from matcher.services import audit
from matcher.services.actor import Actor
from matcher.services.catalogue_search import Search, matching_ids
from matcher.services.changes import TECHNOLOGY
from matcher.services.errors import FieldProblem, InvalidError, NotFoundError, TooManyError
from matcher.services.runtime import Runtime

MAX_SEARCHES = 20
MAX_NAME_CHARACTERS = 80
NAMED_TECHNOLOGIES = 50
"""Bounds of one user and one notification. Source: docs/decisions/0192-saved-searches.md."""

SUBJECT = "saved_search"
_NOT_KEPT = frozenset({"sort", "status"})
"""A saved search looks for published entries, in no order."""


def save(
    session: Session, *, actor: Actor, name: str, conditions: Mapping[str, Sequence[str]],
    now: datetime,
) -> SavedSearch:  # fmt: skip
    """Keep a search; from now on it tells of entries that are published and suit it.

    Raises
    ------
    InvalidError
        If it has no name, a long one, or no condition at all.
    TooManyError
        If the user keeps 20 already.
    """
    name = name.strip()
    kept = {key: list(values) for key, values in conditions.items() if key not in _NOT_KEPT}
    _check(name, kept)
    if len(reads.searches_of(session, actor.user_id)) >= MAX_SEARCHES:
        raise TooManyError("too_many_searches", limit=MAX_SEARCHES)
    made = SavedSearch(
        user_id=actor.user_id,
        name=name,
        conditions=kept,
        last_change_seq=catalogue.latest_change(session),
        last_looked_at=now,
        created_at=now,
    )
    session.add(made)
    session.flush()
    _audit(session, "saved_search.created", actor, made.id, now)
    return made


def _check(name: str, conditions: Mapping[str, Sequence[str]]) -> None:
    problems = []
    if not name:
        problems.append(FieldProblem(field="name", rule="required"))
    if len(name) > MAX_NAME_CHARACTERS:
        values = {"max": MAX_NAME_CHARACTERS}
        problems.append(FieldProblem(field="name", rule="too_long", values=values))
    if not conditions:
        problems.append(FieldProblem(field="query", rule="search_without_condition"))
    if problems:
        raise InvalidError(problems)


def delete(session: Session, *, actor: Actor, search_id: int, now: datetime) -> None:
    """Forget a search of the actor's own; what it told stays.

    Raises
    ------
    NotFoundError
        If it is not the actor's own.
    """
    found = session.get(SavedSearch, search_id)
    if found is None or found.user_id != actor.user_id:
        raise NotFoundError(SUBJECT, search_id)
    session.delete(found)
    _audit(session, "saved_search.deleted", actor, search_id, now)


def newly_published(session: Session, *, after: int) -> Sequence[int]:
    """Return published technologies that changed after a change, ascending."""
    changes = catalogue.changes_since(session, after)
    return published_among(session, sorted({one for kind, one in changes if kind == TECHNOLOGY}))


def look(
    session: Session, runtime: Runtime, *, searches: Sequence[SavedSearch], now: datetime
) -> int:
    """Look through what was published since each search looked last; return how many told.

    Safe to run twice and beside itself: the place up to which a search has looked moves in the
    transaction that writes its notification, whose key names the place it started from.
    """
    last = catalogue.latest_change(session)
    batches = {code: batch_id for batch_id, code, _ in batch_choices.all_batches(session)}
    told = 0
    for one in searches:
        found = _fresh(session, runtime, one, batches)
        if found:
            session.add(_notification(one, found, now))
            told += 1
        one.last_change_seq, one.last_looked_at = last, now
    session.flush()
    return told


def _fresh(
    session: Session, runtime: Runtime, saved: SavedSearch, batches: Mapping[str, int]
) -> list[int]:
    """Return entries published since a search looked last, that suit it and were not told."""
    since = local_day(saved.last_looked_at)
    known = reads.told_ids(session, saved.id)
    fresh = []
    for one in newly_published(session, after=saved.last_change_seq):
        published_on = session.get_one(Technology, one).published_on
        if one not in known and published_on is not None and published_on >= since:
            fresh.append(one)
    if not fresh:
        return []
    wanted = Search(
        query=" ".join(saved.conditions.get("query", [])),
        wanted=wanted_of(saved.conditions, batches),
    )
    return matching_ids(session, runtime, wanted=wanted, among=fresh)


def _notification(saved: SavedSearch, found: Sequence[int], now: datetime) -> Notification:
    return Notification(
        user_id=saved.user_id,
        kind=NotificationKind.NEW_ENTRIES,
        subject_kind=SUBJECT,
        subject_id=saved.id,
        details={
            "name": saved.name,
            "count": len(found),
            "technology_ids": list(found[:NAMED_TECHNOLOGIES]),
            "conditions": saved.conditions,
        },
        dedup_key=f"{SUBJECT}/{saved.id}/{saved.last_change_seq}",
        created_at=now,
    )


def _audit(session: Session, action: str, actor: Actor, search_id: int, now: datetime) -> None:
    audit.record(
        session,
        now=now,
        action=action,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=search_id,
    )
