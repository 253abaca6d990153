"""Names by which people call divisions: full, short, and English."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from data.reference import Division, divisions
from data.reference.divisions import english_names

_PEOPLES = (
    "蒙古|藏|维吾尔|回|壮|苗|彝|布依|土家|土|满|侗|瑶|白|哈尼|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|朝鲜|塔吉克|怒|鄂温克|保安|裕固|"
    "独龙|鄂伦春|哈萨克|各"
)
_BARE_PEOPLES = "哈萨克|柯尔克孜|蒙古|塔吉克|锡伯"
"""Peoples whose names stand without 族 in the names of divisions."""
_AUTONOMOUS = re.compile(rf"(?:(?:{_PEOPLES})族|{_BARE_PEOPLES})+自治[州县旗]$")
_AUTONOMOUS_PROVINCE = re.compile(r"(?:壮族|回族|维吾尔)?自治区$")
_SUFFIX = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|新区|林区|特区|矿区|省|市|盟|区|县|旗)$")
_SHORTEST = 2
GENERIC_NAMES = frozenset({"城区", "郊区", "矿区", "东区", "西区"})
"""Full names so general that they count only within a prefecture that was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Codes by full and by short Chinese name; `longest` is the length of the longest name."""

    full: dict[str, tuple[str, ...]]
    short: dict[str, tuple[str, ...]]
    longest: int


def short_name(item: Division) -> str | None:
    """Return the name without its kind (临汾 for 临汾市), or None where too little would remain."""
    pattern = _AUTONOMOUS_PROVINCE if item.level == "province" else _AUTONOMOUS
    name = pattern.sub("", item.name) or item.name
    name = _SUFFIX.sub("", name)
    return name if len(name) >= _SHORTEST and name != item.name else None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the Chinese names of every division."""
    full: dict[str, list[str]] = defaultdict(list)
    short: dict[str, list[str]] = defaultdict(list)
    for code, item in divisions().items():
        full[item.name].append(code)
        brief = short_name(item)
        if brief:
            short[brief].append(code)
    return Gazetteer(
        full={name: tuple(codes) for name, codes in full.items()},
        short={name: tuple(codes) for name, codes in short.items()},
        longest=max(map(len, full)),
    )


@lru_cache(maxsize=1)
def english_gazetteer() -> dict[str, tuple[str, ...]]:
    """Return codes by folded English name of provinces and prefectures."""
    names: dict[str, list[str]] = defaultdict(list)
    for code, forms in english_names().items():
        for form in forms:
            names[fold_english(form)].append(code)
    return {name: tuple(codes) for name, codes in names.items()}


def fold_english(text: str) -> str:
    """Return lower-case words without accents, apostrophes and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’`]", "", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain))
