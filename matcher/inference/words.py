"""Find which subjects a text speaks of, by the words of `data.reference.word_groups`."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from data.reference.word_groups import WordGroup, media, purposes

_LATIN = re.compile("[a-z]")
_CARBON_UNIT = re.compile(
    r"(?<![a-z])[万亿千]?(?:t|吨|公斤|kg)[ ]?(?:CO2|CO₂|二氧化碳)(?:e|当量)?", re.IGNORECASE
)


class WordFinder:
    """Finds groups of words in texts; made once, about 0.05 ms a need.

    Chinese words are found anywhere; English ones as whole words with their
    common endings. A word inside a phrase that means something else (电机 in 发电机组) does
    not count.

    Parameters
    ----------
    groups
        Subjects by code; their order numbers them.
    """

    def __init__(self, groups: Mapping[str, WordGroup]) -> None:
        self.codes = tuple(groups)
        self._by_start: dict[str, list[tuple[str, int]]] = {}
        self._unless: dict[int, tuple[str, ...]] = {}
        english: dict[str, int] = {}
        for number, group in enumerate(groups.values()):
            for word in group.words_zh:
                self._by_start.setdefault(word[:2].lower(), []).append((word.lower(), number))
            english.update({word.lower(): number for word in group.words_en})
            self._unless[number] = tuple(phrase.lower() for phrase in group.unless)
        self._english = english
        longest_first = sorted(english, key=lambda word: (-len(word), word))
        words = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"(?<![a-z])(?=[a-z])(?=({words})(?:e?s|ing|ed)?(?![a-z]))")

    def find(self, text: str) -> dict[str, str]:
        """Return the code of each subject spoken of, with the first word that says so.

        Codes stand in the order of the groups; of several words of a group one is told.
        """
        folded = text.lower()
        found = self._said(folded)
        for number in tuple(found):
            phrases = [phrase for phrase in self._unless[number] if phrase in folded]
            if phrases:
                rest = re.sub("|".join(map(re.escape, phrases)), " ", folded)
                found[number] = self._said(rest).get(number, "")
        return {self.codes[number]: word for number, word in sorted(found.items()) if word}

    def _said(self, folded: str) -> dict[int, str]:
        """Return the first word of each subject, by its number."""
        found: dict[int, str] = {}
        starts = {*folded, *map("".join, pairwise(folded))}
        for start in self._by_start.keys() & starts:
            for word, number in self._by_start[start]:
                if number not in found and word in folded:
                    found[number] = word
        if _LATIN.search(folded):
            for match in self._pattern.finditer(folded):
                found.setdefault(self._english[match[1]], match[1])
        return found

    def mask(self, codes: Sequence[str]) -> int:
        """Return a bit mask of codes; 0 for none."""
        return sum(1 << self.codes.index(code) for code in set(codes))

    def codes_of(self, mask: int) -> tuple[str, ...]:
        """Return the codes of a bit mask, in order."""
        return tuple(code for number, code in enumerate(self.codes) if mask >> number & 1)


@lru_cache(maxsize=1)
def finders() -> Mapping[str, WordFinder]:
    """Return the finder of each kind of subject."""
    return {
        "medium": WordFinder(media()),
        "purpose": WordFinder(purposes()),
    }


def subjects_of(text: str) -> dict[str, dict[str, str]]:
    """Return by kind the subjects a text speaks of, each with the word that says so.

    Tonnes of CO2 are a unit, and no sign that a text is about carbon dioxide.
    """
    words = _CARBON_UNIT.sub(" ", text)
    return {kind: finder.find(words) for kind, finder in finders().items()}
