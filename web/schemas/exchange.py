"""The exchange by JSON: the same entries as in the file, in pages."""

from typing import Annotated

from pydantic import Field

from data.exchange import ExchangeEntry, ExchangeHeader
from web.schemas.base import PageQuery
from web.schemas.codes import QueryDay


class ExchangeQuery(PageQuery):
    """Which entries."""

    since: Annotated[QueryDay | None, Field(description="Published on or after.")] = None


class ExchangePageOut(ExchangeHeader):
    """A page of published entries."""

    items: list[ExchangeEntry]
    next: str | None
