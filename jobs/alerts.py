"""Job that tells users of entries published for their saved searches."""

from typing import Any

from data.queries import catalogue
from data.queries import notifications as reads
from data.session import reading, unit_of_work
from jobs.catalogue import EncoderUnavailableError
from jobs.context import JobContext
from matcher.services import saved_searches

CHUNK = 100
"""Saved searches in one transaction: a lock held for a moment, not for all of them."""


def look_for_new_entries(context: JobContext) -> dict[str, Any]:
    """Look through what was published since each saved search looked last."""
    with reading(context.sessions) as session:
        last = catalogue.latest_change(session)
        behind = reads.searches_behind(session, change_seq=last, after_id=0, limit=10_000)
        first = min((one.last_change_seq for one in behind), default=last)
        has_news = bool(behind) and bool(saved_searches.newly_published(session, after=first))
        has_words = any(one.conditions.get("query") for one in behind)
    if has_news and has_words:
        # Meaning is compared with the whole catalogue, as in the list.
        if not context.runtime.choose_encoder().asked.wait():
            raise EncoderUnavailableError
        context.runtime.build_catalogue()
    told, looked, after = 0, 0, 0
    while True:
        with unit_of_work(context.sessions) as session:
            part = reads.searches_behind(session, change_seq=last, after_id=after, limit=CHUNK)
            if not part:
                break
            after = part[-1].id
            looked += len(part)
            told += saved_searches.look(
                session, context.runtime, searches=part, now=context.clock()
            )
    return {"looked_count": looked, "told_count": told}
