"""Units as people write them, and what they are converted to."""

import re
from typing import Final

from data.vocabulary.quantities import QuantityKind as K

_MU_M2: Final = 2000 / 3
"""One 亩. [m2]"""

_TABLE: Final[dict[tuple[K, str], dict[str, float]]] = {
    (K.MONEY, "yuan"): dict.fromkeys(
        ("元", "元人民币", "块钱", "yuan", "rmb", "cny", "yuan rmb", "chinese yuan"), 1.0
    ),
    (K.UNIT_COST, "yuan/t"): dict.fromkeys(
        (
            *(
                f"{money}{per}{mass}"
                for money in ("元", "yuan", "yuan ", "rmb", "rmb ", "cny", "cny ")
                for per in ("/", "每", "per ", "/ ", "a ")
                for mass in (
                    *("吨", "t", "吨co2", "吨二氧化碳", "tco2", "tco2e", "吨碳", "ton", "tonne"),
                    *("t co2", "ton co2", "tonne co2", "ton of co2", "tonne of co2", "t-co2"),
                )
            ),
        ),
        1.0,
    ),
    (K.DURATION, "month"): {
        **dict.fromkeys(("年", "year", "years", "yr", "yrs", "-year", "-yr"), 12.0),
        **dict.fromkeys(("个月", "month", "months", "mos", "-month"), 1.0),
        **dict.fromkeys(("天", "日", "工作日", "days", "day"), 12 / 365),
        **dict.fromkeys(("周", "星期", "weeks", "week"), 12 * 7 / 365),
    },
    (K.TEMPERATURE, "degC"): {
        **dict.fromkeys(("℃", "°c", "° c", "摄氏度", "度", "度c", "deg c", "degc"), 1.0),
        **dict.fromkeys(("degrees c", "degrees celsius", "degree celsius", "celsius"), 1.0),
    },
    (K.PRESSURE, "MPa"): {
        **dict.fromkeys(("mpa", "mpag", "mpa(g)", "兆帕"), 1.0),
        **dict.fromkeys(("kpa", "千帕"), 1e-3),
        **dict.fromkeys(("bar", "barg", "bar(g)", "公斤压力"), 0.1),
        **dict.fromkeys(("公斤", "kgf/cm2", "kgf/cm²"), 0.0980665),
    },
    (K.ABATEMENT, "tCO2"): {
        **dict.fromkeys(("tco2", "tco2e", "吨co2", "吨co2e", "吨二氧化碳", "吨碳排放"), 1.0),
        **dict.fromkeys(("t co2", "t co2e", "tonnes of co2", "tons of co2", "tonnes co2"), 1.0),
        **dict.fromkeys(("tons co2", "tco2/a", "tco2/年", "吨co2/年", "t of co2"), 1.0),
        **dict.fromkeys(("tonnes of co2e", "tonnes of carbon dioxide", "tco2e/a"), 1.0),
    },
    (K.MASS, "t"): {
        **dict.fromkeys(("吨", "t", "ton", "tons", "tonne", "tonnes", "t/a", "吨/年", "t/年"), 1.0),
        **dict.fromkeys(("吨每年", "t/y", "t/yr", "tonnes/year", "tpa"), 1.0),
    },
    (K.ENERGY, "kWh"): {
        **dict.fromkeys(("kwh", "千瓦时", "千瓦·时", "kw·h", "kw.h", "度电"), 1.0),
        **dict.fromkeys(("mwh", "兆瓦时"), 1e3),
        "gwh": 1e6,
    },
    (K.ENERGY, "GJ"): {**dict.fromkeys(("gj", "吉焦"), 1.0), "mj": 1e-3, "兆焦": 1e-3, "tj": 1e3},
    (K.ENERGY, "tce"): {
        **dict.fromkeys(("tce", "吨标煤", "吨标准煤", "tce/a", "吨标煤/年"), 1.0),
        "kgce": 1e-3,
    },
    (K.VOLUME, "Nm3"): dict.fromkeys(("nm3", "nm³", "标方", "标准立方米", "标立方"), 1.0),
    (K.VOLUME, "m3"): dict.fromkeys(("m3", "m³", "立方米", "立方", "cubic meters"), 1.0),
    (K.FLOW, "m3/h"): {
        **{
            f"{volume}{per}": 1.0
            for volume in ("m3", "m³", "nm3", "nm³", "立方米", "标方", "方", "立方")
            for per in ("/h", "/hr", "/小时", "/时", "每小时", " per hour")
        },
        **{
            f"{volume}{per}": 1 / 24
            for volume in ("m3", "m³", "nm3", "nm³", "立方米", "标方", "方")
            for per in ("/d", "/天", "/日", "每天", "每日", " per day")
        },
    },
    (K.FLOW, "t/h"): {
        **{
            f"{mass}{per}": 1.0
            for mass in ("t", "吨")
            for per in ("/h", "/hr", "/小时", "/时", "每小时", " per hour")
        },
        **{f"{mass}{per}": 1 / 24 for mass in ("t", "吨") for per in ("/d", "/天", "/日", "每天")},
    },
    (K.AREA, "m2"): {
        **dict.fromkeys(("m2", "m²", "㎡", "平方米", "平米", "平方", "sqm", "sq m"), 1.0),
        **dict.fromkeys(("square meters", "square metres", "square meter"), 1.0),
        **dict.fromkeys(("公顷", "ha", "hectares", "hectare"), 1e4),
        **dict.fromkeys(("km2", "km²", "平方公里"), 1e6),
        "亩": _MU_M2,
    },
    (K.POWER, "kW"): {
        **dict.fromkeys(("kw", "kwp", "千瓦"), 1.0),
        **dict.fromkeys(("mw", "mwp", "兆瓦", "mwt", "mwe"), 1e3),
        **dict.fromkeys(("gw", "gwp", "吉瓦"), 1e6),
        **dict.fromkeys(("瓦",), 1e-3),
    },
    (K.VOLTAGE, "kV"): {**dict.fromkeys(("kv", "千伏"), 1.0), "伏": 1e-3},
    (K.SHARE, "1"): {**dict.fromkeys(("%", "percent", "per cent"), 0.01), "成": 0.1},
}

UNITS: Final[dict[str, tuple[K, str, float]]] = {
    spelling: (kind, unit, scale)
    for (kind, unit), spellings in _TABLE.items()
    for spelling, scale in spellings.items()
}
"""Spelling (folded) to kind, unit converted to, and factor."""

_NOT_FOLLOWED: Final = (
    r"(?<=年)(?![度前底份初中末代限检])(?!\d{1,2}月)"
    r"|(?<=成)(?![本为功套立熟品果型分员])"
    r"|(?<=度)(?![数假])"
    r"|(?<=方)(?![案面式法向便程])"
    r"|(?<=[天日])(?![然津气本])"
    r"|(?<=元)(?![/每素件器])"
    r"|(?<=[a-z23])(?![a-z0-9])(?!/(?!年|a\b|y))"
    r"|(?<=[^年成度方天日元a-z23])"
)
UNIT: Final = re.compile(
    r"\s{0,2}("
    + "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
    + rf")(?:{_NOT_FOLLOWED})"
)
"""A unit right behind a number; the longest spelling that ends where a word may end."""
