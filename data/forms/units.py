"""Units people write in the boxes of the form, with the factor to the unit stored.

The first unit of each list is the one the box names; amounts without a unit are read in it.
"""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from data.units import MONTHS_PER_YEAR, TONNES_PER_WAN_TONNES, YUAN_PER_WAN_YUAN, YUAN_PER_YI_YUAN

_ONE = Decimal(1)
_MONEY = {
    "元": _ONE,
    "人民币元": _ONE,
    "yuan": _ONE,
    "千元": Decimal(1000),
    "万元": YUAN_PER_WAN_YUAN,
    "万": YUAN_PER_WAN_YUAN,
    "万元人民币": YUAN_PER_WAN_YUAN,
    "人民币万元": YUAN_PER_WAN_YUAN,
    "百万元": Decimal(100) * YUAN_PER_WAN_YUAN,
    "千万元": Decimal(1000) * YUAN_PER_WAN_YUAN,
    "亿元": YUAN_PER_YI_YUAN,
    "亿": YUAN_PER_YI_YUAN,
    "亿元人民币": YUAN_PER_YI_YUAN,
    "人民币亿元": YUAN_PER_YI_YUAN,
}
_YEARLY_MONEY = {
    **_MONEY,
    **{f"{unit}/{year}": factor for unit, factor in _MONEY.items() for year in ("年", "a")},
}
_TONNE_NAMES = (
    "t",
    "tco2",
    "tco2e",
    "吨",
    "吨co2",
    "吨co2e",
    "吨二氧化碳",
    "吨二氧化碳当量",
    "吨co2当量",
    "tco2当量",
)
_YEARLY_ENDINGS = ("", "/a", "/年", "/y", "/yr")
_TONNES = {
    prefix + name + ending: factor
    for prefix, factor in (
        ("", _ONE),
        ("万", TONNES_PER_WAN_TONNES),
        ("亿", TONNES_PER_WAN_TONNES**2),
    )
    for name in _TONNE_NAMES
    for ending in _YEARLY_ENDINGS
}
_PER_TONNE = {
    f"{money}/{tonne}": factor
    for money, factor in (("元", _ONE), ("万元", YUAN_PER_WAN_YUAN))
    for tonne in _TONNE_NAMES
}
_MONTHS = {"月": _ONE, "个月": _ONE, "month": _ONE, "months": _ONE}
_YEARS = {"年": _ONE, "a": _ONE, "year": _ONE, "years": _ONE}
_YEAR_MONTHS = Decimal(MONTHS_PER_YEAR)

UNITS: Mapping[str, Mapping[str, Decimal]] = MappingProxyType(
    {
        "yuan": _MONEY,
        "yuan/year": _YEARLY_MONEY,
        "tCO2/year": _TONNES,
        "t/year": {
            "t/a": _ONE, "t": _ONE, "吨": _ONE, "t/年": _ONE, "吨/年": _ONE, "吨/a": _ONE,
            "kg": Decimal("0.001"), "kg/a": Decimal("0.001"), "千克/年": Decimal("0.001"),
            "万t/a": TONNES_PER_WAN_TONNES, "万吨/年": TONNES_PER_WAN_TONNES,
            "万t": TONNES_PER_WAN_TONNES, "万吨": TONNES_PER_WAN_TONNES,
        },
        "yuan/tCO2": _PER_TONNE,
        "month": {**_MONTHS, **dict.fromkeys(_YEARS, _YEAR_MONTHS)},
        "year": {**_YEARS, **dict.fromkeys(_MONTHS, _ONE / _YEAR_MONTHS)},
        "share": {"%": Decimal("0.01")},
        "degree Celsius": {"℃": _ONE, "°c": _ONE, "摄氏度": _ONE, "度": _ONE, "c": _ONE},
        "MPa": {"mpa": _ONE, "兆帕": _ONE, "kpa": Decimal("0.001"), "bar": Decimal("0.1")},
        "m2": {"m2": _ONE, "平方米": _ONE, "㎡": _ONE, "万m2": Decimal(10_000)},
        "kV": {"kv": _ONE, "千伏": _ONE, "v": Decimal("0.001")},
    }
)  # fmt: skip
"""By unit of the field dictionary."""

PERIODS = frozenset({"month", "year"})
"""Units of the boxes that take months or years: an amount without either says neither."""


def plain_unit(text: str) -> str:
    """Return a unit with width, case, spaces, subscripts and strokes leveled."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    for wordy, short in (("每年", "/年"), ("／", "/"), ("·", ""), ("二氧化碳当量", "co2e")):
        plain = plain.replace(wordy, short)
    return plain.replace("吨二氧化碳", "吨co2")


def factor_of(unit: str, written: str) -> Decimal | None:
    """Return the factor from a unit as written to `unit` of the dictionary, or None."""
    return UNITS.get(unit, {}).get(plain_unit(written))
