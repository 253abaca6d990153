"""Export of published entries: page by page for the open interface, whole for a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from data.exchange import FORMAT, ExchangeEntry, ExchangeFile, file_checksum
from data.queries.exchange import published_page
from matcher.services.exchange.entries import entry_of

_READ_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """Some entries, and the id the next page begins behind; None: this is the last."""

    entries: tuple[ExchangeEntry, ...]
    next_id: int | None


def page(
    session: Session, *, platform: str, after_id: int, limit: int, since: date | None
) -> ExchangePage:
    """Return published entries behind an id, in the order they were entered."""
    rows = published_page(session, after_id=after_id, limit=limit + 1, since=since)
    shown = rows[:limit]
    return ExchangePage(
        entries=tuple(entry_of(row, platform) for row in shown),
        next_id=shown[-1].technology.id if len(rows) > limit else None,
    )


def exported(
    session: Session, *, platform: str, now: datetime, since: date | None = None
) -> ExchangeFile:
    """Return the file of all published entries, or of those published on or after a day.

    Ordered by origin and id, so that two platforms with the same entries write the same file.
    """
    entries = sorted(_all(session, platform, since), key=lambda one: (one.origin, one.id))
    return ExchangeFile(
        format=FORMAT,
        platform=platform,
        exported_at=now,
        since=since,
        entry_count=len(entries),
        checksum=file_checksum(one.checksum for one in entries),
        entries=entries,
    )


def _all(session: Session, platform: str, since: date | None) -> Iterator[ExchangeEntry]:
    after: int | None = 0
    while after is not None:
        part = page(session, platform=platform, after_id=after, limit=_READ_AT_ONCE, since=since)
        yield from part.entries
        session.expunge_all()
        after = part.next_id
