"""Published entries for other platforms, in the form of the exchange file."""

from data.exchange import FORMAT
from matcher.services.exchange import origin_of, page
from web.access import Access, allow
from web.api.base import api_blueprint, decode_cursor, encode_cursor
from web.extensions import now, read_only, settings
from web.schemas.exchange import ExchangePageOut, ExchangeQuery

bp = api_blueprint("exchange", __name__, tag="Technologies")


@bp.get("/exchange")
@bp.input(ExchangeQuery, location="query")
@bp.output(ExchangePageOut)
@allow(Access.PUBLIC)
def index(query_data: ExchangeQuery) -> ExchangePageOut:
    """List published entries with their cases for another platform, none of it personal."""
    key = decode_cursor(query_data.cursor, int)
    platform = origin_of(settings().public_url)
    with read_only() as session:
        found = page(
            session,
            platform=platform,
            after_id=0 if key is None else int(key[0]),
            limit=query_data.limit,
            since=query_data.since,
        )
    return ExchangePageOut(
        format=FORMAT,
        platform=platform,
        exported_at=now(),
        since=query_data.since,
        items=list(found.entries),
        next=None if found.next_id is None else encode_cursor(found.next_id),
    )
