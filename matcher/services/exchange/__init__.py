"""Exchange of published entries with other platforms, by file and by the open interface."""

from matcher.services.exchange.entries import origin_of, source_of
from matcher.services.exchange.export import ExchangePage, exported, page
from matcher.services.exchange.intake import IntakeReport, RejectedEntry, take_in
from matcher.services.exchange.reading import UnreadableExchangeError, read_file

__all__ = [
    "ExchangePage",
    "IntakeReport",
    "RejectedEntry",
    "UnreadableExchangeError",
    "exported",
    "origin_of",
    "page",
    "read_file",
    "source_of",
    "take_in",
]
