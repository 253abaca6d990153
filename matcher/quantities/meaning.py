"""What a unit means where it stands: 度 of heat or of power, tonnes of steam or of CO2 avoided."""

import re
from dataclasses import dataclass
from typing import Final

from data.vocabulary.quantities import QuantityKind as K
from matcher.quantities.context import clause_after, clause_before
from matcher.quantities.numbers import Number
from matcher.quantities.units import UNITS

_WAN: Final = 10_000
_SMALLEST_SPELLED_SUM: Final = 100
_HOTTEST_CELSIUS: Final = 2000
"""A 度 above this is a kilowatt-hour."""
_YEARS: Final = range(1900, 2101)

_THERMAL: Final = re.compile(
    "温|热|冷|水|汽|气|烟|风|炉|窑|油|液|料|零下|零上|取暖|供暖|steam|water|gas|heat|air|temp"
)
_ELECTRIC: Final = re.compile("电|kwh|power")
_PRESSURE: Final = re.compile("压|蒸汽|汽|steam|pressure|气源")
_DIFFERENCE: Final = re.compile(
    "(?:温差|端差|温升|温降|升高|升温|降温|降低|下降|提高|提升|上升|相差|±|降了|差|rise of|drop of"
    "|differen\\w* of|by)(?:了|为|约|至少|大约|\\s)*$"
)
_ABATED: Final = re.compile(
    "减排|减碳|降碳|固碳|碳汇|碳减|减少.{0,8}(?:二氧化碳|co2|碳|温室气体)"
    "|abat|(?:reduc|cut|sav|avoid)\\w*"
)
_ABATED_BEHIND: Final = re.compile(
    "\\s?(?:的)?(?:二氧化碳|co2|碳|温室气体)?(?:当量)?(?:的)?(?:减排|减碳|减少量|碳减排|abate|reduc)"
)
_CARBON: Final = re.compile("co2|碳|carbon|减排|emission|温室气体|ghg")
_POLLUTANT: Final = re.compile(
    "so2|nox|二氧化硫|氮氧化物|粉尘|烟尘|颗粒物|voc|废水|固废|cod|氨氮"
    "|甲烷|n2o|hfc|sf6|标煤|标准煤|coal|煤"
)
_COST_PER_TONNE: Final = re.compile(
    "减排(?:单位)?成本|减碳成本|降碳成本|碳成本|吨碳|每吨(?:二氧化碳|co2)"
    "|abatement cost|cost of abatement"
)
_MONEY_WORDS: Final = re.compile(
    "投资|投入|预算|资金|造价|总价|花|费用|成本|投|budget|invest|capex|spend"
)
_MONEY_BEFORE: Final = re.compile(r"(?:¥|rmb|cny)\s{0,2}$")
_BARE_MONEY_BEHIND: Final = re.compile(
    r"\s{0,2}(?:$|[,，。;、!?()\n]|之间|以内|以下|之内|以上|内|左右|上下|封顶|人民币|的?预算|的|够|就|吧|块)"
)
_AT_MOST_BEHIND: Final = re.compile("内|以下|封顶")
_BARE_BEFORE: Final = re.compile(r"(?:希望|最好|要求|控制|限制|在|总共|我们|想|能|最多|\s)*$")
_OTHER_CURRENCY: Final = re.compile(r"(?:\$|usd|eur|€|£|美元|欧元)\s{0,2}$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Kind and unit of a number, the factor to that unit, and spellings a range may repeat."""

    kind: K
    unit: str
    scale: float
    spellings: frozenset[str]


_SPELLINGS: Final[dict[tuple[K, str], frozenset[str]]] = {
    (kind, unit): frozenset(
        spelling
        for spelling, (its_kind, its_unit, _) in UNITS.items()
        if (its_kind, its_unit) == (kind, unit)
    )
    for kind, unit, _ in UNITS.values()
}
"""The other spellings of a unit: a range may repeat its unit in any of them."""

PERCENT: Final = Meaning(K.SHARE, "1", 0.01, frozenset())


def meaning(
    folded_text: str, number: Number, spelling: str, start: int, end: int
) -> Meaning | None:
    """Return what a number and its unit mean in their clause, None when that stays unclear."""
    kind, unit, scale = UNITS[spelling]
    before, after = clause_before(folded_text, start), clause_after(folded_text, end)
    if folded_text[max(0, start - 1) : start] == "第":
        return None
    if spelling == "度":
        return _degrees(number, before, after)
    if spelling == "公斤" and not _PRESSURE.search(before + after[:6]):
        return None
    if kind is K.DURATION and _is_calendar(number, spelling, before):
        return None
    if kind is K.TEMPERATURE and _DIFFERENCE.search(before):
        kind = K.TEMPERATURE_DIFFERENCE
    elif kind in {K.MASS, K.ABATEMENT}:
        kind, unit = _tonnes(kind, before, after)
    elif kind is K.MONEY and (_OTHER_CURRENCY.search(before) or _is_component_count(number)):
        return None
    elif kind is K.MONEY and _COST_PER_TONNE.search(before):
        kind, unit = K.UNIT_COST, "yuan/t"
    return Meaning(kind, unit, scale, _SPELLINGS[UNITS[spelling][:2]])


def bare_money(folded_text: str, number: Number, start: int) -> Meaning | None:
    """Return money where a text leaves 元 out (800万) or puts the currency first (¥ 800)."""
    before = clause_before(folded_text, start)
    if _OTHER_CURRENCY.search(before):
        return None
    named = _MONEY_BEFORE.search(before) is not None
    behind = _BARE_MONEY_BEHIND.match(folded_text, number.end)
    large = number.multiplier > 1 or (number.spelled and number.low >= _WAN)
    if named or (large and behind is not None and _MONEY_WORDS.search(before + behind[0])):
        return Meaning(K.MONEY, "yuan", 1.0, _SPELLINGS[K.MONEY, "yuan"])
    if (
        large
        and behind is not None
        and _AT_MOST_BEHIND.search(behind[0])
        and _BARE_BEFORE.match(before)
    ):
        return Meaning(K.MONEY, "yuan", 1.0, _SPELLINGS[K.MONEY, "yuan"])
    return None


def minus_before(folded_text: str, start: int, *, in_range: bool = False) -> bool:
    """Return whether a minus or 零下 stands right before a number, not the dash of a range."""
    before = folded_text[max(0, start - 3) : start].rstrip()
    if before.endswith("零下"):
        return True
    if not before.endswith("-"):
        return False
    ahead = before[:-1].rstrip()
    return ahead.endswith(("~", "至", "到", "to")) if in_range else not ahead[-1:].isalnum()


def _degrees(number: Number, before: str, after: str) -> Meaning | None:
    thermal = _THERMAL.search(before[-12:]) or _THERMAL.search(after[:8])
    electric = _ELECTRIC.search(before[-12:]) or number.multiplier > 1
    if electric or number.low > _HOTTEST_CELSIUS:
        return Meaning(K.ENERGY, "kWh", 1.0, frozenset({"度", "度电"}))
    if not thermal:
        return None
    kind = K.TEMPERATURE_DIFFERENCE if _DIFFERENCE.search(before) else K.TEMPERATURE
    return Meaning(kind, "degC", 1.0, _SPELLINGS[K.TEMPERATURE, "degC"])


def _is_calendar(number: Number, spelling: str, before: str) -> bool:
    if spelling == "年":
        return number.low in _YEARS or before.endswith(("20", "19"))
    return spelling == "日" and before.endswith("月")


def _is_component_count(number: Number) -> bool:
    return number.spelled and number.high < _SMALLEST_SPELLED_SUM  # 三元锂, 二元盐


def _tonnes(kind: K, before: str, after: str) -> tuple[K, str]:
    avoided = _ABATED.search(before) or _ABATED_BEHIND.match(after)
    carbon = kind is K.ABATEMENT or _CARBON.search(before) or _CARBON.match(after.lstrip(" of的"))
    other = _POLLUTANT.search(before) if kind is K.MASS else None
    if avoided and carbon and not other:
        return K.ABATEMENT, "tCO2"
    if kind is K.ABATEMENT and not re.search("排放|emit|emission", before):
        return K.ABATEMENT, "tCO2"
    return K.MASS, "t"
