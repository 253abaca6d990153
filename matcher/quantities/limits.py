"""Which quantities are limits of the demand: only what is clearly said as one (decision 0032)."""

import re
from typing import Final

from data.vocabulary.quantities import Comparator
from data.vocabulary.quantities import QuantityKind as K
from matcher.quantities.context import clause_after, clause_around, clause_before, previous_clause
from matcher.quantities.quantity import Quantity

_PAST: Final = re.compile(
    "去年|前年|已经|已投|曾|投了|花了|投资了|投入了|用了|同行|同类|别家|对手|隔壁|此前|上次|上期|过去|历史|做过|原来"
    "|invested|spent|last year|previous|already|paid|used to|has cost|competitor|similar project"
)
_BUDGET: Final = re.compile(
    "预算|资金上限|投资上限|投资额度|资金额度|投资限额|能拿出|可投|拿得出"
    "|budget|max\\w* investment|investment (?:cap|limit|ceiling)"
)
_INVESTMENT: Final = re.compile(
    "投资|投入|造价|总价|改造费|工程费|建设费|项目费|(?:改造|项目|建设)成本|投"
    "|capex|invest|capital|outlay|upfront|project cost"
)
_OTHER_MONEY: Final = re.compile(
    "电费|气费|水费|汽费|热费|煤费|能源费|能耗费|燃料费|运费|排污费|电价|气价|煤价"
    "|运行费|运行成本|运维|维护|人工"
    "|产值|营收|营业|销售|收入|利润|税"
    "|罚|补贴|奖励|补助|节省|节约|省下|能省|可省|收益|效益|每年|年均|一年|年费|单价"
    "|每吨|每台|每度|每套|每平|每户|每亩|单台|注册资本|市值|贷款|亏损|债|保险|租金|年用|年耗|薪|专项|(?<!改造)(?<!项目)(?<!建设)(?<!投资)成本"
    "|revenue|sales|turnover|output|profit|subsid|sav(?:e|ing)|bill|per year|a year|annual|yearly"
    "|each year|fine|penalt|insurance|operating|opex|electricity|energy cost|fuel cost"
    "|rent|wage|each"
)
_PER_SOMETHING: Final = re.compile(
    r"\s?(?:/|每|per |a year|annual|each|一年|的?(?:电费|气费|补贴|产值|收入|利润|税"
    "|罚款|奖励))"
)
_REFUSAL: Final = re.compile(
    "的?(?:话)?(?:项目|技术|方案)?(?:都|就|一律|均)?(?:不考虑|不要|不做|免谈|不接受|不行|不予|不投|排除)"
    "|.{0,12}(?:not considered|unacceptable|not acceptable|too (?:long|much|expensive))"
)
_REFUSED_BELOW: Final = re.compile("的?(?:项目|技术)?(?:不考虑|不要|免谈)")
_PAYBACK: Final = re.compile(
    "回本|回收期|回收投资|投资回收|收回投资|收回成本|收回来|回收成本|回报期"
    "|pays? ?back|pays? (?:for )?itself|break ?even"
)
_WANTED: Final = re.compile(
    "希望|要求|期望|需要|必须|务必|目标|须|应在"
    "|want|need|require|should|must|target|max|expect|wish|looking for"
)
_BUILD: Final = re.compile(
    "工期|建设期|施工期|建设周期|施工周期|施工时间|改造周期"
    "|construction|installation|build time|erection"
)
_NOT_BUILD: Final = re.compile("停产|停机|停炉|停工|shutdown|downtime|outage")
_FINISH: Final = re.compile(
    "建成|投产|投运|完成|完工|上线|交付|落地|竣工|改完|做完|实施|complet|commission|deliver|install"
    "|operat|finish|implement|in place|up and running|go live|done"
)
_NOT_FINISH: Final = re.compile(
    "质保|保修|回本|回收|过去|近|最近|以来|保证|稳定|无故障|寿命|减排|减碳|节约"
    "|payback|pay back|last|past|warranty|sav"
)
_ABATEMENT_COST: Final = re.compile(
    "减排|降碳|减碳|碳成本|单位成本|吨碳|二氧化碳|co2|abat|carbon|mitigation"
)
_CARBON_PRICE: Final = re.compile("碳价|碳市场|配额|ccer|carbon price|煤|汽价|carbon tax|碳税")
_WHOLE_LIFE: Final = re.compile(
    "累计|全生命|寿命期|期间|十[四五]五|总共|lifetime|in total|cumulative"
)
_FILLER: Final = re.compile(
    "希望|最好|要求|总体|整体|全部|价格|控制|大概|想|能|在|我们|我|要|请|的|为|是|也|就|总|再|还"
    r"|we|want|would|like|to|be|the|please|our|is|of|and|or|a|it|\s|:"
)
_STATED_LIMIT: Final = frozenset({Comparator.EXACT, Comparator.BETWEEN, Comparator.AT_MOST})
_SHORT_CLAUSE: Final = 8
_SMALLEST_INVESTMENT_YUAN: Final = 10_000
_MONTHS_PER_YEAR: Final = 12
LONGEST_COMPLETION_MONTHS: Final = 120.0
"""A longer time is a horizon, not the deadline of a need. Decision 0032."""


