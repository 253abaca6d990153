"""How the values of messages are written in each language: the name says the unit."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import isinf
from typing import Any, TypeAlias

from data.units import MONTHS_PER_YEAR, YUAN_PER_WAN_YUAN, YUAN_PER_YI_YUAN
from data.vocabulary.catalogue import ProjectType
from data.vocabulary.demands import ClimateZone
from data.vocabulary.term import Term

Scalar: TypeAlias = float | int | str | bool | None
MessageValue: TypeAlias = Scalar | Sequence[Scalar]

YUAN_PER_MILLION_YUAN = 1_000_000
WHOLE_FROM, ONE_DECIMAL_FROM, SMALL_BELOW = 100, 10, 0.1


class ScoreTerm(Term):
    """Names of the parts and signals of a score."""

    FIT = "fit", "契合度", "Fit"
    LOCATION = "location", "位置", "Location"
    ABATEMENT_COST = "abatement_cost", "减排成本", "Abatement cost"
    SEMANTIC = "semantic", "语义相近", "Meaning"
    LEXICAL = "lexical", "用词相同", "Wording"
    CATEGORY = "category", "技术类型", "Technology type"
    SECTOR = "sector", "行业", "Sector"
    TOPIC = "topic", "推断的技术类型", "Inferred technology type"
    MEDIUM = "medium", "介质", "Medium"
    PURPOSE = "purpose", "用途", "Purpose"
    SCALE = "scale", "规模", "Scale"
    TEMPERATURE = "temperature", "温度", "Temperature"
    PROXIMITY = "proximity", "距离", "Distance"
    CLIMATE = "climate", "气候", "Climate"


_TERMS: Mapping[str, type[Term]] = {
    "project_type": ProjectType,
    "project_types": ProjectType,
    "climate_zone": ClimateZone,
    "part": ScoreTerm,
    "signal": ScoreTerm,
}


_REFERENCE = frozenset({"inferred_type", "media", "purposes"})


def written_values(values: Mapping[str, MessageValue], language: str) -> dict[str, str]:
    """Return every value written out with its unit in `language`."""
    return {name: _written(name, value, language) for name, value in values.items()}


def written_number(value: float) -> str:
    """Return a number to about three significant figures, with thousands separators."""
    if isinf(value):
        return "∞"
    if abs(value) >= WHOLE_FROM:
        return f"{value:,.0f}"
    decimals = 1 if abs(value) >= ONE_DECIMAL_FROM else 2 if abs(value) >= SMALL_BELOW else 3
    text = f"{value:.{decimals}f}"
    trimmed = text.rstrip("0").rstrip(".")
    return "0" if trimmed == "-0" else trimmed


def _is_chinese(language: str) -> bool:
    return language.startswith("zh")


def _written(name: str, value: MessageValue, language: str) -> str:
    if name in _TERMS:
        return _labels(_TERMS[name], value, language)
    if name in _REFERENCE:
        return _reference_labels(name, value, language)
    write = _writer(name)
    if write is not None:
        return write(value, language)
    if isinstance(value, str | None):
        return value or ""
    if isinstance(value, Sequence):
        return ("、" if _is_chinese(language) else ", ").join(str(item) for item in value)
    return written_number(value)


def _reference_labels(name: str, value: MessageValue, language: str) -> str:
    """Return entries of reference lists by name; a code that is none stays as it is."""
    from data.reference.taxonomy import technology_types  # they import this package
    from data.reference.word_groups import media, purposes

    known: Mapping[str, Any] = {
        "inferred_type": technology_types,
        "media": media,
        "purposes": purposes,
    }[name]()
    given = [value] if isinstance(value, str) else value if isinstance(value, Sequence) else []
    codes = [str(code) for code in given]
    short = "zh" if _is_chinese(language) else "en"
    labels = [known[code].label(short) if code in known else code for code in codes]
    return ("、" if short == "zh" else ", ").join(labels)


@lru_cache(maxsize=256)
def _writer(name: str) -> Callable[[MessageValue, str], str] | None:
    """Return how a value of this name is written; names are few, answers say thousands."""
    return next((write for suffix, write in _BY_SUFFIX.items() if name.endswith(suffix)), None)


def _labels(terms: type[Term], value: MessageValue, language: str) -> str:
    codes = (
        [value] if isinstance(value, str) else list(value) if isinstance(value, Sequence) else []
    )
    labels = [terms(str(code)) for code in codes]
    if _is_chinese(language):
        return "、".join(label.label_zh for label in labels)
    return ", ".join(label.label_en.lower() for label in labels)


def _yuan(value: float, language: str) -> str:
    if _is_chinese(language):
        for unit, name in ((YUAN_PER_YI_YUAN, "亿元"), (YUAN_PER_WAN_YUAN, "万元")):
            if abs(value) >= unit:
                return f"{written_number(value / float(unit))} {name}"
        return f"{written_number(value)} 元"
    if abs(value) >= YUAN_PER_MILLION_YUAN:
        return f"{written_number(value / YUAN_PER_MILLION_YUAN)} million yuan"
    return f"{written_number(value)} yuan"


def _years(value: float, language: str) -> str:
    if isinf(value):
        return "无法回收" if _is_chinese(language) else "forever"
    return f"{written_number(value)} 年" if _is_chinese(language) else _plural(value, "year")


def _months(value: float, language: str) -> str:
    if value >= 3 * MONTHS_PER_YEAR:
        return _years(value / MONTHS_PER_YEAR, language)
    return f"{written_number(value)} 个月" if _is_chinese(language) else _plural(value, "month")


def _plural(value: float, unit: str) -> str:
    number = written_number(value)
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def _band(value: MessageValue, unit: str, language: str) -> str:
    """Write a figure, or a band of two bounds of which None is open."""
    if isinstance(value, str) or value is None:
        return value or ""
    if not isinstance(value, Sequence):
        return f"{written_number(value)}{unit}"
    low, high = (None if bound is None else written_number(float(bound)) for bound in value)
    if low is None and high is None:
        return "不限" if _is_chinese(language) else "any"
    if low is None:
        return f"{high}{unit} 以下" if _is_chinese(language) else f"up to {high}{unit}"
    if high is None:
        return f"{low}{unit} 以上" if _is_chinese(language) else f"{low}{unit} and more"
    return f"{low}{unit}" if low == high else f"{low}–{high}{unit}"


def _number_then(zh: str, en: str) -> Callable[[MessageValue, str], str]:
    def write(value: MessageValue, language: str) -> str:
        return _band(value, zh if _is_chinese(language) else en, language)

    return write


def _scalar(
    write: Callable[[float, str], str],
) -> Callable[[MessageValue, str], str]:
    def written(value: MessageValue, language: str) -> str:
        if isinstance(value, int | float):
            return write(float(value), language)
        return "" if value is None else str(value)

    return written


def _percent(value: float, language: str) -> str:
    return f"{value * 100:.0f}%"


def _exact_percent(value: float, language: str) -> str:
    return f"{value * 100:.4g}%"


_BY_SUFFIX: Mapping[str, Callable[[MessageValue, str], str]] = {
    "_yuan_per_tco2": _number_then(" 元/tCO₂", " yuan/tCO2"),
    "_tco2_per_year": _number_then(" tCO₂/年", " tCO2/year"),
    "_celsius": _number_then(" ℃", " °C"),
    "_km": _number_then(" km", " km"),
    "exact_share": _scalar(_exact_percent),
    "_share": _scalar(_percent),
    "_yuan": _scalar(_yuan),
    "_years": _scalar(_years),
    "_months": _scalar(_months),
    "_band": _number_then("", ""),
}
