"""The text that is encoded and indexed for a technology and for a demand.

Words decide closeness; figures and their units are read elsewhere (`matcher.quantities`) and are
left out here, so that they do not drown the words.
"""

import re
from collections.abc import Iterable

from data.reference.taxonomy import technology_types, topics

TEXT_VERSION = "2"
"""Change it with anything below: vectors of another version are encoded again."""

PRINCIPLE_CHARACTERS = 300
DETAIL_CHARACTERS = 150
SHORT_CHARACTERS = 50
"""Under this the taxonomy's labels help; above it they only make texts alike."""

DEMAND_CHARACTERS = 2000
"""Bounds on what is encoded. Source: docs/decisions/0048-encoded-texts.md."""

_NUMBER = r"\d[\d.,]*(?:\s*[~～\-–—至到]\s*\d[\d.,]*)?"
_UNIT = (
    r"(?:\s*(?:万|亿)?\s*(?:元|吨|度|年|天|小时|个月|平方米|立方米|平米|千瓦时|千瓦|兆瓦|公里|米)"
    r"|\s*(?:万|亿|千)?(?:[°º]?C|℃|[kKMG]?Wh?|[kMG]?Pa|[kMG]J|N?m[23³²]?|㎡|[km]?g|t|h|a|kV|V|L|km|mm|rpm|Hz)"
    r"(?:/[A-Za-z㎡³²0-9]{1,4})?(?![A-Za-z])|\s*[%％‰](?:/[A-Za-z℃]+)?)?"
)
_FIGURE = re.compile(rf"(?<![A-Za-z0-9])[≤≥<>＜＞~～±]?\s*{_NUMBER}{_UNIT}(?![A-Za-z0-9])")
_CLAUSE = re.compile(r"[^，,。；;！？!?\n]+[，,。；;！？!?\n]*|[，,。；;！？!?\n]+")
_LIMIT = re.compile(
    "投资|预算|资金|回本|回收期|建成|投产|完工|工期|造价|减排成本|批复|额度|上限|占地|年用电|用电量"
    "|(?i:budget|invest|payback|pay back|deadline|commission)"
)
_COUNTED = re.compile(r"\d|[一二三四五六七八九十百千两几]+(?:个)?(?:年|月|万|亿|百|千)")
_SPACES = re.compile(r"\s+")
_DEMO_MARK = re.compile(r"[（(]?示例[）)]?[：:]?")


def technology_text(
    *,
    name: str,
    technology_type: str | None = None,
    technology_topics: Iterable[str] = (),
    fields: Iterable[str] = (),
    technical_principle: str | None = None,
    key_technology: str | None = None,
    process_flow: str | None = None,
    applicability: str | None = None,
) -> str:
    """Return the text encoded for a technology.

    The name stands first; then its fields, the principle, and the openings of key technology and
    applicability. Where the principle is missing the process flow stands in for it, and where
    little is stated at all the labels of the notice's taxonomy join. Indicators and users add
    figures and names of firms, and are left out.

    Parameters
    ----------
    technology_type : str or None
        Code 1.1–5.4; an unknown code adds nothing.
    technology_topics : iterable of str
        Codes x.y.zz; their labels stand in for the type's.
    fields : iterable of str
        Labels of fields of application.

    Returns
    -------
    str
        At most about 900 characters, without figures; never empty for a name that is not.

    References
    ----------
    .. [1] docs/decisions/0048-encoded-texts.md.
    """
    described = _joined(
        name,
        "、".join(fields),
        (technical_principle or process_flow or "")[:PRINCIPLE_CHARACTERS],
        (key_technology or "")[:DETAIL_CHARACTERS],
        (applicability or "")[:DETAIL_CHARACTERS],
    )
    if len(described) < SHORT_CHARACTERS:
        described = _joined(described, _direction(technology_type, technology_topics))
    return described or name


def demand_text(*, title: str | None = None, text: str) -> str:
    """Return the text encoded for a demand: its title unless the text repeats it, then its words.

    Returns
    -------
    str
        At most `DEMAND_CHARACTERS` characters, without figures unless there is nothing else.

    References
    ----------
    .. [1] docs/decisions/0048-encoded-texts.md.
    """
    whole = text if not title or title in text else f"{title}。{text}"
    return (words_of(without_limits(whole)) or words_of(whole) or whole)[:DEMAND_CHARACTERS]


def without_limits(text: str) -> str:
    """Return a text without the clauses that state a limit in figures: budget, payback, deadline.

    They are read as quantities; as words they would find technologies that speak of money.
    """
    clauses = _CLAUSE.findall(text)
    return "".join(one for one in clauses if not (_LIMIT.search(one) and _COUNTED.search(one)))


def words_of(text: str) -> str:
    """Return a text without figures, their units, demo marks and repeated spaces."""
    without_figures = _FIGURE.sub(" ", _DEMO_MARK.sub("", text))
    return _SPACES.sub(" ", without_figures).strip(" 。，,;；")


def _joined(*parts: str) -> str:
    kept = (words_of(part) for part in parts)
    return "。".join(text for text in kept if text)


def _direction(technology_type: str | None, technology_topics: Iterable[str]) -> str:
    known = topics()
    labels = [known[code].label_zh for code in technology_topics if code in known]
    if not labels and technology_type in technology_types():
        labels = [technology_types()[technology_type].label_zh]
    return "、".join(label.split("（")[0] for label in labels)