def investment_limit_yuan(plain: str, quantity: Quantity) -> float | None:
    """Return the investment limit a sum of money states, None when it is another sum."""
    if quantity.kind is not K.MONEY or quantity.approximate:
        return None
    before, after = clause_before(plain, quantity.start), clause_after(plain, quantity.end)
    if _is_other_money(plain, quantity.start, before, after):
        return None
    limit = _upper(quantity, after)
    if limit is None or limit < _SMALLEST_INVESTMENT_YUAN:
        return None
    if _BUDGET.search(before) or _BUDGET.match(after.lstrip(" 的元")):
        return limit
    if not _is_bounded(quantity):
        return None
    about_investment = (
        _INVESTMENT.search(before)
        or _INVESTMENT.match(after.lstrip(" 的元"))
        or _is_topic(plain, quantity.start, _INVESTMENT)
        or not _FILLER.sub("", before)
    )
    return limit if about_investment else None


def payback_limit_years(plain: str, quantity: Quantity) -> float | None:
    """Return the payback limit a duration states, None when it is another duration."""
    if quantity.kind is not K.DURATION or quantity.approximate:
        return None
    around = clause_around(plain, quantity.start, quantity.end)
    before, after = clause_before(plain, quantity.start), clause_after(plain, quantity.end)
    in_topic = _is_topic(plain, quantity.start, _PAYBACK)
    if not (_PAYBACK.search(around) or in_topic) or _PAST.search(around):
        return None
    limit = _upper(quantity, after)
    if limit is None:
        return None
    said_outright = not before.strip() and _PAYBACK.match(after)
    if _is_bounded(quantity) or _WANTED.search(around) or said_outright:
        return limit / _MONTHS_PER_YEAR
    return None


def unit_cost_limit_yuan_per_tco2(plain: str, quantity: Quantity) -> float | None:
    """Return the abatement cost limit a price per tonne states, None when it is another price."""
    if quantity.kind is not K.UNIT_COST or quantity.approximate:
        return None
    around = clause_around(plain, quantity.start, quantity.end)
    around += plain[quantity.start : quantity.end]
    if not _ABATEMENT_COST.search(around) or _CARBON_PRICE.search(around) or _PAST.search(around):
        return None
    limit = _upper(quantity, clause_after(plain, quantity.end))
    return limit if limit is not None and _is_bounded(quantity) else None


def abatement_target_tco2_per_year(plain: str, quantity: Quantity) -> float | None:
    """Return the yearly abatement a demand aims at, None for past, total or capped amounts."""
    if quantity.kind is not K.ABATEMENT or quantity.comparator is Comparator.AT_MOST:
        return None
    around = clause_around(plain, quantity.start, quantity.end)
    if _PAST.search(around) or re.search("已", around) or _WHOLE_LIFE.search(around):
        return None
    return quantity.low


def construction_limit_months(plain: str, quantity: Quantity) -> float | None:
    """Return the longest construction a duration allows, None when it is another duration."""
    if quantity.kind is not K.DURATION or quantity.approximate:
        return None
    around = clause_around(plain, quantity.start, quantity.end)
    if not _BUILD.search(around) or _NOT_BUILD.search(around) or _PAST.search(around):
        return None
    limit = _upper(quantity, clause_after(plain, quantity.end))
    return limit if _is_bounded(quantity) or _WANTED.search(around) else None


def completion_within_months(plain: str, quantity: Quantity) -> float | None:
    """Return within how many months a demand must be met, None when that is not said."""
    if quantity.kind is not K.DURATION or quantity.comparator is not Comparator.AT_MOST:
        return None
    if quantity.approximate:
        return None
    around = clause_around(plain, quantity.start, quantity.end)
    if _NOT_FINISH.search(around) or _BUILD.search(around) or _NOT_BUILD.search(around):
        return None
    stands_alone = not around.strip()
    return quantity.high if stands_alone or _FINISH.search(around) else None


def _is_other_money(plain: str, start: int, before: str, after: str) -> bool:
    return bool(
        _PAST.search(before)
        or _PAST.match(after)
        or _OTHER_MONEY.search(before)
        or _PER_SOMETHING.match(after)
        or _is_topic(plain, start, _OTHER_MONEY)
    )


def _upper(quantity: Quantity, after: str) -> float | None:
    if quantity.comparator is Comparator.AT_LEAST:  # 超过1000万的不考虑
        return quantity.low if _REFUSAL.match(after) else None
    if _REFUSED_BELOW.match(after) or quantity.comparator not in _STATED_LIMIT:
        return None
    return quantity.high


def _is_bounded(quantity: Quantity) -> bool:
    # AT_LEAST gets here only with a refusal behind it.
    return quantity.comparator in {Comparator.AT_MOST, Comparator.AT_LEAST}


def _is_topic(plain: str, start: int, topic: re.Pattern[str]) -> bool:
    previous = previous_clause(plain, start).strip()
    return len(previous) <= _SHORT_CLAUSE and topic.search(previous) is not None
