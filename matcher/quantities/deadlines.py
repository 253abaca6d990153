"""Dates by which something must be done: 2027年底前, 明年6月前, by the end of June 2027."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from matcher.quantities.context import clause_around
from matcher.quantities.numerals import chinese_bounds

_DECEMBER: Final = 12
_QUARTER_MONTHS: Final = 3
_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DONE: Final = "建成|投产|投运|完成|完工|上线|交付|落地|见效|用上|竣工|验收|改完|运行"
_PART: Final = (
    r"(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|(?P<q>q[1-4])"
    rf"|(?P<month>{_MONTH})月(?:(?P<day>\d{{1,2}})[日号]|份?[底末中初]?旬?)"
)
_BEFORE: Final = rf"(?:之前|以前|前|之内|内(?![部蒙外])|(?=.{{0,4}}(?:{_DONE})))"
_CHINESE: Final = re.compile(
    r"(?P<by>不晚于|不迟于|最迟|最晚|截止到?|赶在)?\s?"
    r"(?P<year>20\d\d(?![-/.\d])|二[〇零][〇零一二三四五六七八九]{2}|(?<!\d)[2-4]\d(?=年(?:底|末|\d))"
    rf"|今年|本年|明年|后年)年?度?\s?(?:年?[底末]|{_PART})?(?(by){_BEFORE}?|{_BEFORE})"
)
_YEARLESS: Final = re.compile(
    r"(?<![\d零〇一二两三四五六七八九十百半几多数今明后本当去前每全年])(?:年[底末](?:之前|以前|前)|年内)"
    rf"|(?<![\d年前个])(?P<month>{_MONTH})月(?:(?P<day>\d{{1,2}})[日号]|份?[底末]?)(?:之前|以前|前)"
)
_ISO: Final = re.compile(
    r"(?P<by>(?:by|before|until|no later than|不晚于|最迟|最晚)\s{0,2})?"
    r"(?<!\d)(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)(?P<end>\s?(?:之|以)?前)?"
)
_NAMES: Final = "|".join(
    f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTH_NAMES
)
_ENGLISH: Final = re.compile(
    r"(?<![a-z])(?:by|before|until|till|no later than|not later than|prior to"
    r"|deadline(?: is|:)?)\s{1,3}(?:the )?"
    r"(?:end of (?:the )?|year-end |late |mid-?)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?:(?P<name>{_NAMES})[.,]? )?"
    r"(?:(?P<day_after>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<q>q[1-4] )?(?:of )?"
    r"(?P<year>20\d\d|next year|this year)(?!\d)"
)
_NOT_OURS: Final = re.compile(
    "达峰|中和|peak|neutral|net.zero|净零|已于|已在|已经|数据|统计|有效期|到期|许可证|合同期|欧盟|cbam|碳关税"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The latest day a phrase can mean, and where it stands."""

    on: date
    start: int
    end: int


def deadlines(folded_text: str, today: date) -> Iterator[Deadline]:
    """Yield the deadlines of a folded text that are not past.

    A phrase that leaves the day open (2027年前, 6月前, by 2027) means its latest day: a limit read
    too early would drop technologies. National goals (碳达峰, 碳中和) are no deadlines of a need.

    Parameters
    ----------
    folded_text : str
        Output of `folded`.
    today : date
        What 今年, 明年 and a month without a year refer to.
    """
    for pattern in (_CHINESE, _YEARLESS, _ISO, _ENGLISH):
        for match in pattern.finditer(folded_text):
            on = _date(match, today)
            around = clause_around(folded_text, match.start(), match.end())
            if (
                on is not None
                and on >= today
                and not _NOT_OURS.search(around)
                and not folded_text.startswith("的", match.end())
            ):
                yield Deadline(on, match.start(), match.end())


def _date(match: re.Match[str], today: date) -> date | None:
    parts = match.groupdict()
    if match.re is _ISO and not (parts["by"] or parts["end"]):
        return None
    year = _year(parts.get("year"), today)
    month = _month(parts)
    day_text = parts.get("day") or parts.get("day_after")
    if year is None:
        year = today.year
        if month is not None and month < today.month:
            year += 1
    month = month or _DECEMBER
    if not 1 <= month <= _DECEMBER:
        return None
    last_day = monthrange(year, month)[1]
    day = int(day_text) if day_text else last_day
    return date(year, month, day) if 1 <= day <= last_day else None


def _year(written: str | None, today: date) -> int | None:
    if written is None:
        return None
    relative = {"今年": 0, "本年": 0, "this year": 0, "明年": 1, "next year": 1, "后年": 2}
    if written in relative:
        return today.year + relative[written]
    if written.isascii():
        return int(written) if len(written) == len("2027") else 2000 + int(written)
    bounds = chinese_bounds(written)
    return None if bounds is None else int(bounds[0])


def _month(parts: dict[str, str | None]) -> int | None:
    quarter = parts.get("quarter") or (parts.get("q") or "").strip().removeprefix("q")
    if quarter:
        return _number(quarter) * _QUARTER_MONTHS
    if parts.get("half"):
        return _DECEMBER if str(parts["half"]).startswith("下") else _DECEMBER // 2
    name = parts.get("name")
    if name:
        return next(n for n, full in enumerate(_MONTH_NAMES, 1) if full.startswith(name[:3]))
    written = parts.get("month")
    return _number(written) if written else None


def _number(written: str) -> int:
    if written.isascii():
        return int(written)
    bounds = chinese_bounds(written)
    return 0 if bounds is None else int(bounds[0])
