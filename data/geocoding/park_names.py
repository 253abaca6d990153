"""Names and aliases of parks, and finding them in a text."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from data.geocoding.gazetteer import fold_english, short_name
from data.reference import ReferencePark, divisions, parks
from data.reference.divisions import english_names

_FILLERS = re.compile(r"[省市\s]|国家级?")
_BRACKETS = re.compile(r"（(.+?)）|\((.+?)\)")
_ETDZ, _HIDZ = "经济技术开发区", "高新技术产业开发区"
_SHORT_FORMS = {_ETDZ: ("经开区",), _HIDZ: ("高新区", "高新技术开发区")}
_ENGLISH_FORMS = {
    _ETDZ: ("economic technological development zone", "economic technological development area"),
    _HIDZ: ("high tech zone", "high tech industrial development zone", "hi tech zone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkHit:
    """Parks that one name in the text may mean; `start` and `end` bound the name in the text."""

    parks: tuple[ReferencePark, ...]
    name: str
    start: int
    end: int


def find_parks(text: str) -> tuple[ParkHit, ...]:
    """Return the park names found in a Chinese text, longest first, none within another.

    The words 省, 市 and 国家 may stand within a name or be missing: 苏州市工业园区 is found.
    """
    dropped = {at for filler in _FILLERS.finditer(text) for at in range(*filler.span())}
    kept = [index for index in range(len(text)) if index not in dropped]
    squeezed = "".join(text[index] for index in kept)
    hits: list[ParkHit] = []
    for name, found in _chinese_names().items():
        at = squeezed.find(name)
        if at >= 0:
            start, end = kept[at], kept[at + len(name) - 1] + 1
            if not any(hit.start <= start and end <= hit.end for hit in hits):
                spelled_out = tuple(park for park in found if park.name in text)
                hits.append(
                    ParkHit(parks=spelled_out or found, name=text[start:end], start=start, end=end)
                )
    return tuple(hits)


def find_english_parks(folded: str) -> tuple[ParkHit, ...]:
    """Return the park names found in folded English text (`fold_english`), longest first."""
    padded = f" {folded} ".replace(" and ", " ")
    hits: list[ParkHit] = []
    for name, found in _english_names().items():
        at = padded.find(f" {name} ")
        if at >= 0 and not any(hit.start <= at < hit.end for hit in hits):
            hits.append(ParkHit(parks=found, name=name, start=at, end=at + len(name)))
    return tuple(hits)


@lru_cache(maxsize=1)
def _chinese_names() -> dict[str, tuple[ReferencePark, ...]]:
    names: dict[str, dict[str, ReferencePark]] = defaultdict(dict)
    for park in parks():
        for name in _forms(park):
            names[name][park.name] = park
    return _longest_first(names)


@lru_cache(maxsize=1)
def _english_names() -> dict[str, tuple[ReferencePark, ...]]:
    names: dict[str, dict[str, ReferencePark]] = defaultdict(dict)
    for park in parks():
        forms = [fold_english(alias) for alias in park.aliases if alias.isascii()]
        for form in (*forms, *_english_forms(park)):
            names[form][park.name] = park
    return _longest_first(names)


def _longest_first(
    names: dict[str, dict[str, ReferencePark]],
) -> dict[str, tuple[ReferencePark, ...]]:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return {name: tuple(names[name].values()) for name in ordered}


def _forms(park: ReferencePark) -> set[str]:
    forms = {_FILLERS.sub("", _BRACKETS.sub("", park.name))}
    forms.update(_FILLERS.sub("", a or b) for a, b in _BRACKETS.findall(park.name))
    forms.update(_FILLERS.sub("", alias) for alias in park.aliases if not alias.isascii())
    for form in tuple(forms):
        for suffix, briefs in _SHORT_FORMS.items():
            if form.endswith(suffix) and form != suffix:
                forms.update(form.removesuffix(suffix) + brief for brief in briefs)
    # What stands in brackets may be a bare kind of park, which names none.
    return {form for form in forms if form and form not in _SHORT_FORMS}


def _english_forms(park: ReferencePark) -> list[str]:
    for suffix, forms in _ENGLISH_FORMS.items():
        city = park.name.removesuffix(suffix)
        if city == park.name:
            continue
        for code in (park.region_code[:4] + "00", park.region_code[:2] + "0000"):
            item = divisions().get(code)
            if item and city in {item.name, short_name(item)}:
                return [
                    f"{fold_english(name)} {form}"
                    for name in english_names()[code]
                    for form in forms
                ]
    return []
