"""Finding the place that an address means; never a silent guess.

Order of trust: a park's name, then county, prefecture, province. An address is read from left to
right as a chain of names, each narrowing the one before. What fits several places that do not
contain one another is ambiguous. docs/decisions/0014-offline-geocoding.md.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from data.geocoding.gazetteer import (
    GENERIC_NAMES,
    english_gazetteer,
    fold_english,
    gazetteer,
)
from data.geocoding.park_names import ParkHit, find_english_parks, find_parks
from data.geocoding.place import PlaceCandidate, candidate_of_division, candidate_of_park
from data.reference import contains, divisions

_CJK = re.compile(r"[\u3400-\u9fff]")
_SEPARATOR = re.compile(r"[\s,，、;；:：/·\-—()（）|]")
_PREAMBLE = re.compile(r"^(?:中华人民共和国|中国|详细地址|地址|厂址|位于|地处)+")
_NOT_A_PLACE = re.compile(
    r"[东南西北中一二三四五六七八九十]?(?:大?[路街道巷弄]|胡同|大学|大厦|学院|公园|广场|医院|宾馆|酒店)"
)
"""What follows a short name when it is part of a street's or a building's name (北京东路)."""
_NOT_A_COUNTY = re.compile(r"[村镇乡里桥河湖江山寺港湾站新苑园庄堡屯塘]")
_AFTER_LONE_COUNTY = re.compile(r"$|经济|高新|工业|产业|开发区|园区|" + _SEPARATOR.pattern)
_CODE = re.compile(r"\d{6}")
_LONGEST_ENGLISH_NAME_WORDS = 3
_COMPASS = frozenset({"east", "west", "south", "north", "middle", "central"})
_NOT_A_CITY = frozenset(
    {
        "district",
        "county",
        "town",
        "township",
        "road",
        "rd",
        "street",
        "st",
        "avenue",
        "ave",
        "university",
        "hotel",
        "lu",
        "jie",
    }
)
"""What follows a name when it is a county's, a street's or a building's (Nanjing West Road)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Places that a text may mean: none, one, or several; and the part of it that said so."""

    candidates: tuple[PlaceCandidate, ...]
    matched_text: str


