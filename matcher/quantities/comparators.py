"""Words before and behind a number that bound it: 不超过, 以内, 至少, 约, up to, or less."""

import re
from dataclasses import dataclass
from typing import Final

from data.vocabulary.quantities import Comparator

_WINDOW: Final = 28
_WORD: Final = "(?<![a-z])"
_LEAST: Final = (
    "不低于|不少于|不小于|至少|最少|起码|大于|高于|超过|超出|多于|长于|≥|>=|>"
    rf"|{_WORD}(?:at least|no less than|not less than|more than|no lower than"
    "|over|above|exceeding|longer than"
    "|min(?:imum)?(?: of)?)"
)
_MOST: Final = (
    "不超过|不超出|不超|不高于|不大于|不多于|不长于|不得超过|不能超过|不要超过|别超过|不想超过|不会超过"
    "|不可超过|不应超过|不宜超过|不得高于"
    "|不得大于|控制在|限制在|限定在|限于|封顶|小于|低于|少于|短于"
    "|最多|至多|顶多|最高|最大|最长|上限|≤|<=|<"
    rf"|不到|不足|{_WORD}(?:no more than|not more than|not (?:to )?exceed(?:ing)?"
    "|(?:must|should|may|can|does|do) not exceed|cannot exceed|at most"
    "|up to|under|below|less than|lower than|within|shorter than"
    "|max(?:imum)?(?: of)?|fewer than|not over|not above|cap(?:ped)? (?:at|of))"
)
_ABOUT: Final = (
    "大约|大概|(?<![节制签合预])约|将近|接近|差不多|(?<![最附接])近"
    "|around|about|approximately|approx\\.?|roughly|circa|nearly"
)
_FILLER: Final = (
    r"(?:\s|:|人民币|rmb|cny|¥|总共|投资|投入|[投出拿花]|只?能|可以?|为|是"
    "|了|在|到|至|the |a |of |is |be |~)"
)
_BEFORE: Final = re.compile(
    rf"(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))?{_FILLER}{{0,3}}"
    rf"(?P<about>{_ABOUT})?{_FILLER}{{0,2}}$"
)
_SPACE: Final = r"\s{0,2}(?:人民币|rmb)?\s{0,2}"
_AFTER: Final = re.compile(
    rf"{_SPACE}(?:(?P<about>左右|上下|前后|or so)(?P<about_most>以内|之内|以下)?"
    r"|(?P<most>[及或]?以内|[及或]?以下|之内|之下|以里|内(?![部外蒙在])|封顶|为限|为上限|打住"
    r"|or less|or below|or under|or lower|maximum|max\b|at most|at the most|tops)"
    r"|(?P<least>[及或]?以上|之上|起步|\+(?!\d)|or more|or above|or higher|minimum|at least))"
)


@dataclass(frozen=True, slots=True)
class Bound:
    """How the words around a number bound it, and how far they reach."""

    comparator: Comparator
    approximate: bool
    start: int
    end: int


def bound(folded_text: str, start: int, end: int) -> Bound:
    """Read the comparator around the number and unit in ``[start, end)``.

    Words behind the number win over words before it; contradictory ones ("at least … or less")
    come out as the words behind.
    """
    offset = max(0, start - _WINDOW)
    before = _BEFORE.search(folded_text[offset:start])
    after = _AFTER.match(folded_text, end)
    comparator, about, first = Comparator.EXACT, False, start
    if before is not None and (before["most"] or before["least"] or before["about"]):
        comparator = _comparator(before, Comparator.EXACT)
        about = before["about"] is not None
        first = offset + before.start() + _leading_blanks(before[0])
    last = end
    if after is not None:
        if after["about_most"]:
            comparator = Comparator.AT_MOST
        comparator = _comparator(after, comparator)
        about = about or after["about"] is not None
        last = after.end()
    if about and comparator is Comparator.EXACT:
        comparator = Comparator.ABOUT
    return Bound(comparator, about, first, last)


def _comparator(match: re.Match[str], otherwise: Comparator) -> Comparator:
    if match["most"]:
        return Comparator.AT_MOST
    if match["least"]:
        return Comparator.AT_LEAST
    return otherwise


def _leading_blanks(text: str) -> int:
    return len(text) - len(text.lstrip())
