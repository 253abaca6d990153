"""评价指标体系: what experts score, with which weights; data, read from JSON and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

MAX_INDICATORS: Final = 20
MAX_POINTS: Final = 100
MAX_TEXT_CHARACTERS: Final = 600
_TEXTS = ("name_zh", "name_en", "guidance_zh", "guidance_en")


class IndicatorSystemError(ValueError):
    """A system of indicators that cannot be used.

    Attributes
    ----------
    field : str
        The part at fault, such as `indicators.2.weight`.
    rule : str
        Code of the message.
    """

    def __init__(self, field: str, rule: str, **values: Any) -> None:  # noqa: ANN401
        super().__init__(f"{field}: {rule}")
        self.field = field
        self.rule = rule
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One thing that experts score.

    Attributes
    ----------
    code : str
        Unique in its system.
    weight : float
        Relative; the weights of a system need not sum to anything.
    max_points : float
        Full marks; points run from 0 to it.
    """

    code: str
    name_zh: str
    name_en: str
    weight: float
    max_points: float = MAX_POINTS
    guidance_zh: str = ""
    guidance_en: str = ""

    def name(self, language: str) -> str:
        """Return the name in `language`: Chinese for a zh tag, else English."""
        return self.name_zh if language.startswith("zh") else self.name_en

    def guidance(self, language: str) -> str:
        """Return what an expert is asked to look at."""
        return self.guidance_zh if language.startswith("zh") else self.guidance_en


@dataclass(frozen=True, slots=True)
class IndicatorSystem:
    """The indicators of a batch, and from which spread on a result is flagged.

    Attributes
    ----------
    indicators : tuple of Indicator
        In the order of the score sheet.
    spread_limit : float
        Points (of 100) between the highest and the lowest expert from which a result is flagged.
    """

    indicators: tuple[Indicator, ...]
    spread_limit: float

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes in order."""
        return tuple(one.code for one in self.indicators)

    def shares(self) -> Mapping[str, float]:
        """Return each indicator's share of the total, summing to 1."""
        whole = sum(one.weight for one in self.indicators)
        return {one.code: one.weight / whole for one in self.indicators}

    def as_data(self) -> dict[str, Any]:
        """Return the system as plain JSON, as `read_system` reads it."""
        return {
            "spread_limit": self.spread_limit,
            "indicators": [asdict(one) for one in self.indicators],
        }


def read_system(data: Mapping[str, Any]) -> IndicatorSystem:
    """Read a system of indicators from JSON.

    Raises
    ------
    IndicatorSystemError
        Naming the first part that breaks a rule: 1 to 20 indicators, unique codes, names in both
        languages, weights above 0, full marks of 1 to 100, a limit of 1 to 100 points.

    References
    ----------
    .. [1] docs/decisions/0170-indicator-system.md.
    """
    rows: Sequence[Mapping[str, Any]] = data.get("indicators") or ()
    if not rows:
        raise IndicatorSystemError("indicators", "too_few_items", min=1)
    if len(rows) > MAX_INDICATORS:
        raise IndicatorSystemError("indicators", "too_many_items", max=MAX_INDICATORS)
    indicators = tuple(_indicator(row, f"indicators.{n}") for n, row in enumerate(rows, start=1))
    codes = [one.code for one in indicators]
    for number, code in enumerate(codes, start=1):
        if code in codes[: number - 1]:
            raise IndicatorSystemError(f"indicators.{number}.code", "indicator_twice")
    limit = _number(data.get("spread_limit"), "spread_limit", low=1, high=MAX_POINTS)
    return IndicatorSystem(indicators, limit)


def _indicator(row: Mapping[str, Any], place: str) -> Indicator:
    code = str(row.get("code") or "").strip()
    if not code.isidentifier() or not code.isascii():
        raise IndicatorSystemError(f"{place}.code", "bad_format")
    texts = {name: str(row.get(name) or "").strip() for name in _TEXTS}
    for name in ("name_zh", "name_en"):
        if not texts[name]:
            raise IndicatorSystemError(f"{place}.{name}", "required")
    for name, text in texts.items():
        if len(text) > MAX_TEXT_CHARACTERS:
            raise IndicatorSystemError(f"{place}.{name}", "too_long", max=MAX_TEXT_CHARACTERS)
    weight = _number(row.get("weight"), f"{place}.weight", low=0.01, high=1000)
    points = row.get("max_points", MAX_POINTS)
    most = _number(points, f"{place}.max_points", low=1, high=MAX_POINTS)
    return Indicator(code=code, weight=weight, max_points=most, **texts)


def _number(value: object, field: str, *, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - NaN
        raise IndicatorSystemError(field, "not_a_number")
    if value < low:
        raise IndicatorSystemError(field, "too_small", min=low)
    if value > high:
        raise IndicatorSystemError(field, "too_large", max=high)
    return float(value)
