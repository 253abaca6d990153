"""Reads the fields of one JSON-like record, collecting what is wrong instead of stopping."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from data.importers.limits import (
    LARGEST_MONEY_YUAN,
    LARGEST_NUMBER,
    LIST_LENGTH,
    LONG_TEXT_LENGTH,
    PROBLEMS_PER_ROW,
    SHORT_TEXT_LENGTH,
)
from data.importers.problems import FieldProblem, shorten
from data.reference import UnknownCodeError

Parsed = TypeVar("Parsed")

_FEN = Decimal("0.01")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EXPECTED = {
    "text": ("文字", "text"),
    "number": ("数字", "a number"),
    "whole number": ("整数", "a whole number"),
    "true or false": ("true 或 false", "true or false"),
    "list": ("列表", "a list"),
    "record": ("对象", "an object"),
    "range": ("[下限, 上限]，开放的一端为 null", "[low, high] with null for an open bound"),
}


class RecordReader:
    """Reads one record; every getter returns None (or nothing) where the value is bad or absent."""

    def __init__(
        self,
        record: str,
        content: Mapping[str, Any],
        *,
        prefix: str = "",
        problems: list[FieldProblem] | None = None,
    ) -> None:
        self.record = record
        self.content = content
        self.prefix = prefix
        self.problems = problems if problems is not None else []
        self._read: set[str] = set()

    def refuse(self, key: str, rule: str, value: object = "", **values: str | float) -> None:
        """Note that field `key` breaks `rule`."""
        if len(self.problems) < PROBLEMS_PER_ROW:
            self.problems.append(
                FieldProblem(
                    path=self.prefix + key,
                    record=self.record,
                    field=key,
                    rule=rule,
                    value=shorten(value),
                    values=values,
                )
            )

    def finish(self, ignored: tuple[str, ...] = ()) -> None:
        """Refuse every key that was not read and is not among `ignored`."""
        for key in self.content:
            if key not in self._read and key not in ignored:
                self.refuse(key, "unknown_key", key)

    def text(
        self, key: str, *, limit: int = SHORT_TEXT_LENGTH, required: bool = False
    ) -> str | None:
        """Return stripped text; empty text is unknown; a number is taken as its digits."""
        value = self._value(key)
        if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
            value = str(value)  # codes such as 2.1 and 320500 may be written without quotes
        if value is not None and not isinstance(value, str):
            self._wrong_type(key, "text", value)
            return None
        found = value.strip() if value else ""
        if not found:
            if required:
                self.refuse(key, "required")
            return None
        if len(found) > limit:
            self.refuse(key, "too_long", found, length=len(found), limit=limit)
            return None
        if _FORBIDDEN.search(found):
            self.refuse(key, "forbidden_character", found)
            return None
        return found

    def long_text(self, key: str, *, required: bool = False) -> str | None:
        """Return text of up to `LONG_TEXT_LENGTH` characters."""
        return self.text(key, limit=LONG_TEXT_LENGTH, required=required)

    def number(
        self,
        key: str,
        *,
        minimum: float = -LARGEST_NUMBER,
        maximum: float = LARGEST_NUMBER,
        positive: bool = False,
    ) -> float | None:
        """Return a finite number within the bounds."""
        value = self._value(key)
        if value is None:
            return None
        return self._number(key, value, minimum=minimum, maximum=maximum, positive=positive)

    def share(self, key: str) -> float | None:
        """Return a share in 0 to 1."""
        return self.number(key, minimum=0.0, maximum=1.0)

    def money(
        self, key: str, *, may_be_negative: bool = False, positive: bool = False
    ) -> Decimal | None:
        """Return Decimal yuan, rounded to fen."""
        value = self._value(key)
        if value is None:
            return None
        largest = float(LARGEST_MONEY_YUAN)
        lowest = -largest if may_be_negative else 0.0
        if self._number(key, value, minimum=lowest, maximum=largest, positive=positive) is None:
            return None
        return Decimal(str(value)).quantize(_FEN)

    def whole_number(self, key: str, *, minimum: int, maximum: int) -> int | None:
        """Return a whole number within the bounds."""
        found = self.number(key, minimum=minimum, maximum=maximum)
        if found is None:
            return None
        if found != int(found):
            self._wrong_type(key, "whole number", self.content[key])
            return None
        return int(found)

    def boolean(self, key: str) -> bool | None:
        """Return true or false."""
        value = self._value(key)
        if value is None or isinstance(value, bool):
            return value
        self._wrong_type(key, "true or false", value)
        return None

    def day(self, key: str) -> date | None:
        """Return a calendar day written as 2024-05-31."""
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, str) and _DATE.fullmatch(value.strip()):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                pass
        self.refuse(key, "not_a_date", value)
        return None

    def code(self, key: str, parse: Callable[[str], Parsed]) -> Parsed | None:
        """Return what `parse` makes of a code or label."""
        value = self.text(key)
        return None if value is None else self._parsed(key, value, parse)

    def codes(self, key: str, parse: Callable[[str], Parsed]) -> tuple[Parsed, ...]:
        """Return what `parse` makes of each code or label of a list, without repeats."""
        found: dict[Parsed, None] = {}
        for value in self.items(key):
            if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
                value = str(value)  # noqa: PLW2901 - 2.1 may be written without quotes
            if not isinstance(value, str):
                self._wrong_type(key, "text", value)
                continue
            parsed = self._parsed(key, value, parse)
            if parsed is not None:
                found[parsed] = None
        return tuple(found)

    def items(self, key: str, *, limit: int = LIST_LENGTH) -> list[Any]:
        """Return the entries of a list; unknown is an empty list."""
        value = self._value(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong_type(key, "list", value)
            return []
        if len(value) > limit:
            self.refuse(key, "too_many", "", length=len(value), limit=limit)
            return []
        return value

    def child(self, key: str, record: str) -> "RecordReader | None":
        """Return a reader of the record in `key`, or None where it is absent."""
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self._wrong_type(key, "record", value)
            return None
        return RecordReader(record, value, prefix=f"{self.prefix}{key}.", problems=self.problems)

    def children(self, key: str, record: str, *, limit: int) -> list["RecordReader"]:
        """Return a reader of each record in the list in `key`."""
        readers = []
        for index, value in enumerate(self.items(key, limit=limit)):
            if isinstance(value, dict):
                prefix = f"{self.prefix}{key}[{index}]."
                readers.append(RecordReader(record, value, prefix=prefix, problems=self.problems))
            else:
                self._wrong_type(key, "record", value)
        return readers

    def band(self, key: str, *, minimum: float = -LARGEST_NUMBER) -> list[float | None] | None:
        """Return [low, high] with None for an open bound; None where absent or both open."""
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - low and high
            self._wrong_type(key, "range", value)
            return None
        bounds = [
            None if bound is None else self._number(key, bound, minimum=minimum) for bound in value
        ]
        low, high = bounds
        if low is not None and high is not None and low > high:
            self.refuse(key, "range_reversed", value)
        return bounds if bounds != [None, None] else None

    def _value(self, key: str) -> Any:  # noqa: ANN401 - JSON
        self._read.add(key)
        return self.content.get(key)

    def _wrong_type(self, key: str, expected: str, value: object) -> None:
        zh, en = _EXPECTED[expected]
        self.refuse(key, "wrong_type", value, expected_zh=zh, expected_en=en)

    def _parsed(self, key: str, value: str, parse: Callable[[str], Parsed]) -> Parsed | None:
        try:
            return parse(value)
        except UnknownCodeError:
            self.refuse(key, "unknown_code", value)
            return None

    def _number(
        self,
        key: str,
        value: object,
        *,
        minimum: float = -LARGEST_NUMBER,
        maximum: float = LARGEST_NUMBER,
        positive: bool = False,
    ) -> float | None:
        if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
            self._wrong_type(key, "number", value)
            return None
        try:
            found = float(value)
        except OverflowError:
            found = math.inf
        if not math.isfinite(found):
            self.refuse(key, "not_finite", value)
        elif positive and found <= 0.0:
            self.refuse(key, "not_positive", value)
        elif not minimum <= found <= maximum:
            self.refuse(key, "out_of_range", value, minimum=minimum, maximum=maximum)
        else:
            return found
        return None