def search(text: str) -> Search:
    """Return the places that an address may mean.

    Parameters
    ----------
    text : str
        A full or partial address in Chinese, an English or pinyin place, or a region code.

    Returns
    -------
    Search
        No candidate where nothing was recognized; several where the text is ambiguous.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _CODE.fullmatch(plain) and plain in divisions():
        return _answer((), {plain}, plain)
    if _CJK.search(plain):
        return _search_chinese(plain)
    return _search_english(plain)


def _search_chinese(text: str) -> Search:
    text = _PREAMBLE.sub("", text)
    hits = find_parks(text)
    rest = text
    for hit in hits:
        rest = rest[: hit.start] + "|" * (hit.end - hit.start) + rest[hit.end :]
    chain = _read_chinese(rest)
    return _answer(hits, chain.codes, "".join([*(hit.name for hit in hits), *chain.matched]))


def _search_english(text: str) -> Search:
    folded = fold_english(text)
    hits = find_english_parks(folded)
    chain = _read_english(folded.split())
    return _answer(hits, chain.codes, " ".join([*(hit.name for hit in hits), *chain.matched]))


class _Chain:
    """Names met so far, each narrowing the ones before; contradictions stand side by side."""

    def __init__(self) -> None:
        self.matched: list[str] = []
        self._open: set[str] = set()
        self._less_likely: set[str] = set()
        self._closed: set[str] = set()

    @property
    def codes(self) -> set[str]:
        """Everything that the names may mean: one code, or a choice."""
        return self._open | self._closed

    @property
    def is_empty(self) -> bool:
        """Whether no name was met."""
        return not self._open

    def take(self, name: str, codes: Iterable[str], *, may_contradict: bool) -> bool:
        """Take a name; return whether it says anything that fits, or may contradict."""
        if not self._open:
            self._open = _dominant(set(codes))
            self._less_likely = set(codes) - self._open
        elif narrowed := _narrow(self._open, codes) or _narrow(self._less_likely, codes):
            self._open = _dominant(narrowed)
            self._less_likely = narrowed - self._open
        elif may_contradict:
            self._closed |= self._open
            self._open = _dominant(set(codes))
        else:
            return False
        self.matched.append(name)
        return bool(self._open)


def _read_chinese(text: str) -> _Chain:
    chain = _Chain()
    at, follows_name = 0, True
    while at < len(text):
        length = _chinese_name_at(chain, text, at, follows_name=follows_name)
        if length:
            at, follows_name = at + length, True
            continue
        follows_name = bool(_SEPARATOR.match(text, at))
        at += 1
    return chain


def _chinese_name_at(chain: _Chain, text: str, at: int, *, follows_name: bool) -> int:
    for length in range(min(gazetteer().longest, len(text) - at), 1, -1):
        name = text[at : at + length]
        if _take_full(chain, name):
            return length
        if follows_name and _take_short(chain, name, text, at + length):
            return length
    return 0


def _take_full(chain: _Chain, name: str) -> bool:
    codes = gazetteer().full.get(name, ())
    if not codes or (name in GENERIC_NAMES and chain.is_empty):
        return False
    # A second city that does not fit the first is a contradiction; a county's name may be a
    # street's or a company's (新华区, 新城区), and says nothing where it does not fit.
    larger = all(divisions()[code].level != "county" for code in codes)
    return chain.take(name, codes, may_contradict=larger)


def _take_short(chain: _Chain, name: str, text: str, end: int) -> bool:
    named = gazetteer().short.get(name, ())
    if not named or _NOT_A_PLACE.match(text, end):
        return False
    counties = [code for code in named if divisions()[code].level == "county"]
    larger = [code for code in named if code not in counties]
    fits_county = not _NOT_A_COUNTY.match(text, end)
    if chain.is_empty:
        fits_county = fits_county and bool(_AFTER_LONE_COUNTY.match(text, end))
    codes = [*larger, *counties] if fits_county else larger
    return bool(codes) and chain.take(name, codes, may_contradict=False)


def _read_english(words: list[str]) -> _Chain:
    chain = _Chain()
    at = 0
    while at < len(words):
        at += _english_name_at(chain, words, at) or 1
    return chain


def _english_name_at(chain: _Chain, words: list[str], at: int) -> int:
    for length in range(_LONGEST_ENGLISH_NAME_WORDS, 0, -1):
        name = " ".join(words[at : at + length])
        codes = english_gazetteer().get(name)
        following = words[at + length : at + length + 2]
        if following and following[0] in _COMPASS:
            following = following[1:]
        if codes and not (following and following[0] in _NOT_A_CITY):
            chain.take(name, codes, may_contradict=True)
            return length
    return 0


def _narrow(codes: set[str], named: Iterable[str]) -> set[str]:
    """Return the deeper of each pair of which one contains the other."""
    deeper = set()
    for code in codes:
        for name in named:
            if contains(code, name):
                deeper.add(name)
            elif contains(name, code):
                deeper.add(code)
    return deeper


def _dominant(codes: set[str]) -> set[str]:
    """Return what a bare short name means: a province's is the province; else what contains all."""
    provinces = {code for code in codes if divisions()[code].level == "province"}
    if provinces:
        return provinces
    for code in codes:
        if all(contains(code, other) for other in codes):
            return {code}
    return codes


def _answer(hits: tuple[ParkHit, ...], codes: set[str], matched: str) -> Search:
    places = [candidate_of_division(divisions()[code]) for code in sorted(codes)]
    named = {park.name: park for hit in hits for park in hit.parks}
    if named:
        # Lists name some parks twice; what lies at one place is one answer, by its shortest name.
        by_place = {
            park.region_code: park for park in sorted(named.values(), key=lambda p: -len(p.name))
        }
        named = {park.name: park for park in by_place.values()}
        fitting = [p for p in named.values() if not codes or _narrow(codes, (p.region_code,))]
        # A park that contradicts the rest of the address stands beside it as a choice.
        parks = [candidate_of_park(park) for park in fitting or named.values()]
        places = parks if fitting else [*parks, *places]
    return Search(candidates=tuple(places), matched_text=matched)
