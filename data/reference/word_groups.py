"""Words of everyday needs, grouped by what they speak of: media and purposes.

Data, not code: a word that is missing is added to the CSV file, and nothing else changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from data.reference.files import read_rows, split_list
from data.reference.labels import choose_label


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGroup:
    """A subject, the words that speak of it, and phrases in which those mean something else."""

    code: str
    label_zh: str
    label_en: str
    words_zh: tuple[str, ...]
    words_en: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Return the label in `language` (zh or en)."""
        return choose_label(language, self.label_zh, self.label_en)


@lru_cache(maxsize=1)
def media() -> Mapping[str, WordGroup]:
    """Return media and energy carriers by code, in the order of `media.csv`."""
    return _groups("media.csv")


@lru_cache(maxsize=1)
def purposes() -> Mapping[str, WordGroup]:
    """Return what technologies are for by code, in the order of `purposes.csv`."""
    return _groups("purposes.csv")


def _groups(name: str) -> dict[str, WordGroup]:
    return {
        row["code"]: WordGroup(
            code=row["code"],
            label_zh=row["name_zh"],
            label_en=row["name_en"],
            words_zh=split_list(row["words_zh"]),
            words_en=split_list(row["words_en"]),
            unless=split_list(row["unless"]),
        )
        for row in read_rows(name)
    }
