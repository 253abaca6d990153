"""The exchange file: published entries with their cases, to and from other platforms."""

from data.exchange.checksum import checksum_of, file_checksum
from data.exchange.format import (
    FORMAT,
    ORIGIN_PATTERN,
    ExchangeCase,
    ExchangeEntry,
    ExchangeFile,
    ExchangeHeader,
    ExchangeOwner,
)

__all__ = [
    "FORMAT",
    "ORIGIN_PATTERN",
    "ExchangeCase",
    "ExchangeEntry",
    "ExchangeFile",
    "ExchangeHeader",
    "ExchangeOwner",
    "checksum_of",
    "file_checksum",
]
